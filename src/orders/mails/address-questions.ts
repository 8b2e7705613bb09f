import type { CheckedAddress } from '#entities/orders/order.ts'

// What `{question}` of the mail `ask-again` says.

/** Parts of an address as people of that country call them. */
const called: Record<string, Record<string, string>> = {
  US: { region: 'state', postcode: 'ZIP code' },
  CA: { region: 'province', postcode: 'postal code' },
  AU: { region: 'state' },
  ...{ IN: { region: 'state', postcode: 'PIN code' }, BR: { region: 'state' }, MX: { region: 'state' } },
  ...{
    CN: { region: 'province' },
    IT: { region: 'province' },
    ES: { region: 'province' },
    JP: { region: 'prefecture' },
  },
}

const ALL_MISSING =
  'thanks! To send your order we need your full postal address: name, street and number, town, postcode, country. ' +
  'Could you write it in one mail?'

/** `missing`: parts in plain words; what the customer writes is added to what they wrote before. */
export function missingQuestion(missing: string[], country: string | null = null): string {
  const all = ['street', 'town', 'postcode']
  if (missing.length === 0 || all.every((part) => missing.includes(part))) {
    return ALL_MISSING
  }
  const names = missing.map((part) => called[country ?? '']?.[part] ?? part)
  const [last = '', ...rest] = names.toReversed()
  const what = rest.length > 0 ? `${rest.toReversed().join(', ')} and ${last}` : last
  return `thanks! To send your order we still need the ${what} of your address. Just write that.`
}

export function suggestionQuestion(address: CheckedAddress): string {
  const found = `thanks! We looked your address up and found: ${address.formatted}.`
  return `${found} Is that right? Answer "yes", or send the address as it should be.`
}

export const twoAddressesQuestion =
  'you gave us two addresses. Which one shall we send your order to? Please write that one once more.'
export const doubtfulQuestion =
  'the post does not seem to know your address. Could you check it and write it once more, whole?'
