import { describe, expect, test } from 'vitest'
import { readAddressReply } from '#src/orders/address/read-address-reply.ts'

const ours = 'Hi there,\n\nplease reply with your postal address.\n\nPebble & Pine\n118 Ledger St, Asheville, NC 28801'
const shop = 'Pebble & Pine<hello@pebble.example>'
const address = 'Jana Vogel\nLindenstraße 12\n14467 Potsdam\nDeutschland'

describe('000-069 layouts of an address', () => {
  test.each([
    [
      'in one line between slashes',
      'Jana Vogel / Lindenstraße 12 / 14467 Potsdam',
      ['Lindenstraße 12', '14467 Potsdam'],
    ],
    [
      'between slashes with a flat',
      'Ada Fox / Flat 2 / 9 Oak Rd / Leeds / LS6 2QT',
      ['Flat 2 / 9 Oak Rd', 'Leeds', 'LS6 2QT'],
    ],
    [
      'between slashes with four digits behind the house',
      'Bram Kok / Herengracht 88 / 1015 BS Amsterdam',
      ['Herengracht 88', '1015 BS Amsterdam'],
    ],
    [
      'in one line between bars',
      'Dora Fielding | Elm Street 5 | 04103 Leipzig | Germany',
      ['Elm Street 5', '04103 Leipzig', 'Germany'],
    ],
    [
      'labelled in one line',
      'Name: Ada Fox, Address: 9 Oak Rd Apt 3, City: Denver, Zip: 80209, Country: USA',
      ['9 Oak Rd Apt 3', 'Denver', '80209', 'USA'],
    ],
    [
      'in small letters with its street cut short',
      'sefa yilmaz\nschulstr. 45\n50667 köln',
      ['schulstr. 45', '50667 köln'],
    ],
    ['in Catalan', 'pau vidal\ncarrer de mallorca 210\n08008 barcelona', ['carrer de mallorca 210', '08008 barcelona']],
    [
      'with the postcode behind the country',
      'Joost Bakker\nDorpsstraat 8a\nUtrecht\nNederland 3511 AB',
      ['Dorpsstraat 8a', 'Utrecht', 'Nederland 3511 AB'],
    ],
    [
      'of India with its state below the postcode',
      'Ravi Sharma\n14 MG Road\nBengaluru 560001\nKarnataka',
      ['14 MG Road', 'Bengaluru 560001', 'Karnataka'],
    ],
  ])('%s: whole, and nothing is left over', async (_, raw, lines) => {
    const read = await readAddressReply(raw)
    expect(read).toMatchObject({ kind: 'address', hasAddress: true, notUnderstood: [] })
    expect(read.address?.lines.filter((line) => !/yilmaz|vidal/.test(line))).toEqual(lines)
  })

  test.each([
    ['c/o Yay Studio', 'Ann Lee\nc/o Yay Studio\n9 Oak Avenue', 'Ann Lee', ['c/o Yay Studio', '9 Oak Avenue']],
    ['c/o Please Studio', 'Ann Lee\nc/o Please Studio\n9 Oak Avenue', 'Ann Lee', ['c/o Please Studio', '9 Oak Avenue']],
    ['Yay Lee', 'Yay Lee\n9 Oak Avenue', 'Yay Lee', ['9 Oak Avenue']],
    ['Xoxo Lee', 'Xoxo Lee\n9 Oak Avenue', 'Xoxo Lee', ['9 Oak Avenue']],
    ['Receiving', 'Ann Lee\nReceiving\n12 Elm Road', 'Ann Lee', ['Receiving', '12 Elm Road']],
    ['Office', 'Ann Lee\nOffice\n12 Elm Road', 'Ann Lee', ['Office', '12 Elm Road']],
    ['Attn: Receiving', 'Attn: Receiving\n12 Elm Road', 'Receiving', ['12 Elm Road']],
  ])('%s is a part of the address above York', async (_, top, recipient, lines) => {
    const read = await readAddressReply(`${top}\nYork\nYO1 7HH`)
    expect(read).toMatchObject({ kind: 'address', notUnderstood: [] })
    expect(read.address).toMatchObject({ recipient, lines: [...lines, 'York', 'YO1 7HH'] })
  })

  test.each([
    ['12 Elm Road\nCool\nCA 95614', ['12 Elm Road', 'Cool', 'CA 95614']],
    ['5 rue Cap, Nice, 06000, France', ['5 rue Cap, Nice, 06000, France']],
  ])('a town that is called by a common word: %j', async (raw, lines) => {
    const read = await readAddressReply(`Ann Lee\n${raw}`)
    expect(read.address).toMatchObject({ recipient: 'Ann Lee', lines })
  })

  test.each([
    ['Ann Lee\nOk\n\n9 Oak Avenue', 'above an empty line'],
    ['Ann Lee\nAddress\n9 Oak Avenue', 'that is a label'],
    ['Ann Lee\nalso\n9 Oak Avenue', 'in small letters'],
    ['Ann Lee. Great. 9 Oak Avenue', 'between sentences'],
  ])('%j holds a common word %s: it is no part of it', async (top) => {
    const { address: read } = await readAddressReply(`${top}\nYork\nYO1 7HH`)
    expect(read?.lines.join()).toBe('9 Oak Avenue,York,YO1 7HH')
    expect(read?.recipient).not.toBe('Ok')
  })

  test('a common word between the address and who signs is no part of it', async () => {
    const read = await readAddressReply('9 Oak Avenue\nYork YO1 7HH\nBest\nAnn Lee')
    expect(read).toMatchObject({ kind: 'address', notUnderstood: [] })
    expect(read.address?.lines).toEqual(['9 Oak Avenue', 'York YO1 7HH'])
    expect((await readAddressReply('9 Oak Avenue\nBest\nAnn')).address?.lines).not.toContain('Best')
  })

  test('a state does not follow where the postcode already tells the country', async () => {
    const read = await readAddressReply('Ada Fox\n9 Oak Rd\nLeeds\nLS6 2QT\nVirginia')
    expect(read.address?.lines).toEqual(['9 Oak Rd', 'Leeds', 'LS6 2QT'])
  })

  test('two numbers beside a slash are one house', async () => {
    const read = await readAddressReply('Ruby Shaw\nUnit 4 / 19 Wattle Grove Rd\nFremantle WA 6160')
    expect(read.address?.lines).toEqual(['Unit 4 / 19 Wattle Grove Rd', 'Fremantle WA 6160'])
  })

  test('a name, a town and its country are a part of an address', async () => {
    expect(await readAddressReply('Harold Finch\nSpringfield, USA')).toMatchObject({
      kind: 'partial',
      address: { missing: ['street', 'postcode'] },
    })
  })
})

