/** Number words by value: English, Swahili, Luganda. */
const SMALL: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  moja: 1,
  mbili: 2,
  tatu: 3,
  nne: 4,
  tano: 5,
  sita: 6,
  saba: 7,
  nane: 8,
  tisa: 9,
  kumi: 10,
  ishirini: 20,
  thelathini: 30,
  arobaini: 40,
  hamsini: 50,
  sitini: 60,
  sabini: 70,
  themanini: 80,
  tisini: 90,
  emu: 1,
  ebiri: 2,
  bbiri: 2,
  esatu: 3,
  ssatu: 3,
  ena: 4,
  nnya: 4,
  etaano: 5,
  ttaano: 5,
  mukaaga: 6,
  musanvu: 7,
  munaana: 8,
  mwenda: 9,
}

/** What multiplies the number before it. */
const AFTER: Record<string, number> = { hundred: 100, thousand: 1000, million: 1_000_000, k: 1000 }

/** What multiplies the number after it; alone it stands for one of it. */
const BEFORE: Record<string, number> = {
  mia: 100,
  elfu: 1000,
  laki: 100_000,
  milioni: 1_000_000,
  soo: 100,
  thao: 1000,
  ngiri: 1000,
  tenga: 1000,
  emitwalo: 10_000,
  omutwalo: 10_000,
  mutwalo: 10_000,
  enkumi: 1000,
  lukumi: 1000,
  olukumi: 1000,
  bikumi: 100,
  ebikumi: 100,
  kikumi: 100,
}

const JOINS = new Set(['na', 'and', 'mu', 'a'])

export type Spelt = { value: number; length: number }

/** The number that begins a row of words: `elfu mbili mia tano` is 2500 over four of them. Null where none begins. */
export function readSpelt(row: string[]): Spelt | null {
  const english = readAfter(row)
  const swahili = readBefore(row)
  if (!english) return swahili
  return swahili && swahili.length > english.length ? swahili : english
}

/** `one thousand eight hundred`, `forty five`. */
function readAfter(row: string[]): Spelt | null {
  const sum = { total: 0, part: 0 }
  let length = 0
  for (const [at, word] of row.entries()) {
    if (add(sum, word)) length = at + 1
    else if (!isJoin(row, at, length)) break
  }
  return length ? { value: sum.total + sum.part, length } : null
}

/** One more word of a number; false when it is none, or cannot stand here. */
function add(sum: { total: number; part: number }, word: string): boolean {
  const small = word in BEFORE ? undefined : SMALL[word]
  const times = sum.part > 0 ? AFTER[word] : undefined
  if (small !== undefined) sum.part += small
  else if (times === 100) sum.part *= 100
  else if (times !== undefined) Object.assign(sum, { total: sum.total + sum.part * times, part: 0 })
  else return false
  return true
}

function isJoin(row: string[], at: number, length: number): boolean {
  return at > 0 && length === at && JOINS.has(row[at] ?? '') && isNumber(row[at + 1])
}

function isNumber(word: string | undefined): boolean {
  return word !== undefined && (word in SMALL || word in AFTER || word in BEFORE)
}

/** `elfu mbili mia tano`, `thao mbili`, `ngiri moja na mia nane`, `soo mbili mbili` (each). */
function readBefore(row: string[]): Spelt | null {
  let [total, at] = [0, 0]
  for (let part = partAt(row, at); part; part = partAt(row, at)) {
    total += part.value
    at = part.next
  }
  return at ? { value: total, length: at } : null
}

function partAt(row: string[], at: number): { value: number; next: number } | null {
  const from = at > 0 && JOINS.has(row[at] ?? '') ? at + 1 : at
  const times = BEFORE[row[from] ?? '']
  if (times === undefined) return null
  const many = SMALL[row[from + 1] ?? '']
  if (many === undefined) return { value: times, next: from + 1 }
  // `mbili mbili`: two hundred each.
  return { value: times * many, next: from + (row[from + 2] === row[from + 1] ? 3 : 2) }
}
