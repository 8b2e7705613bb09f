import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The mails and texts we send, one plain file each. */
const OURS = fileURLToPath(new URL('.', import.meta.url))

type Values = Record<string, string | null>
type Filled = { subject: string; text: string }

/**
 * One of our mails or texts: `<name>.txt` of the shop's own folder where it has one, else ours. `{total}` stands for a
 * value; a paragraph whose values are all empty is left out. A first line `Subject: ...` is the subject. A file of the
 * shop's that asks for a value there is none of is not used: a customer never reads a `{placeholder}`; nor is one that
 * leaves out what it `needs`.
 */
export function fillWords(name: string, values: Values, folder?: string, needs: string[] = []): Filled {
  const own = folder ? readWords(folder, name) : null
  const template = own !== null && isUsable(own, values, needs) ? own : readWords(OURS, name)
  if (template === null) throw new Error(`there are no words for '${name}'`)
  const [, subject = '', text = ''] = /^(?:Subject: ?(.*)\n+)?([\s\S]*)$/.exec(template) ?? []
  const paragraphs = text.trim().split(/\n{2,}/)
  const filled = paragraphs.flatMap((paragraph) => (isEmpty(paragraph, values) ? [] : [fill(paragraph, values)]))
  return { subject: fill(subject, values), text: filled.join('\n\n') }
}

/**
 * One sentence of a file of many, `name: words`, a line each. Of the shop's own file only the lines count that it has,
 * and that ask for no value there is none of and leave out none of what they `needs`; the others are ours.
 */
export function fillLine(file: string, name: string, values: Values, folder?: string, needs: string[] = []): string {
  const own = folder ? lineOf(folder, file, name) : null
  const line = own !== null && isUsable(own, values, needs) ? own : lineOf(OURS, file, name)
  if (line === null) throw new Error(`there is no line '${name}' in '${file}'`)
  return fill(line, values)
}

function lineOf(folder: string, file: string, name: string): string | null {
  const line = readWords(folder, file)
    ?.split('\n')
    .find((one) => one.startsWith(`${name}: `))
  return line?.slice(name.length + 2).trim() || null
}

function isUsable(template: string, values: Values, needs: string[]): boolean {
  const names = namesIn(template)
  return names.every((name) => name in values) && needs.every((name) => names.includes(name))
}

function namesIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
}

const PLACEHOLDER = /\{(\w+)\}/g

function isEmpty(paragraph: string, values: Values): boolean {
  const names = namesIn(paragraph)
  return names.length > 0 && names.every((name) => !values[name])
}

function fill(text: string, values: Values): string {
  return text.replace(PLACEHOLDER, (_, name: string) => values[name] ?? '')
}

const read = new Map<string, string | null>()

function readWords(folder: string, name: string): string | null {
  const path = join(folder, `${name}.txt`)
  if (!read.has(path)) read.set(path, existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : null)
  return read.get(path) ?? null
}