describe('000-072 what stands around an address', () => {
  test.each([
    ['Address as requested', 'I hope this helps'],
    ['Dear team,', 'Let me know if you need anything else.'],
    ['Hi there, thanks so much for getting back to me!', 'Many thanks in advance'],
    ['You can send it to:', 'xoxo'],
    ['Ok cool', 'Yay, looking forward to receiving it'],
    ['Anbei meine Adresse:', 'Ich freue mich'],
    ['Te paso mi dirección:', 'Quedo atenta'],
    ['Voici mes coordonnées :', 'Merci'],
    ['Hierbij mijn adres:', 'Groeten'],
  ])('%j and %j ask nothing', async (before, after) => {
    const read = await readAddressReply(`${before}\n\n${address}\n\n${after}`)
    expect(read).toMatchObject({ kind: 'address', notUnderstood: [], address: { recipient: 'Jana Vogel' } })
  })

  test('an older mail that begins in the line of its introduction is cut, its own address with it', async () => {
    const intro = `  On Sun, Nov 22, 2026 at 9:14 AM, ${shop} wrote:   `
    const read = await readAddressReply(`${address}\n\nSent from Yahoo Mail on Android\n\n${intro}${ours}`)
    expect(read).toMatchObject({ kind: 'address', replyText: address, address: { country: 'DE' } })
  })

  test('the footer of a program is no town', async () => {
    const read = await readAddressReply('00100 Nairobi\n\nSent from Yahoo Mail on Android')
    expect(read).toMatchObject({ kind: 'partial', replyText: '00100 Nairobi' })
  })

  const head =
    'From: Pebble & Pine <hello@pebble.example>\nSubject: Your order\nDate: 22 November 2026 at 09:14\nTo: c@example.com'
  const forward = `\n\nBegin forwarded message:\n\n${head}\n\n${ours}`

  const above = 'Ann Lee\n9 Oak Avenue\nYork\nYO1 7HH\nUK'
  const own =
    '---------- Forwarded message ---------\nFrom: Ann Lee <ann@example.com>\nDate: Mon, Nov 30, 2026 at 9:14 AM'
  const withOwn = (top: string, words: string) =>
    readAddressReply(
      `${top}\n\n${own}\nSubject: my place\nTo: Bob <bob@example.com>\n\n${words}`,
      'hello@pebble.example',
    )

  test.each([
    ['From: Pebble & Pine <hello@pebble.example>', 'as we write it'],
    ['From: Hello@Pebble.example', 'bare'],
    ['*From:* "Pebble & Pine" [mailto:hello@pebble.example]', 'by another program'],
  ])('a mail of ours below a whole address is not read: %j, %s', async (from) => {
    const [, ...others] = head.split('\n')
    const mail = `${address}\n\nBegin forwarded message:\n\n${[from, ...others].join('\n')}\n\n${ours}`
    const read = await readAddressReply(mail, 'hello@pebble.example')
    expect(read).toMatchObject({ kind: 'address', replyText: address, isQuoted: false, notUnderstood: [] })
  })

  test.each([null, 'shop@else.example', 'c@example.com'])(
    'one that is not known as ours (%s) is read',
    async (mailbox) => {
      expect((await readAddressReply(address + forward, mailbox)).kind).toBe('two_addresses')
    },
  )

  test('an old address above a mail with the new one: two addresses', async () => {
    const read = await withOwn(`I moved from\n${above}\nto the one below`, 'Ann Lee\n12 Elm Road\nLeeds\nLS6 2QT\nUK')
    expect(read).toMatchObject({ kind: 'two_addresses', address: null })
    expect(read.addresses.map(({ lines }) => lines[0])).toEqual(['9 Oak Avenue', '12 Elm Road'])
  })

  test('what they wrote in the mail they pass on is read, and shown to a person', async () => {
    const cancels = await withOwn(above, 'Please cancel the black one and send green instead.')
    expect(cancels).toMatchObject({ kind: 'cancel', address: { recipient: 'Ann Lee' } })
    const asks = await withOwn(above, 'Could it be the green one, and wrapped?')
    expect(asks).toMatchObject({ kind: 'address', address: { recipient: 'Ann Lee' } })
    expect(asks.notUnderstood.join()).toContain('green one')
    expect(asks.replyText).toContain('green one')
  })

  test('a mail they pass on that only thanks asks nothing', async () => {
    expect(await withOwn(above, 'Thanks a lot!')).toMatchObject({ kind: 'address', notUnderstood: [] })
  })

  test('where only the mail that is forwarded holds one, a person looks', async () => {
    expect(await readAddressReply(`Thanks!${forward}`)).toMatchObject({ hasAddress: true, isQuoted: true })
  })
})
