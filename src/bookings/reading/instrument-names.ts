import { ensembleRows, instrumentRows } from './instrument-words.ts'

export type Named =
  | { kind: 'instrument'; name: string; isRare: boolean; isAmbiguous: boolean; isPlural: boolean }
  | { kind: 'ensemble'; seats: [string, number][] }
  | { kind: 'group' }

const names = new Map<string, Named>()
const rareNames = new Set<string>()

for (const row of instrumentRows.trim().split('\n')) {
  const [head = '', words = ''] = row.split(': ')
  const name = head.replace(/^[*?]|!$/g, '')
  const isRare = head.endsWith('!')
  if (isRare) rareNames.add(name)
  for (const word of words.split('|')) {
    const isPluralBorn = word.startsWith('*')
    const plain = word.replace('*', '')
    add(plain, { kind: 'instrument', name, isRare, isAmbiguous: head.startsWith('?'), isPlural: false })
    if (!isPluralBorn)
      add(pluralOf(plain), { kind: 'instrument', name, isRare, isAmbiguous: head.startsWith('?'), isPlural: true })
  }
}

for (const row of ensembleRows.trim().split('\n')) {
  const [words = '', seats = ''] = row.split(' = ')
  for (const word of words.split('|')) {
    const named: Named =
      seats === '?' ? { kind: 'group' } : { kind: 'ensemble', seats: seats.split(', ').map(readSeat) }
    add(word, named)
    if (named.kind === 'ensemble') add(pluralOf(word), named)
  }
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
