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
/** All of them as written: a form of Slack takes 3,000 characters, a message of Telegram 4,096. */
const MOST_WRITTEN = 2_500
const EXAMPLE = 'Size: S, M, L'
/** A character one can see. */
const SHOWS = /[^\p{C}\p{Z}\p{M}]/u

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

/** What a person wrote so; a line left as it was stays what it was. Refuses what is no such list. */
export function readChoices(typed: string, now: Choice[]): Choice[] {
  if (squeeze(typed) === squeeze(writeChoices(now))) return now
  const kept = new Map(
    [...Map.groupBy(now, ({ option }) => option).values()].map((own) => [squeeze(writeChoices(own)), own]),
  )
  const lines = typed.split('\n').flatMap((line) => (kept.has(squeeze(line)) ? line : line.split(';')))
  return checkChoices(
    lines.filter((line) => line.trim()).flatMap((line) => kept.get(squeeze(line)) ?? readLine(line, now)),
  )
}

/** As they are kept: each once, each with a name. */
export function checkChoices(choices: Choice[]): Choice[] {
  const seen = new Set<string>()
  const checked = choices.map(({ option, value }) => ({ option: nameOption(option), value: tidy(value) }))
  for (const { option, value } of checked) {
    if (!SHOWS.test(option) || !SHOWS.test(value))
      throw wrong(`Each needs its name and what there is, such as ${EXAMPLE}.`)
    const long = [option, value].find(({ length }) => length > MOST_CHARS)
    if (long) throw wrong(`'${clip(long, 20)}' is too long: at most ${MOST_CHARS} characters.`)
  }
  const kept = checked.filter(({ option, value }) => {
    const key = `${option}: ${value.toLowerCase()}`
    return !seen.has(key) && seen.add(key)
  })
  if (kept.length > MOST) throw wrong(`That is ${kept.length} sizes and colours: at most ${MOST} fit.`)
  if (writeChoices(kept).length > MOST_WRITTEN) throw wrong('That is too much for one product. Use shorter names.')
  return kept
}

export function sameChoices(one: Choice[], other: Choice[]): boolean {
  const written = (choices: Choice[]) => JSON.stringify([...byOption(choices)])
  return written(one) === written(other)
}

/** The columns that hold them. */
export function choicesOf(variants: Choice[]): Pick<Product, 'variants' | 'hasVariants'> {
  return { variants, hasVariants: variants.length > 0 }
}

function readLine(line: string, now: Choice[]): Choice[] {
  const [, option = '', list] = /^([^:：]*)[:：](.*)$/s.exec(line) ?? []
  if (list === undefined) throw wrong(`Say what '${clip(line.trim(), 30)}' is first, such as ${EXAMPLE}.`)
  const values = splitList(list, now).filter((value) => value.trim())
  if (values.length === 0) throw wrong(`'${clip(line.trim(), 30)}' names none. Leave that line out if there are none.`)
  const next = values.find(namesAnother)
  if (next) throw wrong(`Put '${clip(next.trim(), 30)}' on a line of its own.`)
  return values.map((value) => ({ option, value }))
}

/** At its commas, save for those of values that it has already. */
function splitList(list: string, now: Choice[]): string[] {
  const whole = now.flatMap(({ value }) => (value.includes(',') ? value.replace(/[^\p{L}\p{N}]/gu, '\\$&') : []))
  const pattern = whole.length > 0 ? `\\s*(?:${whole.join('|')})(?=\\s*(?:,|$))|[^,]+` : '[^,]+'
  return list.match(new RegExp(pattern, 'g')) ?? []
}

/** `Size: S, M, Colour: red`, which forgot to begin a line; `1:12` names nothing. */
function namesAnother(value: string): boolean {
  const [, name] = /([^\s:：]+)\s*[:：]/.exec(value) ?? []
  return [...NAMES.all()].some(({ word, meaning }) => [word, meaning].includes(name?.toLowerCase() ?? ''))
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
