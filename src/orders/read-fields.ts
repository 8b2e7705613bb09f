import { z } from 'zod'
import type { OrderAddress } from '#entities/orders/order.ts'
import type { Answers } from '#src/cards/form.ts'
import { Refusal } from '#src/errors.ts'
import { findAddresses } from './address/find-addresses.ts'
import { addressLines, asGiven } from './address/given-address.ts'
import { countryNamed } from './address/words.ts'

/** What was typed, whole: nobody hears of what is cut, so what is too long is refused. */
export function readWords(answers: Answers, name: string, most: number): string {
  const words = answers[name]?.trim() ?? ''
  if (words.length <= most) return words
  const sentence = `At most ${writeAmount(most)} characters: these are ${writeAmount(words.length)}.`
  throw new Refusal(sentence, { [name]: sentence })
}

/** `1,500` */
function writeAmount(count: number): string {
  return count.toLocaleString('en')
}

/** An e-mail typed by hand, lower case. */
export function readEmailField(text: string): string {
  const read = z.email().safeParse(text.trim().toLowerCase())
  if (read.success) return read.data
  const sentence = `'${text.slice(0, 60)}' is no e-mail address.`
  throw new Refusal(sentence, { email: sentence })
}

/** An address typed by hand: its lines as they are; the first without a digit is the recipient. */
export function readAddressField(text: string): OrderAddress {
  const whole = findAddresses(text).addresses.filter(({ missing }) => missing.length === 0)
  if (whole.length === 1 && whole[0]) return asGiven(whole[0])
  const typed = text
    .split(/\n|,/)
    .map((line) => line.trim())
    .filter(Boolean)
  const [first = '', ...rest] = typed
  if (rest.length === 0) {
    const sentence = 'Write the address on several lines: name, street, town and postcode.'
    throw new Refusal(sentence, { address: sentence })
  }
  const isNamed = !/\d/.test(first)
  const country = typed.map(countryNamed).findLast((code) => code !== null) ?? null
  const found = { recipient: isNamed ? first : null, lines: isNamed ? rest : typed, country }
  return asGiven({ ...found, missing: [], isOther: false, isAsked: false })
}

/** For the form: what it shows, it reads again. */
export function writeAddressLines(address: OrderAddress): string {
  return addressLines(address).join('\n')
}
