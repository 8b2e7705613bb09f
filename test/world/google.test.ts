import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gmail as openGmail } from 'googleapis/build/src/apis/gmail/index.js'
import PostalMime from 'postal-mime'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { GoogleStandIn } from '#src/world/google/google.ts'
import { handleGoogleAct, renderMailPane } from '#src/world/google/pane/pane.ts'
import { ada, connect, openGoogle, shop } from '#test/integrations/google.ts'

const me = { userId: 'me' }
let google: GoogleStandIn
let users: ReturnType<typeof openGmail>['users']

beforeEach(async () => {
  google = (await openGoogle()).google
  users = usersOf(google)
})

afterEach(() => google.close())

function usersOf(standIn: GoogleStandIn) {
  return openGmail({ version: 'v1', auth: connect(standIn).client, rootUrl: `${standIn.url}/`, retry: false }).users
}

function raw(...lines: string[]): string {
  return Buffer.from(lines.join('\r\n')).toString('base64url')
}

const hello = raw(
  `From: ${shop}`,
  `To: ${ada}`,
  'Subject: Hello',
  'Message-ID: <ours@x.example>',
  'X-Mine: 7',
  '',
  'Hi',
)

async function send(source = hello, threadId?: string) {
  return (await users.messages.send({ ...me, requestBody: { raw: source, ...(threadId && { threadId }) } })).data
}

async function sourceOf(id: string) {
  const { data } = await users.messages.get({ ...me, id, format: 'raw' })
  return PostalMime.parse(Buffer.from(data.raw ?? '', 'base64url'))
}

function headersOf(data: { payload?: { headers?: { name?: string | null; value?: string | null }[] } }) {
  return Object.fromEntries(data.payload?.headers?.map(({ name, value }) => [name, value]) ?? [])
}

test('the API writes its own Message-ID and keeps the other headers', async () => {
  const { id } = await send()
  const { messageId, headers } = await sourceOf(id ?? '')
  expect(messageId).toMatch(/^<CA\w+@mail\.gmail\.com>$/)
  expect(headers).toContainEqual(expect.objectContaining({ key: 'x-mine', value: '7' }))
})

test('set to keep Message-IDs, it keeps ours', async () => {
  const { google: keeping } = await openGoogle({ keepsMessageIds: true })
  await usersOf(keeping).messages.send({ ...me, requestBody: { raw: hello } })
  expect(keeping.view().shop[0]?.letters[0]?.rfcMessageId).toBe('<ours@x.example>')
  await keeping.close()
})

test('an address that is not the account is replaced as the sender', async () => {
  const { id } = await send(raw('From: boss@bank.example', `To: ${ada}`, 'Subject: Hello', '', 'Hi'))
  expect((await sourceOf(id ?? '')).from?.address).toBe(shop)
})

test.each([
  ['nobody', raw('Subject: Hello', '', 'Hi'), 'Recipient address required'],
  ['no address', raw('To: ada', 'Subject: Hello', '', 'Hi'), 'Invalid To header'],
  ['no mail', 'AAAA', 'Invalid value for raw'],
])('a mail to %s is refused', async (_, source, said) => {
  await expect(send(source)).rejects.toMatchObject({ status: 400, message: said })
})

test('a mail joins a thread only with its references and its subject; else it quietly starts a new one', async () => {
  const first = await send()
  const { messageId } = await sourceOf(first.id ?? '')
  const threadId = first.threadId ?? ''
  const quoting = [`In-Reply-To: ${messageId}`, `References: ${messageId}`]
  const joined = await send(raw(`To: ${ada}`, 'Subject: Re: Hello', ...quoting, '', 'a'), threadId)
  expect(joined.threadId).toBe(threadId)
  const unquoted = await send(raw(`To: ${ada}`, 'Subject: Re: Hello', '', 'b'), threadId)
  expect(unquoted.threadId).not.toBe(threadId)
  const renamed = await send(raw(`To: ${ada}`, 'Subject: News', ...quoting, '', 'c'), threadId)
  expect(renamed.threadId).not.toBe(threadId)
  await expect(send(hello, 'ffff')).rejects.toMatchObject({ status: 404 })
})

test.each([
  ['in:inbox from:ada', 1],
  ['in:sent to:ada subject:hello', 1],
  ['is:unread newer_than:1d', 1],
  ['after:2001/01/01 -in:sent', 1],
  ['"do you ship"', 1],
  ['after:2999/01/01', 0],
  ['older_than:1d', 0],
])('the search %j finds %i', async (q, count) => {
  await send()
  await google.act.customerReplies({ from: ada, text: 'Do you ship to Canada?' })
  expect((await users.messages.list({ ...me, q })).data.messages ?? []).toHaveLength(count)
})

