import PostalMime from 'postal-mime'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OutsideError } from '#src/errors.ts'
import { createGmail, type Gmail, type OutgoingMail } from '#src/integrations/google/gmail.ts'
import type { GoogleStandIn } from '#src/world/google/google.ts'
import { ada, connect, openGoogle, shop } from '#test/integrations/google.ts'

const ownId = '<o-142.ask-address@deskhand.fernandfold.example>'
const ask: OutgoingMail = {
  to: ada,
  subject: 'Your order O-142 – Größe M',
  text: 'Where shall we send it?',
  html: '<p>Where shall we send it?</p>',
  headers: { 'Message-ID': ownId },
}

let google: GoogleStandIn
let gmail: Gmail

beforeEach(async () => {
  const opened = await openGoogle()
  google = opened.google
  gmail = opened.gmail
})

afterEach(() => google.close())

async function sendAsk(mail: OutgoingMail = ask) {
  const { draftId } = await gmail.draft(mail)
  return { draftId, sent: await gmail.send(draftId) }
}

function inboxOf(customer: string) {
  return google.view().customers.find(({ address }) => address === customer)?.threads ?? []
}

async function failure(promise: Promise<unknown>): Promise<OutsideError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(OutsideError)
  return error as OutsideError
}

test('the address is the one of the connected account', async () => {
  expect(await gmail.address()).toBe(shop)
})

test('000-064: a mail that is sent from its draft reaches the customer once, in text and HTML', async () => {
  await sendAsk()
  expect(inboxOf(ada)).toHaveLength(1)
  expect(inboxOf(ada)[0]?.letters).toMatchObject([
    { from: shop, subject: 'Your order O-142 – Größe M', text: ask.text, html: expect.stringContaining('<p>Where') },
  ])
})

test('000-065: the thread and the Message-ID that the customer sees come back, not the one we asked for', async () => {
  const { sent } = await sendAsk()
  const letter = inboxOf(ada)[0]?.letters[0]
  expect(sent.rfcMessageId).toBe(letter?.rfcMessageId)
  expect(sent.rfcMessageId).not.toBe(ownId)
  expect(google.view().shop).toMatchObject([{ threadId: sent.threadId, letters: [{ id: sent.messageId }] }])
})

test('after a crash before sending, the draft is unsent', async () => {
  const { draftId } = await gmail.draft(ask)
  expect(await gmail.whatBecameOf(draftId, ownId)).toBe('unsent')
  expect(inboxOf(ada)).toHaveLength(0)
})

test('when the answer to sending is lost, the mail is found again and does not leave twice', async () => {
  const { draftId } = await gmail.draft(ask)
  google.fault = { kind: 'lost-answer' }
  const error = await failure(gmail.send(draftId))
  expect(error).toMatchObject({ retry: 'later', status: null })
  google.fault = null
  const found = await gmail.whatBecameOf(draftId, ownId)
  expect(found).toEqual({
    messageId: google.view().shop[0]?.letters[0]?.id,
    threadId: google.view().shop[0]?.threadId,
    rfcMessageId: inboxOf(ada)[0]?.letters[0]?.rfcMessageId,
  })
  expect(await failure(gmail.send(draftId))).toMatchObject({ status: 404, retry: 'never' })
  expect(inboxOf(ada)[0]?.letters).toHaveLength(1)
})

test('a mail that has left is in doubt, not refused, when its Message-ID cannot be read back', async () => {
  const { draftId } = await gmail.draft(ask)
  google.onChange(() => {
    google.fault = { kind: 'error', status: 503 }
  })
  expect(await failure(gmail.send(draftId))).toMatchObject({ retry: 'later', status: null })
  google.fault = null
  expect(await gmail.whatBecameOf(draftId, ownId)).toMatchObject({ rfcMessageId: expect.stringMatching(/^<CA/) })
})

