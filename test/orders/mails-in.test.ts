import { describe, expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { InboxReading } from '#entities/operations/inbox-reading.ts'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import type { Gmail } from '#src/integrations/google/gmail.ts'
import { fetchMails } from '#src/mailbox/fetch-mails.ts'
import { pollMailbox } from '#src/mailbox/poll-mailbox.ts'
import { writeMail } from '#src/mailbox/reads-mail.ts'
import { missingQuestion } from '#src/orders/mails/address-questions.ts'
import { takeMails } from '#src/orders/mails/take-mails.ts'
import { inboxReaders } from '#src/pipelines.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, google, ann, asked, letters } = shop
await shop.openSale()
const ADDRESS = '1420 Alderwick Lane\nSpringfield, IL 62704'

const alerts = () => app.em.fork().find(Alert, { state: 'open' })
const poll = (gmail: Gmail) => pollMailbox({ ...app, gmail }, inboxReaders())
const fetch = (gmail: Gmail) => fetchMails({ ...app, gmail })
const store = (id: string, raw: string) => {
  const mail = { id, threadId: id, historyId: '1', labelIds: ['INBOX'], receivedAt: app.now, raw }
  return app.inlet('gmail', id, writeMail(mail))
}

test('000-069: an answer belongs to the order of its thread, not to the newest of its writer', async () => {
  const early = await asked('early', 'both@example.com')
  const late = await (await asked('late', 'both@example.com')).now()
  const letter = letters('both@example.com').find(({ subject }) => subject.includes(early.ref))
  await google.act.customerReplies({
    from: 'both@example.com',
    threadMessageId: letter?.id ?? '',
    text: `Bo Both\n${ADDRESS}`,
  })
  await shop.settle()
  expect((await shop.order('early')).state).toBe('shopping-cart-link-sent')
  expect(await shop.order('late')).toMatchObject({ state: late.state, address: null })
})

test('000-069: an answer in the thread from another address of the customer belongs to their order', async () => {
  const { gmailConversationId } = await (await asked('home')).now()
  const raw = [
    'From: Hope Home <hope@work.example>',
    'To: orders@beadandbranch.example',
    'Subject: Re: Your order',
    'Message-ID: <from-work@work.example>',
    '',
    `Hope Home\n${ADDRESS}`,
  ].join('\r\n')
  const mail = { id: 'from-work', threadId: gmailConversationId ?? '', historyId: '1', labelIds: ['INBOX'] }
  await app.inlet('gmail', mail.id, writeMail({ ...mail, receivedAt: app.now, raw }))
  await shop.settle()
  expect((await shop.order('home')).state).toBe('shopping-cart-link-sent')
})

describe('what is broken in one mail is never the next one\u2019s', () => {
  const nul = Buffer.from('\0 Nul\0 Byte, 1420 Alderwick Lane\nSpringfield, IL 62704 \ud83d').toString('base64')
  const bad: [string, string][] = [
    ['a NUL in base64', `Content-Transfer-Encoding: base64\r\n\r\n${nul}`],
    ['a NUL in quoted-printable', 'Content-Transfer-Encoding: quoted-printable\r\n\r\nHello =00 there'],
    ['a name of 400 emoji', `\r\n${'😀'.repeat(400)}\n1420 Alderwick Lane\nSpringfield, IL 62704`],
    ['half a character', `\r\n\ud83d hello \udc00`],
  ]
  test.each(bad)('%s', async (what, rest) => {
    const name = `bad${bad.findIndex(([one]) => one === what)}`
    const next = `${name}next`
    await asked(name)
    await asked(next)
    await store(name, `From: ${name}@example.com\r\nSubject: Hi\r\nContent-Type: text/plain; charset=utf-8\r\n${rest}`)
    await google.act.customerReplies({ from: `${next}@example.com`, text: `Ne Xt\n${ADDRESS}` })
    await shop.settle()
    expect((await shop.order(next)).state).toBe('shopping-cart-link-sent')
    expect(await app.em.fork().count(InboxReading, { readAt: null })).toBe(0)
  })
})

test('a mail that Gmail keeps refusing is a card after three tries; the others are read', async () => {
  await asked('refused')
  await asked('fine')
  const letter = await google.act.customerReplies({ from: 'refused@example.com', text: 'Hello?' })
  await google.act.customerReplies({ from: 'fine@example.com', text: `Fi Ne\n${ADDRESS}` })
  const real = app.gmail as Gmail
  const gmail = {
    ...real,
    read: (id: string) =>
      id === letter.id
        ? Promise.reject(new OutsideError('gmail', 'refused', { retry: 'later', status: 500 }))
        : real.read(id),
  }
  expect(await poll(gmail)).toBe(2)
  await fetch(gmail)
  await takeMails(app)
  expect((await shop.order('fine')).address).not.toBeNull()
  for (const seconds of [60, 120]) {
    shop.pass(seconds)
    await fetch(gmail)
  }
  expect(await alerts()).toMatchObject([
    { key: expect.stringMatching(/^item:inbox_readings:/), detail: expect.stringContaining(letter.id) },
  ])
  shop.pass(300)
  await shop.settle()
  expect(await alerts()).toEqual([])
  expect((await shop.order('refused')).attention).toBe('question')
})

test('000-067: mail is asked for while a thread may be answered, for thirty days after its cart link', async () => {
  await sql(app.em.fork(), `delete from order_mails`)
  await sql(app.em.fork(), `update orders set gmail_conversation_id = null`)
  const { id } = await asked('months')
  let calls = 0
  const gmail = {
    ...(app.gmail as Gmail),
    changesSince: async () => {
      calls += 1
      return { historyId: '9', messageIds: [] }
    },
  }
  const after = async (days: number) => {
    calls = 0
    const sent = new Date(app.now.getTime() - days * 86_400_000)
    await sql(app.em.fork(), 'update orders set link_sent_at = $2 where id = $1', [id, sent])
    await poll(gmail)
    return calls
  }
  expect(await after(29.99)).toBe(1)
  expect(await after(30.01)).toBe(0)
})

test('a mail from a person that belongs to no order is a card with its words; a newsletter is none', async () => {
  await asked('busy')
  await google.act.customerWrites({
    from: 'Pat <pat@example.com>',
    subject: 'Do you ship to Peru?',
    text: 'Hello, do you?',
  })
  await store('letter', 'From: news@shop.example\r\nList-Unsubscribe: <mailto:x@y>\r\nSubject: Sale!\r\n\r\nBuy now')
  await shop.settle()
  expect(await alerts()).toMatchObject([
    {
      title: 'A mail that belongs to nothing I know.',
      detail: expect.stringMatching(/Pat <pat@example.com>\nDo you ship to Peru\?\n\nHello, do you\?/),
    },
  ])
})

test('an e-mail that is mended after the link was made gets the link, and the order goes on', async () => {
  const { id } = await asked('typo')
  await google.act.customerReplies({ from: 'typo@example.com', text: `Ty Po\n${ADDRESS}` })
  await shop.settle()
  await sql(app.em.fork(), `update orders set state = 'awaiting-address-reply', link_sent_at = null where id = $1`, [
    id,
  ])
  await shop.press(ann, 'order', 'fix', id, { email: 'right@example.com' })
  await shop.settle()
  expect(letters('right@example.com').at(-1)?.text).toContain('Here is your cart')
  expect(await shop.order('typo')).toMatchObject({
    ...{ state: 'shopping-cart-link-sent', email: 'right@example.com' },
    linkSentAt: expect.any(Date),
  })
})

test('a part of an address is asked for as people of that country call it', () => {
  const asked = (missing: string[], country: string | null) => missingQuestion(missing, country).values?.what
  expect(asked(['region', 'postcode'], 'US')).toBe('state and ZIP code')
  expect(asked(['region'], 'CA')).toBe('province')
  expect(asked(['postcode'], 'DE')).toBe('postcode')
  expect(asked(['town', 'postcode'], null)).toBe('town and postcode')
})

test('000-069: a mail outside every thread is for the newest order that was approved; who wrote it is called by name from then on', async () => {
  const older = await (await asked('older', 'same@example.com')).now()
  await asked('newer', 'same@example.com')
  await google.act.customerWrites({
    from: 'Sam Same <same@example.com>',
    subject: 'my address',
    text: ADDRESS,
  })
  await shop.settle()
  expect((await shop.order('newer')).state).toBe('shopping-cart-link-sent')
  expect(await shop.order('older')).toMatchObject({ state: older.state, address: null })
  expect(letters('same@example.com').map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^Hi Sam,\s+Here is your cart/),
  )
})
