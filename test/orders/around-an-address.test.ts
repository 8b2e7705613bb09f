import { describe, expect, test } from 'vitest'
import { readAddressReply } from '#src/orders/address/read-address-reply.ts'

const quote = `

On Tue, Mar 3, 2026 at 9:14 AM Bead & Branch <orders@beadandbranch.example> wrote:

> Please reply with your full shipping address.
> Bead & Branch, 212 Millrace Street, Suite 4, Portland, OR 97205
`

describe('whom a parcel is for, and what stands around an address', () => {
  test.each([
    [
      'a card of a firm below the name of the writer is its own',
      'Send it to Ada Fox, 9 Oak Rd, Denver, CO 80209',
      'Best,\nAda\n\nAda Fox | Sales\n77 Mill Rd, Reno, NV 89501 | T 775 555 0149',
    ],
    ['a list of addresses has numbers that are no part of them', '1) Ada Fox, 9 Oak Rd, Denver, CO 80209', ''],
    ['a name stands in one piece with its street', 'ada fox 9 oak rd, Denver, CO 80209', ''],
    ['or leads to it', 'Send it to Ada Fox at 9 Oak Rd, Denver, CO 80209', ''],
    ['a day is no house', 'We moved on the 1st. New address:\n\nAda Fox\n9 Oak Rd\nDenver, CO 80209', ''],
    ['a number set right is no house', "It's 9 not 19!\n\nAda Fox\n9 Oak Rd\nDenver, CO 80209", ''],
    ['a form may have dashes', 'Name - Ada Fox\nStreet - 9 Oak Rd\nCity - Denver, CO\nZip - 80209', ''],
    ['a greeting may lead to the own name', "Hello, it's Ada Fox, 9 Oak Rd, Denver, CO 80209", ''],
    ['what leads to a name in another line is no place', "I'm at\n\nAda Fox\n9 Oak Rd\nDenver, CO 80209", ''],
    ['a label may stand before the whole', 'Delivery: Ada Fox, 9 Oak Rd, Denver, CO 80209', ''],
    ['a question before it is over', 'Do you ship to Packstation?\n\nAda Fox\n9 Oak Rd\nDenver, CO 80209', ''],
  ])('000-072 %s', async (_, body, below) => {
    const { kind, address, replyText } = await readAddressReply(`${body}\n\n${below}${quote}`)
    expect(kind).toBe('address')
    expect(address?.recipient).toMatch(/^ada fox$/i)
    expect(address?.lines.join(', ')).toMatch(/^9 Oak Rd, Denver, CO,? 80209$/i)
    expect(replyText).not.toMatch(/77 Mill/)
  })

  test('000-072 the headers of a mail that is forwarded are no part of the address', async () => {
    const head =
      'From: Ada <ada@example.com>\nDate: Tue, Mar 3, 2026 at 9:14 AM\nSubject: Re: to?\nTo: Bo <b@example.com>'
    const forward = '---------- Forwarded message ---------'
    const read = await readAddressReply(`see below\n\n${forward}\n${head}\n\nAda Fox\n9 Oak Rd\nDenver, CO 80209`)
    expect(read.replyText).toBe('see below\n\nAda Fox\n9 Oak Rd\nDenver, CO 80209')
    expect(read.address).toMatchObject({ recipient: 'Ada Fox', lines: ['9 Oak Rd', 'Denver, CO 80209'] })
  })

  test('000-069 of two addresses the one that is not whole is shown to a person', async () => {
    const read = await readAddressReply('Ada Fox\n9 Oak Rd\nDenver, CO 80209\n\n\n\nBo Fox\n77 Mill Rd')
    expect(read).toMatchObject({ kind: 'address', address: { recipient: 'Ada Fox' } })
    expect(read.notUnderstood).toContain('77 Mill Rd')
  })

  test('000-069 a form above the headers of an older mail stays whole', async () => {
    const form =
      '<table><tr><td>Name</td><td>Ada Fox</td></tr><tr><td>Address</td><td>2 Mill Road</td></tr><tr><td>Town</td><td>Hexham</td></tr><tr><td>Postcode</td><td>NE46 9ZZ</td></tr><tr><td>Country</td><td>England</td></tr></table>'
    const older =
      '<div id="divRplyFwdMsg"><b>From:</b> Shop &lt;a@shop.example&gt;<br><b>Sent:</b> 05 January 2027 16:47<br><b>To:</b> Ada</div><div>Where to?</div>'
    const { kind, address } = await readAddressReply(`<html><body>${form}<hr>${older}</body></html>`)
    expect({ kind, address }).toMatchObject({ kind: 'address', address: { recipient: 'Ada Fox', country: 'GB' } })
  })

  test.each([
    ['pode cancelar? obrigado', 'cancel'],
    ["potreste annullare l'ordine?", 'cancel'],
    ['Ada Fox, 9 Oak Street. Do you need more?', 'partial'],
    ['Ada Fox\nAv. Los Ceibos 1450\nC1425 Buenos Aires\nArgentina', 'address'],
  ])('000-069 "%s" is %s', async (body, kind) => {
    expect((await readAddressReply(body + quote)).kind).toBe(kind)
  })

  test.each([
    ['Matti Virta\nKuusitie 12\n00250 Helsinki\nSuomi', 'FI', 'Suomi'],
    ['Ada Fox\nNa Kope\u010dku 18\n602 00 Brno\nCzech Republic', 'CZ', 'Czech Republic'],
    ['Ada Fox\n18 all\u00e9e des Mimosas\n13009 Marseille', null, '18 all\u00e9e des Mimosas'],
  ])('000-072 the country of %j is %s', async (body, country, line) => {
    const { address } = await readAddressReply(body + quote)
    expect(address?.country).toBe(country)
    expect(address?.lines).toContain(line)
  })
})
