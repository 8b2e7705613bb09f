import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { findAddresses } from '#src/orders/address/find-addresses.ts'

// Lies beside the checkout where the project is developed; never part of it.
const publicAddresses = fileURLToPath(new URL('../../../shared/data/public/addresses.json', import.meta.url))

const bare = (text: unknown) =>
  String(text ?? '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
const only = (text: string) => {
  const { addresses } = findAddresses(text)
  expect(addresses).toHaveLength(1)
  return addresses[0]
}

describe('000-071 000-072 the lines of an address, unsplit, and the country they are in', () => {
  test.each([
    ['Ada Fox\n5 Elm St Apt 6\nDenver, Colorado 80203', 'Ada Fox', ['5 Elm St', 'Denver', '80203'], 'US'],
    ['please send to: tom reed, 12 mill rd, hudson ny 12534', 'tom reed', ['12 mill rd', 'hudson', '12534'], 'US'],
    ['Jane Roe 5 Elm St Denver CO 80203', 'Jane Roe', ['5 Elm St', 'Denver', '80203'], 'US'],
    ['Jane Roe\n5 Elm St.\nSt. Louis, MO 63101', 'Jane Roe', ['5 Elm St.', 'St. Louis', '63101'], 'US'],
    [
      'Jane Roe\n350 Fifth Ave, 21st Floor\nNew York, NY 10118',
      'Jane Roe',
      ['350 Fifth Ave', 'New York', '10118'],
      'US',
    ],
    [
      'Jane Roe\nAcme Labs, Inc.\n4500 Research Pkwy\nWashington, D.C. 20500',
      'Jane Roe',
      ['4500 Research Pkwy', 'Washington', '20500'],
      'US',
    ],
    [
      'Name: Jo Park\nStreet: 5 Elm St\nApt: 9\nCity: Reno\nState: NV\nZip: 89501',
      'Jo Park',
      ['5 Elm St', 'Reno', '89501'],
      'US',
    ],
    [
      'My name is Jo Park and my address is 88 Fir Ave, Portland, ME 04101.',
      'Jo Park',
      ['88 Fir Ave', 'Portland', '04101'],
      'US',
    ],
    ['5 Elm St\nDenver, CO 80203\n\nBest,\nJane Roe', 'Jane Roe', ['5 Elm St', 'Denver', '80203'], 'US'],
    ['Jane Roe\nc/o Bob Ray\n5 Elm St\nDenver, CO 80203', 'Jane Roe', ['5 Elm St', 'Denver', '80203'], 'US'],
    [
      'Jane Smith\nFlat 4\n12 High Street\nNorwich\nNorfolk\nNR1 1AA',
      'Jane Smith',
      ['12 High Street', 'Norwich', 'NR1 1AA'],
      'GB',
    ],
    [
      'Mary Pell\n14 Main Street\nSwords\nCo. Dublin\nK67 X2Y3',
      'Mary Pell',
      ['14 Main Street', 'Swords', 'K67 X2Y3'],
      'IE',
    ],
    [
      'Sophie Roy\n1234 rue Saint-Denis, app. 3\nMontréal QC H2X 3K8',
      'Sophie Roy',
      ['1234 rue Saint-Denis', 'Montréal', 'H2X 3K8'],
      'CA',
    ],
    ['Gus Lee\nUnit 4/19 Jacaranda St\nFremantle WA 6160', 'Gus Lee', ['19 Jacaranda St', 'Fremantle', '6160'], 'AU'],
    ['Klaus Meier\nHauptstraße 5\n80331 München', 'Klaus Meier', ['Hauptstraße 5', 'München', '80331'], 'DE'],
    ['Jean Dupont, 5 rue de la Paix, 75002 Paris', 'Jean Dupont', ['5 rue de la Paix', 'Paris', '75002'], 'FR'],
    ['Ana Ruiz\nCalle Mayor 14, 2º A\n28013 Madrid', 'Ana Ruiz', ['Calle Mayor 14', 'Madrid', '28013'], 'ES'],
    ['Mario Rossi\nVia Roma 10\n00184 Roma (RM)', 'Mario Rossi', ['Via Roma 10', 'Roma', '00184'], 'IT'],
    [
      'Maria Souza\nAv. Paulista, 1578 - Bela Vista\nSão Paulo - SP, 01310-200',
      'Maria Souza',
      ['Av. Paulista, 1578', 'São Paulo', '01310-200'],
      'BR',
    ],
    [
      'Anna Smit\nKeizersgracht 123\n1015 CJ Amsterdam',
      'Anna Smit',
      ['Keizersgracht 123', 'Amsterdam', '1015 CJ'],
      'NL',
    ],
    [
      'Wanjiku Mwangi\nP.O. Box 1234-00200\nNairobi',
      'Wanjiku Mwangi',
      ['P.O. Box 1234-00200', 'Nairobi', '00200'],
      'KE',
    ],
    ['Sarah Nakato\nPlot 14 Kampala Road\nKampala\nUganda', 'Sarah Nakato', ['Plot 14 Kampala Road', 'Kampala'], 'UG'],
    [
      'Ravi Kumar\n45 MG Road\nBengaluru 560001\nKarnataka\nIndia',
      'Ravi Kumar',
      ['45 MG Road', 'Bengaluru', '560001'],
      'IN',
    ],
    ['ليان ياسمين\n15 شارع اللوتس\nالقاهرة 11511\nمصر', 'ليان ياسمين', ['15 شارع اللوتس', 'القاهرة', '11511'], 'EG'],
    [
      '架空花子\n〒604-0000\n京都府京都市中京区架空町1-2-3 梅ハイツ201',
      '架空花子',
      ['中京区架空町1-2-3', '京都市', '604-0000'],
      'JP',
    ],
  ])('%j', (text, recipient, parts, country) => {
    const found = only(text)
    expect(found).toMatchObject({ recipient, country, missing: [] })
    for (const part of parts) expect(bare(found?.lines.join(' '))).toContain(bare(part))
    for (const line of found?.lines ?? []) expect(text).toContain(line)
  })

  test('words around an address are no part of its lines', () => {
    expect(only('Here is my address 550 Bellflower Dr, Boise, ID, 83702. Do you need a phone number?')?.lines).toEqual([
      '550 Bellflower Dr, Boise, ID, 83702',
    ])
    expect(only('Sure, it is 12 Cobbler Row, Madison, WI 53703. Dora Fielding')).toMatchObject({
      lines: ['12 Cobbler Row, Madison, WI 53703'],
    })
    expect(only('5 Elm St\nDenver, CO 80203\nTel 0712 345 678')?.lines).toEqual(['5 Elm St', 'Denver, CO 80203'])
  })

  test.each([
    ['I live in Springfield, 12 Alderwick Lane, IL 62704', 'Springfield, 12 Alderwick Lane, IL 62704'],
    ['Now staying at Springfield, 12 Alderwick Lane, IL 62704', null],
    ['Stoke on Trent, 12 Alderwick Lane, ST1 4AB', 'Stoke on Trent, 12 Alderwick Lane, ST1 4AB'],
  ])('words of a sentence are nobody to write to: %j', (text, line) => {
    const found = only(text)
    expect(found?.recipient).toBeNull()
    if (line) expect(found?.lines).toEqual([line])
  })

  test.each(['Can you make it 3 instead of 2? ', 'make it 3 please. ', 'oh and can I have 3? it is '])(
    'the numbers of a wish are no house: %j',
    (wish) => {
      expect(only(`${wish}1420 Alderwick Lane, Springfield IL 62704`)?.lines).toEqual([
        '1420 Alderwick Lane, Springfield IL 62704',
      ])
    },
  )

  test('a name keeps its small words', () => {
    expect(only('Maria de la Cruz, 12 Alderwick Lane, Springfield, IL 62704')?.recipient).toBe('Maria de la Cruz')
    expect(only('I am van Dijk, 12 Alderwick Lane, Springfield, IL 62704')?.recipient).toBe('van Dijk')
  })

  test.each(['Thanks!', 'I ordered 2 red ones 3 days ago', 'How much is it?', '', '   ', '0712 345 678'])(
    '%j holds no address',
    (text) => {
      expect(findAddresses(text).addresses).toEqual([])
    },
  )

  test('what a country needs decides what is missing', () => {
    const missing = (text: string) => findAddresses(text).addresses[0]?.missing
    expect(missing('5 Elm St\nDenver, CO')).toEqual(['postcode'])
    expect(missing('Plot 14 Kampala Road\nKampala\nUganda')).toEqual([])
    expect(missing('Hauptstraße 5\nDeutschland')).toEqual(['town', 'postcode'])
  })
})

test.each([
  ['Mrs. Ada Fox\n5 Elm St\nReno, NV 89501', 'Mrs. Ada Fox', 'US'],
  ['para la entrega:\nSol Vega\nCalle Nogal 8\n50004 Zaragoza\nEspaña', 'Sol Vega', 'ES'],
  ['New house:\nAda Fox\n5 Elm St\nReno, NV 89501', 'Ada Fox', 'US'],
  ['Rechnung bitte an: Ada Fuchs, Gartenweg 3, 90552 Röthenbach', 'Ada Fuchs', 'DE'],
  ['Moien\n\nAda Fuchs\nGartenweg 3\n90552 Röthenbach', 'Ada Fuchs', 'DE'],
  ['Plot 27, Bukoto Street, Kampala (Uganda). Ronald Okello', 'Ronald Okello', 'UG'],
  ['2-14-5 Hinoki-cho, Meguro-ku, Tokyo 153-0099, Japan. Emi Tachikawa', 'Emi Tachikawa', 'JP'],
  ['Ada Fox\n402-1180 Fir Way\nVictoria BC V8V 2P4\nCanada', 'Ada Fox', 'CA'],
])('000-072 of "%s" whom the parcel is for is %s, without what leads to the name', (text, recipient, country) => {
  const found = only(text)
  expect(found).toMatchObject({ recipient, country, missing: [] })
  expect(found?.lines.join(' ')).not.toMatch(/entrega|house|bitte|Moien|Okello|Emi/)
})

describe.skipIf(!existsSync(publicAddresses))('SKIPPED WITHOUT THE PUBLIC DATA: addresses of public suites', () => {
  type Case = { source: string; input: string; expected: Record<string, string> }
  const cases: Case[] = existsSync(publicAddresses) ? JSON.parse(readFileSync(publicAddresses, 'utf8')).cases : []

  test.each([
    ['usaddress', ['AddressNumber', 'StreetName', 'PlaceName', 'ZipCode'], 0.98],
    ['libpostal', ['house_number', 'road', 'city', 'postcode'], 0.95],
  ])('the lines kept of %s hold house, street, town and postcode', (source, parts, least) => {
    const whole = cases.filter((one) => one.source === source && parts.filter((part) => one.expected[part]).length > 2)
    const kept = whole.filter(({ input, expected }) => {
      const lines = bare(
        findAddresses(input)
          .addresses.flatMap((one) => [one.recipient, ...one.lines])
          .join(' '),
      )
      return parts.every((part) => lines.includes(bare(expected[part])))
    })
    expect(kept.length / whole.length).toBeGreaterThanOrEqual(least)
  })
})
