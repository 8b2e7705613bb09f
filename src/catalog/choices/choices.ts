import type { Product } from '#entities/catalog/product.ts'
import type { Choice } from '#entities/catalog/product-draft.ts'
import { clip } from '#src/cards/clip.ts'
import type { Field } from '#src/cards/form.ts'
import { Refusal } from '#src/errors.ts'
import { loadLexicon } from '#src/reading/lexicon.ts'

/** `sizes` and `colors` as all else calls them. */
const NAMES = loadLexicon('choice-names')
const MOST_CHARS = 40
const MOST = 60
const EXAMPLE = 'Size: S, M, L'

export function choicesField(now: Choice[]): Field {
  const value = writeChoices(now)
  return {
    ...{ name: 'variants', label: 'Sizes and colours', kind: 'long', optional: true, ...(value && { value }) },
    hint: `A line for each kind, such as ${EXAMPLE}`,
  }
}

/** `Size: S, M` and `Colour: black`, a line each: as a person changes them. */
export function writeChoices(choices: Choice[]): string {
  return [...byOption(choices)].map(([option, values]) => `${capital(option)}: ${values.join(', ')}`).join('\n')
}

/** `Size S, M · Colour black`: as a card shows them. */
export function listChoices(choices: Choice[]): string {
  return [...byOption(choices)].map(([option, values]) => `${option} ${values.join(', ')}`).join(' · ')
}

/** What a person wrote so; text left as it was stays what it was. Refuses what is no such list. */
export function readChoices(typed: string, now: Choice[]): Choice[] {
  if (squeeze(typed) === squeeze(writeChoices(now))) return now
  const lines = typed.split(/[\n;]/).filter((line) => line.trim())
  return checkChoices(lines.flatMap(readLine))
}

/** As they are kept: each once, each with a name. */
export function checkChoices(choices: Choice[]): Choice[] {
  const seen = new Set<string>()
  const checked = choices.map(({ option, value }) => ({ option: nameOption(option), value: tidy(value) }))
  for (const { option, value } of checked) {
    if (!option || !value) throw wrong(`Each needs its name and what there is, such as ${EXAMPLE}.`)
    const long = [option, value].find(({ length }) => length > MOST_CHARS)
    if (long) throw wrong(`'${clip(long, 20)}' is too long: at most ${MOST_CHARS} characters.`)
  }
  const kept = checked.filter(({ option, value }) => {
    const key = `${option}: ${value.toLowerCase()}`
    return !seen.has(key) && seen.add(key)
  })
  if (kept.length > MOST) throw wrong(`That is ${kept.length} sizes and colours: at most ${MOST} fit.`)
  return kept
}

export function sameChoices(one: Choice[], other: Choice[]): boolean {
  return writeChoices(one) === writeChoices(other)
}

/** The columns that hold them. */
export function choicesOf(variants: Choice[]): Pick<Product, 'variants' | 'hasVariants'> {
  return { variants, hasVariants: variants.length > 0 }
}

function readLine(line: string): Choice[] {
  const [, option = '', list] = /^([^:：]*)[:：](.*)$/s.exec(line) ?? []
  if (list === undefined) throw wrong(`Say what '${clip(line.trim(), 30)}' is first, such as ${EXAMPLE}.`)
  const values = list.split(',').filter((value) => value.trim())
  if (values.length === 0) throw wrong(`'${clip(line.trim(), 30)}' names none. Leave that line out if there are none.`)
  return values.map((value) => ({ option, value }))
}

function nameOption(typed: string): string {
  const name = tidy(typed).toLowerCase()
  return NAMES.get(name)?.meaning ?? name
}

function byOption(choices: Choice[]): Map<string, string[]> {
  const groups = Map.groupBy(choices, ({ option }) => option)
  return new Map([...groups].map(([option, own]) => [option, own.map(({ value }) => value)]))
}

function tidy(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function capital(word: string): string {
  return word.replace(/^./u, (first) => first.toUpperCase())
}

function wrong(sentence: string): Refusal {
  return new Refusal(sentence, { variants: sentence })
}
