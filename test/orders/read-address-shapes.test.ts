import { expect, test } from 'vitest'
import { readAddressReply } from '#src/orders/address/read-address-reply.ts'

const quote = `

On Tue, Mar 3, 2026 at 9:14 AM Bead & Branch <orders@beadandbranch.example> wrote:

> Please reply with your full shipping address.
> Bead & Branch, 212 Millrace Street, Suite 4, Portland, OR 97205
`

test.each([
  [
    'the number of a flat is no postcode',
    'Linnea Sj\u00f6gren\nVasagatan 3 C lgh 1202\n753 13 UPPSALA\nSverige',
    '753 13 UPPSALA',
  ],
  [
    'nor above a postcode further down',
    'Rua das Flores, 210 - ap 1103\nCentro\nRio de Janeiro - RJ\n22240-003\nBrasil',
    '22240-003',
  ],
  ['a point of the compass stays', 'Magnolia Reyes\n845 Calle 31 SO\nSan Juan, PR 00921', '845 Calle 31 SO'],
  ['a state is no floor', '3309 w palmetto ave unit 12, tampa fl 33611', '3309 w palmetto ave unit 12, tampa fl 33611'],
])('000-069 %s', async (_, body, line) => {
  const { kind, address } = await readAddressReply(body + quote)
  expect(kind).toBe('address')
  expect(address?.lines).toContain(line)
})

test.each([
  ['only in the signature', 'Here you go!\n\n--\nCornelius Vane\n77 Belvedere Ter, Saratoga Springs, NY 12866', false],
  ['with the town first', 'Kata Horváth\n1074 Budapest\nDohány utca 33\nHungary', true],
  ['without a street in the country', 'Siobhan Keane\nBallyknock\nCarrigaline\nP43 X627\nIreland', true],
  ['of a unit of a works in Britain', 'Sinead Roe\nUnit 5, Calder Works\nWakefield WF1 5PN', true],
  ['with a house of four numbers', 'Mio Saeki\n4-18-7-302 Shimokitazawa\nSetagaya-ku, Tokyo 155-0033\nJapan', true],
  [
    'with the postcode of a block in Argentina',
    'Envíenlo a nombre de Graciela Funes, Av. Rivadavia 4810 piso 6, C1424CEK, Buenos Aires, Argentina. ¡Mil gracias!',
    true,
  ],
  ['of a city state', 'Tan Wei Ling\nBlk 214 Toa Payoh Lor 8 #06-118\nSingapore 310214', true],
  ['in the country in Ireland without a postcode', 'Nuala Breen, Strand Road, Ardmore, Co Waterford, Ireland', true],
  ['of a hamlet in France', 'Maël Guillou, lieu-dit Kerbras, 29770 Plogoff, France', true],
  ['on one line in France', 'Inès Carlier\n41 rue Pasteur 59800 Lille', true],
  ['with its number before a comma', 'Zoé Hamel\n1187, rue Fabre, app. 2\nMontréal (Québec) H2J 3W4', true],
  ['with a Dutch postcode in small letters', 'Bram Kok\nHerengracht 88\n1015bs Amsterdam', true],
  ['with the state behind its postcode', 'Ruby Shaw, 9 Quandong Lane, Braidwood 2622 NSW', true],
  ['of a village in India', 'Vill. Barkheda, P.O. Sanchi, Dist. Raisen, MP - 464661\nSunil Yadav', true],
  ['in India, at a cross', 'Arun Rao\nFlat 9, Lotus Court\n3rd Cross, Jayanagar\nMysuru 570014\nIndia', true],
  ['of a flat on a Swedish path', 'Ebba Lund\nTallstigen 7 lgh 1203\n754 21 Uppsala\nSweden', true],
  ['all quoted', '> 41 Aspen Row, Provo UT 84601\n> Cleo Hanks', false],
])('000-073 an address %s is whole; a person looks where nobody says that it is meant', async (_, raw, isSure) => {
  const { kind, hasAddress, notUnderstood } = await readAddressReply(raw)
  expect([kind, hasAddress, notUnderstood.length === 0]).toEqual(['address', true, isSure])
})

test('000-069 a postcode of a form that one country alone has names the country', async () => {
  const { address } = await readAddressReply('Graciela Funes\nAv. Rivadavia 4810\nC1424CEK Buenos Aires')
  expect(address).toMatchObject({ country: 'AR', missing: [] })
})

test.each([
  ['Willem Bos\n’t Hoog 7\n4331 LD Middelburg', '’t Hoog 7'],
  ["Willem Bos\n't Hoog 7\n4331 LD Middelburg", "'t Hoog 7"],
  ['Asha Nair\nNo. 27/1, 2nd Main\nBengaluru - 560038', 'No. 27/1, 2nd Main'],
  ['Zoé Hamel\n1187, rue Fabre\nMontréal (Québec) H2J 3W4', 'Montréal (Québec) H2J 3W4'],
  ['Zoé Hamel\n1187, rue Fabre\nMontréal (Québec)\nH2J 3W4', 'Montréal (Québec)'],
  ['Plot 27, Bukoto Street, Kampala (Uganda). Ronald Okello', 'Plot 27, Bukoto Street, Kampala (Uganda)'],
])('000-069 of an address nothing is cut off: %j', async (raw, line) => {
  expect((await readAddressReply(raw)).address?.lines).toContain(line)
})

test.each([
  ['Springfield, Alderwick Lane', null, 'Springfield, Alderwick Lane', ['postcode']],
  ['I live in Columbus, 12 Oak Street', null, 'Columbus, 12 Oak Street', ['postcode']],
  ['Springfield, 12 Alderwick Lane, 62704', null, 'Springfield, 12 Alderwick Lane, 62704', []],
  ['Dora Fielding, 12 Oak Street', 'Dora Fielding', '12 Oak Street', ['town', 'postcode']],
  ['Dora, 12 Oak Street, Columbus', 'Dora', '12 Oak Street, Columbus', ['postcode']],
])('nobody is asked for the town that stands before the street: %j', async (raw, recipient, line, missing) => {
  expect((await readAddressReply(raw)).address).toMatchObject({ recipient, lines: [line], missing })
})
