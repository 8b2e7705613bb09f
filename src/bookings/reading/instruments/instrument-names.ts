import { readEntries } from '#src/reading/lexicon.ts'
import type { Token } from '#src/reading/tokens.ts'
import { isSlip } from './slips.ts'

type Instrument = {
  kind: 'instrument'
  name: string
  isRare: boolean
  isAmbiguous: boolean
  isPlural: boolean
  isGuess?: boolean
}
export type Named = Instrument | { kind: 'ensemble'; seats: [string, number][] } | { kind: 'group' }

const names = new Map<string, Named>()
const rareNames = new Set<string>()

// Meaning: the name, then what it is by `;`; of an ensemble `= violin 2, viola 1`, or `= ?`: nobody says which seats.
for (const { word, meaning } of readEntries('instruments')) {
  if (meaning.startsWith('= ')) addEnsemble(word, meaning.slice(2))
  else addInstrument(word, meaning.split(';'))
}

function addInstrument(word: string, [name = '', ...flags]: string[]): void {
  const isRare = flags.includes('rare')
  if (isRare) rareNames.add(name)
  const named = { kind: 'instrument', name, isRare, isAmbiguous: flags.includes('ambiguous') } as const
  add(word, { ...named, isPlural: false })
  if (!flags.includes('plural')) add(pluralOf(word), { ...named, isPlural: true })
}

function addEnsemble(word: string, seats: string): void {
  const named: Named = seats === '?' ? { kind: 'group' } : { kind: 'ensemble', seats: seats.split(', ').map(readSeat) }
  add(word, named)
  if (named.kind === 'ensemble') add(pluralOf(word), named)
}

function add(word: string, named: Named): void {
  if (!names.has(word)) names.set(word, named)
}

function readSeat(seat: string): [string, number] {
  const at = seat.lastIndexOf(' ')
  return [seat.slice(0, at), Number(seat.slice(at + 1))]
}

function pluralOf(word: string): string {
  if (/(?:ss|x|ch)$/.test(word)) return `${word}es`
  return `${word}s`
}

/** 'kazoos' -> 'kazoo', for names nobody knows; words that only look plural stay. */
export function singularOf(word: string): string {
  if (/(?:ss|us|is|pipes|drums|chimes|bells|blocks|castanets|sticks|maracas|claves)$/.test(word)) return word
  if (/(?:sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2)
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`
  return /s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word
}

/** What a folded name of at most four words stands for. */
export function findInstrument(word: string): Named | null {
  return names.get(word) ?? foreignPlural(word)
}

const LEAST_MISSPELT = 6

/** 'voilin', 'clairnet', 'saxaphone': one slip, in a long word, that leads to one instrument; the guess is told. */
export function misspelt(word: string): Named | null {
  if (word.length < LEAST_MISSPELT || !/^[a-z]+(?: [a-z]+)*$/.test(word)) return null
  const near = namesFrom(word).flatMap(([name, named]) => (isSlip(word, name) ? [named] : []))
  const [first] = near
  return first && near.every(({ name }) => name === first.name) ? { ...first, isGuess: true } : null
}

const byLetter = new Map<string, [string, Instrument][]>()

/** Names that begin with the same letter and have as many words. */
function namesFrom(word: string): [string, Instrument][] {
  const key = keyOf(word)
  const known = byLetter.get(key)
  if (known) return known
  const found = [...names].flatMap(([name, named]): [string, Instrument][] =>
    named.kind === 'instrument' && keyOf(name) === key ? [[name, named]] : [],
  )
  byLetter.set(key, found)
  return found
}

function keyOf(name: string): string {
  return `${name.charAt(0)}${name.split(' ').length}`
}

/** 'Geigen', 'violini', 'viole'. */
function foreignPlural(word: string): Named | null {
  if (word.length < 5 || word.includes(' ')) return null
  const single = [
    /en$/.test(word) && word.slice(0, -2),
    /n$/.test(word) && word.slice(0, -1),
    /i$/.test(word) && `${word.slice(0, -1)}o`,
    /[ie]$/.test(word) && `${word.slice(0, -1)}a`,
  ]
  const named = single
    .flatMap((one) => (one === false ? [] : [names.get(one)]))
    .find((one) => one?.kind === 'instrument')
  return named?.kind === 'instrument' ? { ...named, isPlural: true } : null
}

export const LONGEST_NAME = 4

export type NamedAt = { named: Named; name: string; next: number }

const known = new Map<string, Named | null>()
const MOST_KNOWN = 2_000

/** The words of one text come again and again. */
function lookedUp(name: string): Named | null {
  const before = known.get(name)
  if (before !== undefined) return before
  const named = findInstrument(name) ?? misspelt(name)
  if (known.size < MOST_KNOWN) known.set(name, named)
  return named
}

/** The longest name that stands here. */
export function namedAt(tokens: readonly Token[], at: number): NamedAt | null {
  const kind = tokens[at]?.kind
  if (kind !== 'word' && kind !== 'number') return null
  for (let count = Math.min(LONGEST_NAME, tokens.length - at); count > 0; count -= 1) {
    const words = tokens.slice(at, at + count).map(({ text }) => text)
    const name = words.join(' ').replaceAll(' - ', '-')
    const named = lookedUp(name)
    if (named) return { named, name, next: at + count }
  }
  return null
}