test('a mail is found by its Message-ID', async () => {
  const { id } = await send()
  const { messageId } = await sourceOf(id ?? '')
  const { data } = await users.messages.list({ ...me, q: `rfc822msgid:${messageId?.slice(1, -1)}` })
  expect(data.messages?.map((message) => message.id)).toEqual([id])
})

test('a mail is shown whole, by headers, or small', async () => {
  const letter = await google.act.customerWrites({ from: ada, subject: 'Größe?', text: 'Ähnlich?' })
  const full = (await users.messages.get({ ...me, id: letter.id })).data
  expect(headersOf(full as any)).toMatchObject({ From: ada, To: shop })
  expect(Buffer.from(full.payload?.body?.data ?? '', 'base64url').toString()).toContain('Ähnlich?')
  const some = await users.messages.get({ ...me, id: letter.id, format: 'metadata', metadataHeaders: ['From'] })
  expect(some.data.payload?.headers).toEqual([{ name: 'From', value: ada }])
  expect((await users.messages.get({ ...me, id: letter.id, format: 'minimal' })).data.payload).toBeUndefined()
})

test('a reply in two bodies is shown as two parts', async () => {
  await send()
  const letter = await google.act.customerReplies({ from: ada, text: 'Yes' })
  const full = (await users.messages.get({ ...me, id: letter.id })).data
  expect(full.payload?.parts?.map(({ mimeType }) => mimeType)).toEqual(['text/plain', 'text/html'])
  expect(letter.text).toMatch(/^Yes\n\nOn .* wrote:\n\n> Hi$/)
})

test('history tells what was added and relabelled, in strings, and forgets', async () => {
  const start = (await users.getProfile(me)).data.historyId ?? ''
  const letter = await google.act.customerWrites({ from: ada, subject: 'One', text: '1' })
  await users.messages.modify({ ...me, id: letter.id, requestBody: { removeLabelIds: ['UNREAD'] } })
  const { data } = await users.history.list({ ...me, startHistoryId: start })
  expect(data.history?.[0]?.messagesAdded?.[0]?.message).toMatchObject({ id: letter.id, labelIds: ['INBOX', 'UNREAD'] })
  expect(data.history?.[1]?.labelsRemoved?.[0]).toMatchObject({ labelIds: ['UNREAD'] })
  expect(data.historyId).toMatch(/^\d+$/)
  await google.act.forgetHistory()
  await expect(users.history.list({ ...me, startHistoryId: start })).rejects.toMatchObject({ status: 404 })
})

test('drafts can be listed, read and thrown away', async () => {
  const { data: draft } = await users.drafts.create({ ...me, requestBody: { message: { raw: hello } } })
  expect((await users.drafts.list(me)).data.drafts).toMatchObject([{ id: draft.id }])
  expect((await users.drafts.get({ ...me, id: draft.id ?? '' })).data.message?.labelIds).toEqual(['DRAFT'])
  await users.drafts.delete({ ...me, id: draft.id ?? '' })
  await expect(users.drafts.get({ ...me, id: draft.id ?? '' })).rejects.toMatchObject({ status: 404 })
})

test('threads and labels are listed; watch ends in a week', async () => {
  const { threadId } = await send()
  expect((await users.threads.list(me)).data.threads).toMatchObject([{ id: threadId }])
  expect((await users.labels.list(me)).data.labels?.map(({ id }) => id)).toContain('INBOX')
  const { data } = await users.watch({ ...me, requestBody: { topicName: 'projects/p/topics/t' } })
  expect(Number(data.expiration) - Date.now()).toBeGreaterThan(6 * 86_400_000)
  await users.stop(me)
})

test('a token that was granted less may do less', async () => {
  const auth = connect(google, null)
  const redirectUri = 'http://127.0.0.1:9/back'
  const scopes = ['https://www.googleapis.com/auth/gmail.readonly']
  const consent = await fetch(auth.consentUrl({ redirectUri, scopes, state: 's' }), { redirect: 'manual' })
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? ''
  auth.use((await auth.exchange(code, redirectUri)).refreshToken)
  const reader = openGmail({ version: 'v1', auth: auth.client, rootUrl: `${google.url}/`, retry: false }).users
  expect((await reader.getProfile(me)).data.emailAddress).toBe(shop)
  const writing = reader.messages.send({ ...me, requestBody: { raw: hello } })
  await expect(writing).rejects.toMatchObject({ status: 403 })
  await expect(auth.exchange(code, redirectUri)).rejects.toMatchObject({ code: 'invalid_grant' })
})

