import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { loadLexicon } from '#src/reading/lexicon.ts'
import { normalise } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import type { Doubt } from '../problems.ts'
import type { Field } from './fields.ts'
import { flat } from './fold.ts'
import type { Role } from './labels.ts'
import type { Source } from './unwrap.ts'

export type Client = { name: string | null; email: string | null; phone: string | null }
export type ClientRead = { client: Client; doubts: Doubt[]; evidence: Record<string, string> }

const local = String.raw`[\p{L}\d!#$%&'*+/=?^_{|}~-][\p{L}\d!#$%&'*+/=?^_{|}~.-]{0,63}`
const EMAIL = new RegExp(String.raw`${local}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,6}`, 'u')
const PHONE = /(?<![\w@.])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,5}\)|\d{2,5})(?:[ .-]?\d{2,5}){2,4}(?![\w@])/g
const TITLED = /(?:request|booking|inquiry|session|submission)\s*(?::|[-–]|from|by|for)\s+(\p{Lu}[^:]{3,60})$/u
const PERSON = /^\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]*){0,3}/u
const words = loadLexicon('booking-mail')
const entriesOf = (kind: string) => [...words.all()].flatMap(({ word, meaning }) => (meaning === kind ? [word] : []))
const [robots, robotHosts] = [entriesOf('robot'), entriesOf('robot host')]

/** An address programs and the studio write from; nobody's name stands behind it. */
function isMachine(email: string): boolean {
  const [name = '', host = ''] = email.toLowerCase().split('@')
  const isRobot = robots.some((one) => name === one || (name.startsWith(one) && /[+.-]/.test(name.charAt(one.length))))
  return isRobot || robotHosts.some((one) => host === one || host.endsWith(`.${one}`))
}

/** Who asks: from the answers of the form, else the sender, else the closing of the mail. */
export function readClient(source: Source, country: CountryCode): ClientRead {
  const email = readEmail(source)
  const phone = readPhone(source, country)
  const name = readName(source)
  const doubts: Doubt[] = []
  if (email === null) doubts.push({ problem: 'missing_email' })
  if (name === null) doubts.push({ problem: 'missing_name' })
  if (phone.isInvalid) doubts.push({ problem: 'invalid_phone', about: phone.piece })
  const evidence = { ...(name && { name }), ...(email && { email }), ...(phone.piece !== '' && { phone: phone.piece }) }
  return { client: { name, email: email?.toLowerCase() ?? null, phone: phone.number }, doubts, evidence }
}

export function valuesOf(fields: readonly Field[], role: Role): string[] {
  return fields.filter((field) => field.role === role && field.value !== '').map(({ value }) => value)
}

function readEmail({ fields, from, prose, signature, isReply }: Source): string | null {
  const asked = fields.some(({ role }) => role === 'email')
  const stated = [...valuesOf(fields, 'email'), ...valuesOf(fields, 'from')].map(emailIn).find((one) => one !== null)
  if (stated) return stated
  const sender = emailIn(from)
  const isPerson = sender !== null && !isMachine(sender)
  if (isPerson && (isReply || (!asked && !signsWith(prose)))) return sender
  const free = [...valuesOf(fields, 'text'), prose, signature, ...(asked ? valuesOf(fields, 'phone') : [])]
  const written = free.map(emailIn).find((one) => one !== null && !isMachine(one))
  return written ?? (isPerson ? sender : null)
}

/** "Best, Noa Weiss, noa@weiss.example": the address a letter is signed with, not one that stands within it. */
function signsWith(prose: string): boolean {
  return EMAIL.test(prose.trim().slice(-120)) && inlineName(prose) !== null
}

/** "... Best, Noa Weiss, noa@weiss.example": the closing and the name in one line. */
function inlineName(text: string): string | null {
  const end = text.trim().slice(-200)
  const folded = normalise(end)
  const tokens = tokenise(folded.text)
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const said = words.at(tokens, at)
    if (said?.value.meaning !== 'closing') continue
    const name =
      PERSON.exec(end.slice(folded.from[tokens[said.next - 1]?.end ?? 0]).replace(/^[\s,.!]+/, ''))?.[0] ?? ''
    if (name !== '' && name.split(' ').length < 4) return cleanName(name)
  }
  return null
}

function emailIn(text: string): string | null {
  const plain = text
    .slice(0, 4000)
    .replace(/\s?[[(]at[)\]]\s?/gi, '@')
    .replace(/\s?[[(]dot[)\]]\s?/gi, '.')
  return (
    EMAIL.exec(plain)?.[0]
      .replace(/^mailto:/i, '')
      .replace(/^'+|[.'-]+$/g, '') ?? null
  )
}

function readPhone(
  { fields, prose, signature }: Source,
  country: CountryCode,
): { number: string | null; piece: string; isInvalid: boolean } {
  const stated = valuesOf(fields, 'phone')
    .map(flat)
    .filter((value) => !isNone(value, 'no phone'))
  const numbers = stated.flatMap((value) => value.split(/\s(?:or|\/)\s|;|\n/))
  for (const piece of numbers) {
    const number = phoneIn(piece, country)
    if (number) return { number, piece, isInvalid: false }
  }
  if (stated.some((value) => /\d{3}|\d.*\d.*\d/.test(value)))
    return { number: null, piece: stated[0] ?? '', isInvalid: true }
  for (const text of [prose, ...valuesOf(fields, 'text'), signature]) {
    const piece = phonePiece(text, country)
    if (piece) return { number: phoneIn(piece, country), piece, isInvalid: false }
  }
  // "call me" is no number either.
  const [piece = ''] = stated.filter((value) => /\p{L}/u.test(value))
  return { number: null, piece, isInvalid: piece !== '' }
}