test('a lost answer in a thread with older mails of ours is settled by our own id', async () => {
  const { sent } = await sendAsk()
  await google.act.customerReplies({ from: ada, text: 'Do you ship to Canada?' })
  const thread = { threadId: sent.threadId, inReplyTo: sent.rfcMessageId, references: [sent.rfcMessageId] }
  const answerId = '<o-142.reply@deskhand.fernandfold.example>'
  const { draftId } = await gmail.draft({ ...ask, text: 'Yes.', thread, headers: { 'Message-ID': answerId } })
  google.fault = { kind: 'lost-answer' }
  await failure(gmail.send(draftId))
  google.fault = null
  const found = await gmail.whatBecameOf(draftId, answerId)
  expect(found).toMatchObject({ threadId: sent.threadId })
  expect(found).not.toMatchObject({ messageId: sent.messageId })
})

test('when a person threw the draft away, a person has to say what became of it', async () => {
  const { draftId } = await gmail.draft(ask)
  const { access_token } = (await connect(google).client.refreshAccessToken()).credentials
  const id = draftId.split('/')[0]
  const url = `${google.url}/gmail/v1/users/me/drafts/${id}`
  await fetch(url, { method: 'DELETE', headers: { authorization: `Bearer ${access_token}` } })
  const error = await failure(gmail.whatBecameOf(draftId, ownId))
  expect(error).toMatchObject({ retry: 'never', code: 'draft_gone' })
})

