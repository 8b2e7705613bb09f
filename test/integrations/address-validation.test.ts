import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type AddressValidation,
  createAddressValidation,
  type PostalAddress,
} from '#src/integrations/google/address-validation.ts'
import { readVerdict } from '#src/integrations/google/read-verdict.ts'
import type { GoogleStandIn } from '#src/world/google/google.ts'
import { openGoogle } from '#test/integrations/google.ts'

let google: GoogleStandIn
let maps: AddressValidation

beforeAll(async () => {
  google = (await openGoogle()).google
  maps = createAddressValidation({ apiKey: 'maps', apiRoot: google.url })
})

beforeEach(() => {
  google.fault = null
})

afterAll(() => google.close())

/** Everything in one line, as a customer writes it. */
function written(line: string, country = 'US'): PostalAddress {
  return { lines: [line], city: '', region: '', postcode: '', country }
}

test('000-071: a complete address in one line is accepted', async () => {
  const verdict = await maps.validate(written('1420 Alderwick Lane, Springfield IL 62704'))
  expect(verdict).toMatchObject({ outcome: 'accepted', changed: [] })
})

test('000-072: an accepted address comes back as the post writes it, in parts and with its place', async () => {
  const verdict = await maps.validate(written('1420 alderwick lane apt 4B, Springfield IL 62704'))
  expect(verdict).toMatchObject({
    formatted: '1420 alderwick Ln Apt 4B, Springfield, IL 62704, USA',
    components: {
      lines: ['1420 alderwick Ln Apt 4B'],
      city: 'Springfield',
      region: 'IL',
      postcode: '62704',
      country: 'US',
    },
    location: { lat: expect.closeTo(39.77, 1), lng: expect.closeTo(-89.68, 1) },
    responseId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
})

test('the same address cut into fields gives the same verdict', async () => {
  const verdict = await maps.validate({
    lines: ['1420 Alderwick Lane'],
    city: 'Springfield',
    region: 'IL',
    postcode: '62704',
    country: 'US',
  })
  expect(verdict).toMatchObject({ outcome: 'accepted', formatted: '1420 Alderwick Ln, Springfield, IL 62704, USA' })
})

test.each([
  ['without a house number', 'Alderwick Lane, Springfield IL 62704', 'The house number is missing.'],
  [
    'with a postcode that does not exist',
    '1420 Alderwick Lane, Faketon 00000',
    'The postcode 00000 could not be confirmed.',
  ],
  ['without a postcode in a city nobody knows', '1420 Alderwick Lane, Faketon IL', 'The postcode is missing.'],
  ['that is only a city', 'Springfield IL 62704', 'The street is missing.'],
])('an address %s has to be mended', async (_, line, said) => {
  const verdict = await maps.validate(written(line))
  expect(verdict.outcome).toBe('fix')
  expect(verdict.changed).toContain(said)
})

test.each([
  ['without the flat in a tower', '500 Harbour Towers, Chicago IL 60614', 'The flat or unit number is missing.'],
  ['with a city spelled wrong', '1420 Alderwick Lane, Springfeild IL 62704', 'The city is spelled Springfield.'],
  ['with another state than its postcode', '12 Pine St, Seattle WA 62704', 'The postcode was changed to 98101.'],
  ['without its postcode', '1420 Alderwick Lane, Springfield IL', 'The postcode 62704 was added.'],
  [
    'at a house that cannot be found',
    '99999 Pine St, Seattle WA 98101',
    'The house number 99999 could not be confirmed.',
  ],
  ['with more than an address', 'Blue gate, 12 Pine St, Seattle WA 98101', 'Not understood: Blue gate.'],
])('an address %s is shown to a person', async (_, line, said) => {
  const verdict = await maps.validate(written(line))
  expect(verdict.outcome).toBe('confirm')
  expect(verdict.changed).toContain(said)
})

test.each([
  ['CA', '290 Bremner Blvd, Toronto ON M5V 3L9', '290 Bremner Blvd, Toronto, ON M5V 3L9, Canada'],
  ['GB', '76 Buckingham Palace Road, London SW1W 9TQ', '76 Buckingham Palace Road, London SW1W 9TQ, UK'],
  ['DE', 'Invalidenstraße 44, 10115 Berlin, Deutschland', 'Invalidenstraße 44, 10115 Berlin, Germany'],
])('%s is written as its own post does', async (country, line, formatted) => {
  expect(await maps.validate(written(line, country))).toMatchObject({ outcome: 'accepted', formatted })
})

test('a country that Google does not check is told apart from a wrong address', async () => {
  const verdict = await maps.validate(written('Kimathi Street 12, Nairobi', 'KE'))
  expect(verdict).toEqual({
    outcome: 'unsupported',
    formatted: 'Kimathi Street 12, Nairobi, KE',
    components: written('Kimathi Street 12, Nairobi', 'KE'),
    location: null,
    changed: ['Google does not check addresses in KE.'],
    missing: [],
    responseId: '',
  })
})

test('a whole letter instead of an address is not sent to Google', async () => {
  google.fault = { kind: 'down' }
  const verdict = await maps.validate(written('please '.repeat(60)))
  expect(verdict).toMatchObject({ outcome: 'fix', changed: ['It is longer than the 280 characters Google can check.'] })
})

test('Google is busy or down: later', async () => {
  google.fault = { kind: 'rate-limited', retryAfterS: 5 }
  await expect(maps.validate(written('x 1'))).rejects.toMatchObject({ retry: 'later', retryAfterS: 5 })
  google.fault = { kind: 'down' }
  await expect(maps.validate(written('x 1'))).rejects.toMatchObject({ retry: 'later', status: null })
})

test('a wrong key is not tried again', async () => {
  const stranger = createAddressValidation({ apiKey: 'wrong', apiRoot: google.url })
  await expect(stranger.validate(written('x 1'))).rejects.toMatchObject({ retry: 'never', code: 'API_KEY_INVALID' })
})

/** The signals of Google's examples, as they were before it gave advice. */
test.each([
  ['accepted', { validationGranularity: 'PREMISE', addressComplete: true }, {}],
  [
    'accepted',
    { validationGranularity: 'PREMISE', addressComplete: true, hasInferredComponents: true },
    { inferred: 'postal_code_suffix' },
  ],
  [
    'confirm',
    { validationGranularity: 'PREMISE', addressComplete: true, hasInferredComponents: true },
    { inferred: 'postal_code' },
  ],
  ['confirm', { validationGranularity: 'PREMISE', addressComplete: true, hasReplacedComponents: true }, {}],
  ['confirm', { validationGranularity: 'ROUTE', addressComplete: true, hasUnconfirmedComponents: true }, {}],
  ['confirm', { validationGranularity: 'PREMISE' }, { missing: ['subpremise'] }],
  ['fix', { validationGranularity: 'PREMISE' }, { missing: ['postal_code'] }],
  ['fix', { validationGranularity: 'OTHER', addressComplete: true }, {}],
] as const)('without advice, %s is read from %j %j', (outcome, verdict, { inferred, missing }: any) => {
  const address = {
    addressComponents: inferred ? [{ componentType: inferred, inferred: true, confirmationLevel: 'CONFIRMED' }] : [],
    missingComponentTypes: missing ?? [],
  }
  expect(readVerdict({ result: { verdict, address } }).outcome).toBe(outcome)
})

test('what a customer wrote, unsplit: the missing part is named, the country found in the lines', async () => {
  expect(await maps.validate(written('1420 Alderwick Lane'))).toMatchObject({
    outcome: 'fix',
    missing: ['city', 'postcode'],
  })
  const lines = ['Holunderweg 12', '10115 Berlin', 'Deutschland']
  expect(await maps.validate({ ...written(''), lines, country: '' })).toMatchObject({
    outcome: 'accepted',
    components: { city: 'Berlin', postcode: '10115', country: 'DE' },
  })
})
