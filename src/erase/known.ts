import { parsePhoneNumberFromString } from 'libphonenumber-js'

/** What somebody is known by. E-mails and handles are lower case, handles without `@`, phones E.164. */
export type Known = {
  emails: string[]
  phones: string[]
  handles: string[]
  /** Facebook's name of a user to our app. */
  metaIds: string[]
  /** As they were written. Nobody is looked up by them: people share names. */
  names: string[]
}

const NATIONAL = 'US'

/** An e-mail, a phone number or a handle, as somebody types it; null when it is none of them. */
export function readKnown(text: string): Known | null {
  const word = text.trim().toLowerCase()
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word)) return known({ emails: [word] })
  const phone = /^[+\d\s().-]+$/.test(word) ? parsePhoneNumberFromString(word, NATIONAL) : undefined
  if (phone?.isPossible()) return known({ phones: [phone.number] })
  const handle = word.replace(/^@/, '')
  return /^[^\s@/\\,'"]{2,}$/.test(handle) && /[^\d]/.test(handle) ? known({ handles: [handle] }) : null
}

export function known(part: Partial<Known>): Known {
  return { emails: [], phones: [], handles: [], metaIds: [], names: [], ...part }
}

const lower = (words: readonly (string | null)[]) => words.flatMap((word) => word?.trim().toLowerCase() || [])
const trimmed = (words: readonly (string | null)[]) => words.flatMap((word) => word?.trim() || [])

/** Both together, each once. */
export function join(one: Known, other: Partial<Record<keyof Known, readonly (string | null)[]>>): Known {
  const both = (name: keyof Known, clean: typeof lower) => [...new Set([...one[name], ...clean(other[name] ?? [])])]
  return {
    emails: both('emails', lower),
    phones: both('phones', trimmed),
    handles: both('handles', lower),
    metaIds: both('metaIds', trimmed),
    names: both('names', trimmed),
  }
}

/** What leads to more records of theirs, in one list. */
export function identities({ emails, phones, handles, metaIds }: Known): string[] {
  return [...emails, ...phones, ...handles.map((handle) => `@${handle}`), ...metaIds]
}

/**
 * A regular expression of Postgres for every mention of them in a text, to be matched without regard to case. A handle
 * that may be a plain word counts where it is used as one; a name only when it is whole, of two words or more.
 */
export function writePattern({ emails, phones, handles, metaIds, names }: Known): string {
  const whole = (text: string) => `(?<![\\w.+-])${literal(text)}(?![\\w-])`
  return [
    ...emails.map(whole),
    ...phones.map(writePhone),
    ...handles.flatMap(writeHandle),
    ...metaIds.map((id) => `(?<!\\d)${literal(id)}(?!\\d)`),
    ...names.filter((name) => /\S\s+\S/.test(name)).map(whole),
  ].join('|')
}

/** However its digits are grouped, with or without the country. */
function writePhone(phone: string): string {
  const { countryCallingCode = '', nationalNumber = phone.replace(/\D/g, '') } = parsePhoneNumberFromString(phone) ?? {}
  const gap = '[\\s().-]{0,3}'
  return `(?<!\\d)(?:\\+?${countryCallingCode}${gap})?${[...nationalNumber].join(gap)}(?!\\d)`
}

function writeHandle(handle: string): string[] {
  const text = literal(handle)
  const end = '(?!\\w|\\.\\w)'
  if (/[._\d]/.test(handle)) return [`(?<![\\w.])@?${text}${end}`]
  return [`@${text}${end}`, `(?<="username": ?")${text}(?=")`, `(?<=instagram\\.com/)${text}${end}`]
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