test('two sendings of one draft at once let one mail out', async () => {
  const { draftId } = await gmail.draft(ask)
  const both = await Promise.allSettled([gmail.send(draftId), gmail.send(draftId)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(inboxOf(ada)[0]?.letters).toHaveLength(1)
})

test('000-074: an answer in the thread stays in it, for the shop and for the customer', async () => {
  const { sent } = await sendAsk()
  const reply = await google.act.customerReplies({ from: ada, text: '1420 Alderwick Lane, Springfield IL 62704' })
  expect(reply.threadId).toBe(sent.threadId)
  const link = await sendAsk({
    to: ada,
    subject: `Re: ${ask.subject}`,
    text: 'Pay here: https://shop.example/c/1',
    thread: {
      threadId: sent.threadId,
      inReplyTo: reply.rfcMessageId,
      references: [sent.rfcMessageId, reply.rfcMessageId],
    },
  })
  expect(link.sent.threadId).toBe(sent.threadId)
  expect(inboxOf(ada)).toHaveLength(1)
  expect(inboxOf(ada)[0]?.letters.map(({ outgoing }) => outgoing)).toEqual([false, true, false])
})

test('000-069: a thread lists every mail oldest first, and no drafts', async () => {
  const { sent } = await sendAsk()
  await google.act.customerReplies({ from: ada, text: 'Soon.' })
  const thread = { threadId: sent.threadId, inReplyTo: sent.rfcMessageId, references: [sent.rfcMessageId] }
  await gmail.draft({ ...ask, subject: `Re: ${ask.subject}`, thread })
  const mails = await gmail.readThread(sent.threadId)
  expect(mails.map(({ from }) => from)).toEqual([shop, ada])
  expect(mails[0]?.receivedAt).toBeInstanceOf(Date)
})

test('a mail is read with its source, its thread and its time', async () => {
  const letter = await google.act.customerWrites({ from: ada, subject: 'Größe?', text: 'Gibt es das in M?' })
  const mail = await gmail.read(letter.id)
  expect(mail).toMatchObject({ id: letter.id, threadId: letter.threadId, labelIds: ['INBOX', 'UNREAD'] })
  expect(mail.receivedAt.getTime()).toBe(letter.receivedAt)
  expect(await PostalMime.parse(mail.raw)).toMatchObject({ subject: 'Größe?', text: 'Gibt es das in M?\n' })
})

test('the first look takes the last week; after that only what came in since', async () => {
  const early = await google.act.customerWrites({ from: ada, subject: 'One', text: '1' })
  const first = await gmail.changesSince(null)
  expect(first).toMatchObject({ messageIds: [early.id] })
  await sendAsk()
  const late = await google.act.customerReplies({ from: ada, text: 'Two' })
  const second = await gmail.changesSince({ ...first, at: new Date() })
  expect(second).toMatchObject({ messageIds: [late.id] })
  expect(await gmail.changesSince({ ...second, at: new Date() })).toMatchObject({ messageIds: [] })
})

test('more changes than one page holds are all seen', async () => {
  const { historyId } = await gmail.changesSince(null)
  for (let count = 0; count < 120; count++) {
    await google.act.customerWrites({ from: ada, subject: `Mail ${count}`, text: '.' })
  }
  expect((await gmail.changesSince({ historyId, at: new Date() })).messageIds).toHaveLength(120)
})

test('when Gmail has forgotten its history, it is made up by a listing from the last look on', async () => {
  const { historyId } = await gmail.changesSince(null)
  const mail = await google.act.customerWrites({ from: ada, subject: 'One', text: '1' })
  await google.act.forgetHistory()
  expect(await gmail.changesSince({ historyId, at: new Date() })).toMatchObject({ messageIds: [mail.id] })
})

test('002-002: mails under a label are listed by its name, oldest first, and only those that came in since', async () => {
  const letters = []
  for (const subject of ['One', 'Two', 'Three']) {
    letters.push(await google.act.customerWrites({ from: ada, subject, text: '.' }))
  }
  const [one, two] = letters
  for (const letter of [two, one]) await google.act.labelMail(letter?.id ?? '', 'Studio/New bookings')
  const hour = 3_600_000
  expect(await gmail.labelled('studio/new bookings', new Date(Date.now() - hour))).toEqual([one?.id, two?.id])
  expect(await gmail.labelled('Studio/New bookings', new Date(Date.now() + hour))).toEqual([])
  const error = await failure(gmail.labelled('Bookings', new Date(0)))
  expect(error).toMatchObject({ message: 'gmail: there is no label "Bookings"', retry: 'never', code: 'no_label' })
})

test('a revoked token is told apart, and after connecting again the same client works', async () => {
  const { google: other, auth, gmail: mine } = await openGoogle()
  await mine.address()
  await other.act.revokeToken()
  expect(await failure(mine.address())).toMatchObject({
    message: 'gmail: Gmail refused our token',
    retry: 'never',
    code: 'invalid_grant',
  })
  const redirectUri = 'http://127.0.0.1:9/oauth/google'
  const scopes = ['https://www.googleapis.com/auth/gmail.modify']
  const consent = await fetch(auth.consentUrl({ redirectUri, scopes, state: 'st' }), { redirect: 'manual' })
  const back = new URL(consent.headers.get('location') ?? '')
  expect(back.searchParams.get('state')).toBe('st')
  const { refreshToken } = await auth.exchange(back.searchParams.get('code') ?? '', redirectUri)
  auth.use(refreshToken)
  expect(await mine.address()).toBe(shop)
  await other.close()
})

test('without a token nothing is asked of Google', async () => {
  const unconnected = createGmail({ auth: connect(google, null), apiRoot: google.url, vendor: 'gmail' })
  expect(await failure(unconnected.address())).toMatchObject({ code: 'invalid_grant', retry: 'never' })
})

test('an access token that ran out is renewed without anybody noticing', async () => {
  await gmail.address()
  await google.act.expireAccessTokens()
  expect(await gmail.address()).toBe(shop)
})

test('Gmail asks for patience: later, and how long', async () => {
  google.fault = { kind: 'rate-limited', retryAfterS: 17 }
  expect(await failure(gmail.address())).toMatchObject({ retry: 'later', retryAfterS: 17, status: 429 })
  google.fault = { kind: 'error', status: 403 }
  expect(await failure(gmail.address())).toMatchObject({ retry: 'later', code: 'rateLimitExceeded', status: 403 })
  google.fault = { kind: 'error', status: 503 }
  expect(await failure(gmail.address())).toMatchObject({ retry: 'later', status: 503 })
})

test('Gmail is down: later, and nobody knows whether it heard us', async () => {
  google.fault = { kind: 'down' }
  expect(await failure(gmail.address())).toMatchObject({ retry: 'later', status: null })
})

test('an address that Gmail refuses is not tried again', async () => {
  const { draftId } = await gmail.draft({ ...ask, to: 'ada at home' })
  expect(await failure(gmail.send(draftId))).toMatchObject({ retry: 'never', status: 400 })
  expect(await gmail.whatBecameOf(draftId, ownId)).toBe('unsent')
})