test('a minute has only so many units', async () => {
  const { google: strict } = await openGoogle({ unitsPerMinute: 250 })
  const busy = usersOf(strict)
  const sending = () => busy.messages.send({ ...me, requestBody: { raw: hello } })
  await sending()
  await sending()
  await expect(sending()).rejects.toMatchObject({ status: 403, message: expect.stringContaining('Quota exceeded') })
  await strict.close()
})

test('a mail that bounces is gone from the customer, and a report stands in its thread', async () => {
  const { id, threadId } = await send()
  const report = await google.act.bounce({ messageId: id ?? '' })
  expect(report.threadId).toBe(threadId)
  const { headers } = await sourceOf(report.id)
  expect(headers).toContainEqual(expect.objectContaining({ key: 'x-failed-recipients', value: ada }))
  expect(google.view().customers[0]?.threads).toEqual([])
})

test("a customer's holiday answer is marked as written by a machine", async () => {
  const { threadId } = await send()
  const letter = await google.act.autoReply({ from: ada })
  expect(letter.threadId).toBe(threadId)
  const { headers } = await sourceOf(letter.id)
  expect(headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-replied' }))
})

test('whoever has received nothing cannot answer', async () => {
  await expect(google.act.customerReplies({ from: 'eve@x.example', text: 'Hi' })).rejects.toThrow('no such mail')
})

test('what was kept in a file is there after a restart, and a reset empties it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'google-'))
  const file = join(folder, 'google.json')
  const { google: before } = await openGoogle({ file })
  await before.act.customerWrites({ from: ada, subject: 'One', text: '1' })
  await before.act.revokeToken()
  expect(await readFile(file, 'utf8')).toMatch(/"revoked":true/)
  await before.close()
  const { google: after } = await openGoogle({ file })
  expect(after.view()).toMatchObject({ connected: false, shop: [{ subject: 'One' }] })
  await after.act.restoreToken()
  expect((await usersOf(after).getProfile(me)).data.messagesTotal).toBe(1)
  await after.reset()
  expect(after.view()).toMatchObject({ connected: true, shop: [] })
  await after.close()
  await rm(folder, { recursive: true })
})

test('listeners hear of every mail, whoever sends it', async () => {
  let heard = 0
  google.onChange(() => heard++)
  await google.act.customerWrites({ from: ada, subject: 'One', text: '1' })
  expect(heard).toBe(1)
  await send()
  expect(heard).toBeGreaterThan(1)
})

test("a customer's mail app shows what came, escapes it, and makes links of links only", async () => {
  const body =
    'Pay here: https://shop.example/c/1?a=1&b=2.\r\n<script>alert(1)</script> javascript://shop.example/%0aalert(1)'
  await send(raw(`To: ${ada}`, 'Subject: <b>Hello</b>', '', body))
  const page = String(await renderMailPane(google.view(), ada))
  expect(page).toContain('href="https://shop.example/c/1?a=1&amp;b=2" target="_blank"')
  expect(page).not.toMatch(/<script>|<b>Hello|href="javascript/)
})

test('the forms of the mail app do what they say', async () => {
  await handleGoogleAct(google, 'write', { from: ada, subject: 'Dress', text: 'Is it blue?' })
  expect(google.view().shop).toMatchObject([{ subject: 'Dress', letters: [{ from: ada }] }])
  const { id } = await send()
  const received = google.view().customers[0]?.threads[0]?.letters[0]?.id ?? ''
  await handleGoogleAct(google, 'reply', { from: ada, message: received, text: 'Thanks' })
  await handleGoogleAct(google, 'auto-reply', { from: ada, message: received })
  expect(google.view().shop[0]?.letters).toHaveLength(3)
  await handleGoogleAct(google, 'bounce', { message: id ?? '' })
  expect(google.view().shop[0]?.letters).toHaveLength(4)
  await handleGoogleAct(google, 'revoke-token', {})
  expect(google.view().connected).toBe(false)
  await handleGoogleAct(google, 'restore-token', {})
  expect(google.view().connected).toBe(true)
  await expect(handleGoogleAct(google, 'fly', {})).rejects.toThrow('fly')
})
