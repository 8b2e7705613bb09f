import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { isNone, valuesOf } from '../form/field.ts'
import { flat } from '../form/fold.ts'
import type { Source } from '../form/unwrap.ts'
import { clientNamed } from './told-name.ts'

const abroad = String.raw`(?:\+|00)\d[\d ().-]{7,18}\d`
const home = String.raw`(?:\(\d{1,5}\)|\d{2,5})(?:[ .-]?\d{2,5}){2,4}`
const PHONE = new RegExp(String.raw`(?<![\w@.])(?:${abroad}|${home})(?![\w@])`, 'g')
const DIGITS = 'zero one two three four five six seven eight nine'.split(' ')
const SPOKEN = new RegExp(`\\b(?:(?:${DIGITS.join('|')}|oh)\\b[ -]?){3,}`, 'gi')

/** "201 five five five 0169" */
function inDigits(text: string): string {
  return text.replace(SPOKEN, (said) => {
    const words = said.toLowerCase().match(/[a-z]+/g) ?? []
    return `${words.map((word) => Math.max(DIGITS.indexOf(word), 0)).join('')} `
  })
}

/** Who can be called: from the answers of the form, else the first number of the mail. */
export function readPhone(
  { fields, prose, signature, older }: Source,
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
  const more = (['text', null, 'email'] as const).flatMap((role) => valuesOf(fields, role))
  const named = clientNamed([...valuesOf(fields, 'text'), prose].join('\n'))?.rest ?? ''
  for (const text of [...valuesOf(fields, 'name'), named, prose, ...more, signature, older]) {
    const piece = phonePiece(text, country)
    if (piece) return { number: phoneIn(piece, country), piece, isInvalid: false }
  }
  // "call me" is no number either.
  const [piece = ''] = stated.filter((value) => /\p{L}/u.test(value))
  return { number: null, piece, isInvalid: piece !== '' }
}

/** "ann@lee.de" is at home in Germany. */
export function countryOfHost(email: string | null): CountryCode | null {
  const end = email?.split('.').at(-1)?.toUpperCase() ?? ''
  const country = end === 'UK' ? 'GB' : end
  return isSupportedCountry(country) ? country : null
}

/** E.164, or null where no such number can be given out. An extension is left off. */
export function phoneIn(piece: string, country: CountryCode): string | null {
  const digits = inDigits(piece.normalize('NFKC'))
    .replace(/\([^()]*\p{L}[^()]*\)?/gu, '')
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
  for (const [piece] of inDigits(text.slice(0, 8000)).matchAll(PHONE)) {
    if (piece.replace(/\D/g, '').length >= 9 && !/^\d{4}-\d\d-\d\d/.test(piece) && phoneIn(piece, country)) return piece
  }
  return null
}
