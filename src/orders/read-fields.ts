import { z } from 'zod'
import type { OrderAddress } from '#entities/orders/order.ts'
import { Refusal } from '#src/errors.ts'
import { readAddress } from './read-address-reply.ts'

/** An e-mail typed by hand, lower case. */
export function readEmailField(text: string): string {
  const read = z.email().safeParse(text.trim().toLowerCase())
  if (read.success) return read.data
  const sentence = `'${text.slice(0, 60)}' is no e-mail address.`
  throw new Refusal(sentence, { email: sentence })
}

/** An address typed by hand: read where it can be, else kept line by line as it is. */
export function readAddressField(text: string): OrderAddress {
  const read = readAddress(text)
  if (read) return read
  const [line1 = '', ...rest] = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (!line1 || rest.length === 0) {
    const sentence = 'Write the address on several lines: name, street, town and postcode.'
    throw new Refusal(sentence, { address: sentence })
  }
  return { recipient: null, line1, line2: rest.join(', '), city: null, region: null, postcode: null, country: null }
}

export function writeAddressLines({ recipient, line1, line2, city, region, postcode, country }: OrderAddress): string {
  const town = [city, region, postcode].filter(Boolean).join(' ')
  return [recipient, line1, line2, town, country].filter(Boolean).join('\n')
}