/** E.164, or null where no such number can be given out. An extension is left off. */
export function phoneIn(piece: string, country: CountryCode): string | null {
  const digits = piece
    .normalize('NFKC')
    .replace(/^[^\d+(]{0,60}/, '')
    .slice(0, 60)
  for (const home of ['US', country] as const) {
    const read = parsePhoneNumberFromString(digits, { defaultCountry: home, extract: true })
    if (read?.isValid()) return read.number
  }
  const international = parsePhoneNumberFromString(digits.replace(/^00(?=\d)/, '+'), { extract: true })
  return international?.isPossible() ? international.number : null
}

function phonePiece(text: string, country: CountryCode): string | null {
  for (const [piece] of text.slice(0, 8000).matchAll(PHONE)) {
    if (piece.replace(/\D/g, '').length >= 9 && !/^\d{4}-\d\d-\d\d/.test(piece) && phoneIn(piece, country)) return piece
  }
  return null
}

/** "n/a", "-", "none": the question was left open. */
function isNone(value: string, kind: 'no phone' | 'no name'): boolean {
  const bare = value.toLowerCase().replace(/^[(\s]+|[).\s]+$/g, '')
  return /^[-x?\s]*$/.test(bare) || words.get(bare)?.meaning === kind || (kind === 'no phone' && /^not? /.test(bare))
}

function readName(source: Source): string | null {
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
  if (sender) return sender
  const titled = PERSON.exec(TITLED.exec(subject.trim())?.[1] ?? '')?.[0] ?? ''
  if (titled.includes(' ')) return cleanName(titled)
  return nameInText(source) ?? (fields.some(({ role }) => role === 'name') ? null : nameOfSender(source.from))
}

/** 'Ann Lee <ann@example.com>' -> 'Ann Lee'; programs have no name. */
function nameOfSender(from: string): string | null {
  const email = emailIn(from)
  if (email && isMachine(email)) return null
  const name = flat(from.replace(/<[^>]*>?/g, ' ').replace(/["']/g, ' '))
  return name.includes('@') || name === '' ? null : cleanName(name)
}

function nameInText({ fields, prose, signature, from }: Source): string | null {
  const text = [...valuesOf(fields, 'text'), prose].join('\n').slice(0, 20_000)
  const [short, told, full] = [closingName(text), toldName(text), lastLineName(prose)]
  const sender = nameOfSender(from)
  if (sender === null) return longer(short, told) ?? full ?? inlineName(prose) ?? lastLineName(signature)
  if (full && startsLike(full, `${sender} `)) return full
  return short === null || startsLike(sender, short.split(' ')[0] ?? '') ? sender : longer(short, told)
}

function startsLike(name: string, start: string): boolean {
  return name.toLowerCase().startsWith(start.toLowerCase())
}

/** A line that only closes the letter, and the name below it. */
function closingName(text: string): string | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const at = lines.findIndex((line) => words.get(line.replace(/[ ,.!–-]+$/, ''))?.meaning === 'closing')
  const below = at < 0 ? '' : (lines[at + 1] ?? '').trim().replace(/^[-–]\s*/, '')
  return below.length > 1 && below.length <= 40 ? cleanName(below) : null
}

/** "My name is Noa Weiss". */
function toldName(text: string): string | null {
  const start = text.slice(0, 8000)
  const folded = normalise(start)
  const tokens = tokenise(folded.text)
  for (let at = 0; at < tokens.length; at += 1) {
    const said = words.at(tokens, at)
    const end = said?.value.meaning === 'introduces' ? tokens[said.next - 1]?.end : undefined
    const name = end === undefined ? '' : (PERSON.exec(start.slice(folded.from[end]).trimStart())?.[0] ?? '')
    if (name !== '') return cleanName(name)
  }
  return null
}

function longer(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return other.length > one.length ? other : one
}

function lastLineName(text: string): string | null {
  const lines = text.trim().split('\n').slice(-4)
  const line = lines.find((one) =>
    /^\s*[-\u2013]?\s*\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019.-]*){1,2}\s*$/u.test(one),
  )
  return line ? cleanName(line.replace(/^\s*[-\u2013]\s*/, '')) : null
}

function cleanName(text: string): string | null {
  const name = flat(
    text
      .replace(/<[^>]*>?/g, ' ')
      .replace(/[*_"]+/g, ' ')
      .replace(/\s*[,(]?\s*\S+@\S+\)?/g, ' ')
      .replace(/[,;.\s]+$/, ''),
  )
  const isName = /\p{L}/u.test(name) && name.length <= 80 && !isNone(name, 'no name')
  return isName && !/https?:|\d{4}|[{}<>]/.test(name) ? name : null
}
