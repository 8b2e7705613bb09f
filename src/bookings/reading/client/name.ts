import { loadLexicon } from '#src/reading/lexicon.ts'
import { fold } from '#src/reading/text.ts'
import { valuesOf } from '../form/field.ts'
import { flat } from '../form/fold.ts'
import type { Source } from '../form/unwrap.ts'
import { emailIn } from './email.ts'
import { isMachine } from './machine.ts'
import {
  cleanName,
  clientNamed,
  closingName,
  contactName,
  inlineName,
  lastLineName,
  PERSON,
  toldName,
} from './told-name.ts'

const words = loadLexicon('booking-mail')
const TITLED = /(?:request|booking|inquiry|session|submission)\s*(?::|[-–]|from|by|for)\s+(\p{Lu}[^:]{3,60})$/u

/** The name they sign or write with: the answers of the form, who is named as the client, else the sender. */
export function readName(source: Source): string | null {
  const { fields, subject } = source
  const stated = statedName(fields)
  if (stated) return stated.name
  const sender = valuesOf(fields, 'from')
    .map(nameOfSender)
    .find((name) => name !== null)
  const named = clientNamed([...valuesOf(fields, 'text'), source.prose].join('\n'))?.name
  if (sender ?? named) return sender ?? named ?? null
  // "New session request: Olivia Marsh"
  const titled = PERSON.exec(TITLED.exec(subject.trim())?.[1] ?? '')?.[0] ?? ''
  if (titled.includes(' ') && nameOfSender(source.from) === null) return cleanName(titled)
  return nameInText(source) ?? (fields.some(({ role }) => role === 'name') ? null : nameOfSender(source.from))
}

/** The answers of the form; "What's your name?" Luca, "And your surname?" Marchesini. Null: none that names anybody. */
function statedName(fields: Source['fields']): { name: string | null } | null {
  const [first = '', last = ''] = [valuesOf(fields, 'firstName')[0], valuesOf(fields, 'lastName')[0]]
  const name = valuesOf(fields, 'name')
    .map(cleanName)
    .find((one) => one !== null)
  if (name) return { name: name.includes(' ') ? name : cleanName(`${name} ${last}`) }
  return first === '' && last === '' ? null : { name: cleanName(`${first} ${last}`) }
}

/** "Ann Lee | Odd Sounds", "Ann Lee via Wix": whose house they write from. */
const HOUSE = /\s+(?:[-–—|•·/]|via|at|from|@)\s+/

/** 'Ann Lee <ann@example.com>' -> 'Ann Lee'; programs have no name. */
export function nameOfSender(from: string): string | null {
  const email = emailIn(from)
  if (email && isMachine(email)) return null
  const name = flat(from.replace(/<[^>]*>?/g, ' ').replace(/["']/g, ' ')).split(HOUSE)[0] ?? ''
  return name.includes('@') || name === '' ? null : cleanName(name)
}

function nameInText({ fields, prose, signature, from }: Source): string | null {
  const text = [...valuesOf(fields, 'text'), prose].join('\n').slice(0, 20_000)
  const [short, told, full] = [closingName(text), toldName(text), lastLineName(prose) ?? contactName(prose)]
  const sender = nameOfSender(from)
  if (sender === null) return longer(short, told) ?? full ?? inlineName(prose) ?? lastLineName(signature)
  const fuller = [full, told].find((one) => one !== null && isFullerThan(one, sender, emailIn(from) ?? ''))
  if (fuller) return fuller
  return short === null || isShortFor(sender, short) ? sender : longer(short, told)
}

/** 'Kit', 'C. Pruitt', 'C.P.' and 'Ms Osei' are how they sign who are written out in full elsewhere. */
export function isShortFor(name: string, short: string): boolean {
  const parts = name.split(/[\s-]+/)
  const said = short.split(/[\s.-]+/).filter((part) => part !== '')
  return startsLike(name, short.split(' ')[0] ?? '') || said.every((one) => parts.some((part) => startsLike(part, one)))
}

function startsLike(name: string, start: string): boolean {
  return name.toLowerCase().startsWith(start.toLowerCase())
}

/** "Kit" who signs "Kit Moran", "DJ Ozias" whose number stands beside "Ozias Bright", "Parish Office". */
function isFullerThan(full: string, sender: string, email: string): boolean {
  const [said, known] = [full, sender].map((name) => fold(name).split(' ')) as [string[], string[]]
  if (startsLike(full, `${sender} `) || (said.length > 1 && known.some(isHouse) && !said.some(isHouse))) return true
  const isShared = said.some((one) => known.includes(one))
  // "malik.halcyon@example.net" is Malik's, however the sender is called.
  const isAddressed = said.some((one) => !known.includes(one) && one.length > 2 && email.split('@')[0]?.includes(one))
  return said.length > 1 && ((isStageName(sender) && isShared) || isAddressed)
}

function isHouse(word: string): boolean {
  return words.get(word)?.meaning === 'house'
}

function isStageName(name: string): boolean {
  return /^(?:dj|mc|lil|da|the)\b/i.test(name) || /\d/.test(name)
}

/** "My name is Joanna Lee ... Thanks, Joanna" */
function longer(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return other.length > one.length ? other : one
}
