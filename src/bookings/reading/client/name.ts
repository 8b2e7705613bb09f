import { flat } from '../form/fold.ts'
import type { Source } from '../form/unwrap.ts'
import { valuesOf } from '../form/values.ts'
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

const TITLED = /(?:request|booking|inquiry|session|submission)\s*(?::|[-–]|from|by|for)\s+(\p{Lu}[^:]{3,60})$/u

/** The name they sign or write with: the answers of the form, who is named as the client, else the sender. */
export function readName(source: Source): string | null {
  const { fields, subject } = source
  const stated = valuesOf(fields, 'name')
    .map(cleanName)
    .find((name) => name !== null)
  if (stated) return stated
  const both = [...valuesOf(fields, 'firstName').slice(0, 1), ...valuesOf(fields, 'lastName').slice(0, 1)].join(' ')
  if (both !== '') return cleanName(both)
  const sender = valuesOf(fields, 'from')
    .map(nameOfSender)
    .find((name) => name !== null)
  const named = clientNamed([...valuesOf(fields, 'text'), source.prose].join('\n'))?.name
  if (sender ?? named) return sender ?? named ?? null
  const titled = PERSON.exec(TITLED.exec(subject.trim())?.[1] ?? '')?.[0] ?? ''
  if (titled.includes(' ')) return cleanName(titled)
  return nameInText(source) ?? (fields.some(({ role }) => role === 'name') ? null : nameOfSender(source.from))
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
  if (full && isFullerThan(full, sender)) return full
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

/** "Kit" who signs "Kit Moran", "DJ Ozias" whose number stands beside "Ozias Bright". */
function isFullerThan(full: string, sender: string): boolean {
  const [said, known] = [full, sender].map((name) => name.toLowerCase().split(' ')) as [string[], string[]]
  return startsLike(full, `${sender} `) || (isStageName(sender) && said.some((one) => known.includes(one)))
}

function isStageName(name: string): boolean {
  return /^(?:dj|mc|lil|da|the)\b/i.test(name) || /\d/.test(name)
}

function longer(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return other.length > one.length ? other : one
}
