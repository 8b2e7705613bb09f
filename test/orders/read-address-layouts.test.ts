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
      ['Lindenstraße 12 / 14467 Potsdam'],
    ],
    [
      'between slashes with a flat',
      'Ada Fox / Flat 2 / 9 Oak Rd / Leeds / LS6 2QT',
      ['Flat 2 / 9 Oak Rd / Leeds / LS6 2QT'],
    ],
    [
      'between slashes with four digits behind the house',
      'Bram Kok / Herengracht 88 / 1015 BS Amsterdam',
      ['Herengracht 88 / 1015 BS Amsterdam'],
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

  test('a whole address above a mail that is forwarded is the one that is meant', async () => {
    const read = await readAddressReply(address + forward)
    expect(read).toMatchObject({ kind: 'address', replyText: address, isQuoted: false, notUnderstood: [] })
  })

  test('where only the mail that is forwarded holds one, a person looks', async () => {
    expect(await readAddressReply(`Thanks!${forward}`)).toMatchObject({ hasAddress: true, isQuoted: true })
  })
})
