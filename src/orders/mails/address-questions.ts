import type { CheckedAddress } from '#entities/orders/order.ts'

/** What `{question}` of the mail `ask-again` says: a line of `orders.questions`, and what stands in it. */
export type AddressQuestion = { line: string; values?: Record<string, string> }

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

/** `missing`: parts in plain words; what the customer writes is added to what they wrote before. */
export function missingQuestion(missing: string[], country: string | null = null): AddressQuestion {
  const all = ['street', 'town', 'postcode']
  if (missing.length === 0 || all.every((part) => missing.includes(part))) return { line: 'whole' }
  const names = missing.map((part) => called[country ?? '']?.[part] ?? part)
  const [last = '', ...rest] = names.toReversed()
  const what = rest.length > 0 ? `${rest.toReversed().join(', ')} and ${last}` : last
  return { line: 'missing', values: { what } }
}

export function suggestionQuestion({ formatted }: CheckedAddress): AddressQuestion {
  return { line: 'found', values: { address: formatted ?? '' } }
}

export const twoAddressesQuestion: AddressQuestion = { line: 'two' }
export const doubtfulQuestion: AddressQuestion = { line: 'doubtful' }
