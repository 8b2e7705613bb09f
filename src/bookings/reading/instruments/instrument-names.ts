import { readEntries } from '#src/reading/lexicon.ts'
import type { Token } from '#src/reading/tokens.ts'

export type Named =
  | { kind: 'instrument'; name: string; isRare: boolean; isAmbiguous: boolean; isPlural: boolean }
  | { kind: 'ensemble'; seats: [string, number][] }
  | { kind: 'group' }

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

/** The longest name that stands here. */
export function namedAt(tokens: readonly Token[], at: number): NamedAt | null {
  for (let count = Math.min(LONGEST_NAME, tokens.length - at); count > 0; count -= 1) {
    const words = tokens.slice(at, at + count).map(({ text }) => text)
    const name = words.join(' ').replaceAll(' - ', '-')
    const named = findInstrument(name)
    if (named) return { named, name, next: at + count }
  }
  return null
}
