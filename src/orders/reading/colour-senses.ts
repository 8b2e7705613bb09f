import { readShort, readSlip } from './colour-slips.ts'
import { COLOURS, meantBy } from './colours.ts'
import { fold } from './normalise.ts'
import type { ColourFound } from './palette.ts'
import { formsOf } from './word-forms.ts'

export type Sense = Omit<ColourFound, 'length' | 'weak'>

export const WAYS = new Map<string, string[]>()

for (const [name, ways] of COLOURS) {
  for (const way of [name, ...ways]) {
    const key = fold(way).replaceAll('-', ' ')
    for (const form of new Set([key, key.replaceAll(' ', '')])) {
      const known = WAYS.get(form)
      if (!known) WAYS.set(form, [name])
      else if (!known.includes(name)) form === name ? known.unshift(name) : known.push(name)
    }
  }
}

export type Name = { key: string; plain: string; senses: string[] }

export const MODIFIERS = new Set(
  'dark light bright deep pale matte matt soft plain pure solid hot baby dusty pastel lt dk'.split(' '),
)

const STRIPPED = new Set('bright matte matt soft plain pure solid jet vivid classic deep warm cool true'.split(' '))

export function readPhrase(words: string, beside: boolean, names: Name[]): Sense | null {
  for (const form of formsOf(words)) {
    const sense = readForm(form, names)
    if (sense) return sense
  }
  const [first = '', ...rest] = words.split(' ')
  if (rest.length === 1) return readModified(first, rest[0] ?? '', names)
  if (rest.length > 1) return null
  return readHead(words, beside, names) ?? readShort(words, beside, names) ?? readSlip(words, beside, names)
}

function readForm(form: string, names: Name[]): Sense | null {
  const offered = names.find(({ plain }) => plain === form || plain.replaceAll(' ', '') === form)
  if (offered) return { key: offered.key, offered: true, how: 'exact' }
  const meanings = WAYS.get(form)
  if (!meanings) return null
  if (form.length <= 3) {
    const short = readShort(form, true, names)
    if (short) return short
  }
  return readMeanings(form, meanings, names)
}

/** Known colour word -> the one on offer that it means, or itself. */
function readMeanings(form: string, meanings: string[], names: Name[]): Sense {
  for (const meaning of meanings) {
    const same = names.find(({ senses }) => senses[0] === meaning)
    if (same) return { key: same.key, offered: true, how: 'synonym' }
  }
  for (const meaning of meanings) {
    const near = names.filter(({ senses }) => senses.some((sense) => meantBy(meaning).includes(sense)))
    if (near.length === 1 && near[0]) return { key: near[0].key, offered: true, how: 'synonym' }
    if (near.length > 1) return { key: meaning, offered: false, how: 'unsure' }
  }
  return readFamily(meanings[0] ?? form, names) ?? { key: asked(form, meanings), offered: false, how: 'exact' }
}

const BLUES = ['navy', 'sky blue', 'royal blue', 'denim', 'indigo']

const FAMILIES: Record<string, string[]> = {
  blue: BLUES,
  green: ['forest green', 'sage', 'olive', 'mint', 'lime', 'emerald'],
  grey: ['charcoal', 'light grey', 'ash'],
  pink: ['baby pink', 'fuchsia', 'coral'],
  brown: ['chocolate', 'tan'],
}

/** "green" where forest green is the one green on offer; "blue" between navy and sky blue is unsure. */
function readFamily(meaning: string, names: Name[]): Sense | null {
  const family = FAMILIES[meaning] ?? []
  const kin = names.filter(
    ({ plain, senses }) => senses.some((sense) => family.includes(sense)) || named(plain, meaning),
  )
  if (kin.length === 1 && kin[0] && named(kin[0].plain, meaning)) return { key: kin[0].key, offered: true, how: 'near' }
  return kin.length > 1 ? { key: meaning, offered: false, how: 'unsure' } : null
}

function named(plain: string, base: string): boolean {
  return plain.split(' ').includes(base)
}

function asked(form: string, meanings: string[]): string {
  return meanings.includes(form) ? form : (meanings[0] ?? form)
}

/** "matte black" is black; "dark yellow" where yellow is on offer is unsure. */
function readModified(modifier: string, base: string, names: Name[]): Sense | null {
  if (!MODIFIERS.has(modifier)) return null
  const sense = formsOf(base)
    .map((form) => readForm(form, names))
    .find((found) => found !== null)
  if (!sense) return null
  if (STRIPPED.has(modifier)) return sense
  return { key: sense.offered ? sense.key : `${modifier} ${sense.key}`, offered: sense.offered, how: 'unsure' }
}

/** "forest" for forest green: the first word of one name only. */
function readHead(word: string, beside: boolean, names: Name[]): Sense | null {
  if (!beside) return null
  const with_ = names.filter(({ plain }) => plain.startsWith(`${word} `))
  return with_.length === 1 && with_[0] ? { key: with_[0].key, offered: true, how: 'short' } : null
}

export function plainName(colour: string): string {
  return fold(colour).replaceAll('-', ' ').trim()
}

export function sensesOf(colour: string): string[] {
  const plain = plainName(colour)
  const known = formsOf(plain)
    .map((form) => WAYS.get(form))
    .find((ways) => ways !== undefined)
  if (known) return known
  const [first = '', base = ''] = plain.split(' ')
  return STRIPPED.has(first) && WAYS.has(base) ? [plain, ...(WAYS.get(base) ?? [])] : [plain]
}
