import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import twilio from 'twilio'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTwilio } from '#src/integrations/twilio.ts'
import { handleTwilioAct, renderPhonePane } from '#src/world/twilio/pane.ts'
import { createTwilioStandIn, type TwilioOptions, type TwilioStandIn } from '#src/world/twilio/twilio.ts'

const options: TwilioOptions = { accountSid: `AC${'0'.repeat(31)}1`, authToken: 'auth-token', from: '+15551234567' }
const musician = '+15550002222'
let stand: TwilioStandIn
let hook: Server
let base: string
let calls: { path: string; params: Record<string, string>; signed: boolean }[]
let twiml: string

beforeEach(async () => {
  calls = []
  twiml = '<Response/>'
  hook = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const path = request.url ?? ''
      const params = Object.fromEntries(new URLSearchParams(body))
      const signature = String(request.headers['x-twilio-signature'])
      calls.push({ path, params, signed: twilio.validateRequest('auth-token', signature, base + path, params) })
      response.writeHead(200, { 'content-type': 'text/xml' }).end(path.startsWith('/twilio/sms') ? twiml : '')
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => hook.once('listening', resolve))
  base = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`
  stand = await createTwilioStandIn(options)
  await stand.connect({ smsUrl: `${base}/twilio/sms` })
})
afterEach(async () => {
  await stand.close()
  hook.close()
})
const send = (text: string, to = musician) =>
  createTwilio({ ...options, apiUrl: stand.url, statusCallback: `${base}/twilio/status` }).send({ to, text })
const conversation = () => stand.view().phones[0]!.texts.map(({ own, text }) => [own ? 'person' : 'shop', text])

test('a person\u2019s text is told by a signed webhook, and the TwiML answer arrives on the phone', async () => {
  twiml = '<Response><Message>Pencilled in &amp; thanks</Message><Message><Body>See you</Body></Message></Response>'
  await stand.act.text({ from: musician, text: 'YES K7Q2' })
  await stand.settled()
  expect(calls).toMatchObject([
    { path: '/twilio/sms', signed: true, params: { From: musician, To: options.from, Body: 'YES K7Q2' } },
  ])
  expect(conversation()).toEqual([
    ['person', 'YES K7Q2'],
    ['shop', 'Pencilled in & thanks'],
    ['shop', 'See you'],
  ])
})

test('every step of a message is told by a signed callback', async () => {
  const { sid } = await send('hi')
  await stand.settled()
  expect(calls.map(({ params, signed }) => [params.MessageSid, params.MessageStatus, signed])).toEqual([
    [sid, 'sent', true],
    [sid, 'delivered', true],
  ])
})

test('a message can be refused or lost on demand, once', async () => {
  await stand.act.failNext({ to: musician, code: 21614 })
  await stand.act.failNext({ to: musician, code: 30003 })
  await expect(send('one', '+15550009999')).resolves.toMatchObject({ status: 'queued' })
  await expect(send('two')).rejects.toMatchObject({ code: '21614' })
  await send('three')
  await send('four')
  await stand.settled()
  expect(
    calls.filter(({ params }) => params.ErrorCode).map(({ params }) => [params.MessageStatus, params.ErrorCode]),
  ).toEqual([['undelivered', '30003']])
})

test('after STOP nothing more arrives, not even an answer to it', async () => {
  twiml = '<Response><Message>Noted</Message></Response>'
  await stand.act.text({ from: musician, text: 'Stop' })
  await stand.settled()
  expect(stand.view().phones[0]).toMatchObject({ stopped: true })
  expect(conversation().at(-1)![1]).toContain('unsubscribed')
  await stand.act.text({ from: musician, text: 'yes' })
  await stand.settled()
  expect(stand.view().phones[0]).toMatchObject({ stopped: false })
  expect(calls.map(({ params }) => params.Body)).toEqual(['Stop', 'yes'])
})

test('the SDK reads one message, lists by day and finds the services', async () => {
  class Local extends twilio.RequestClient {
    override request(request: any): Promise<any> {
      const { host, pathname, search } = new URL(request.uri)
      const prefix = host === 'api.twilio.com' ? '' : '/messaging'
      return super.request({ ...request, uri: stand.url + prefix + pathname + search })
    }
  }
  const client = twilio(options.accountSid, 'auth-token', { httpClient: new Local() })
  const { sid } = await send('hi')
  await stand.settled()
  expect(await client.messages(sid).fetch()).toMatchObject({
    body: 'hi',
    status: 'delivered',
    direction: 'outbound-api',
  })
  const day = 86_400_000
  expect(await client.messages.list({ to: musician, dateSentAfter: new Date(Date.now() - day) })).toHaveLength(1)
  expect(await client.messages.list({ to: musician, dateSentAfter: new Date(Date.now() + day) })).toHaveLength(0)
  expect((await client.messaging.v1.services.list())[0]).toMatchObject({ friendlyName: 'Deskhand' })
  await expect(client.messages('SM0').fetch()).rejects.toMatchObject({ code: 20404, status: 404 })
  await expect(client.messages.create({ to: musician, from: '+15559999999', body: 'x' })).rejects.toMatchObject({
    code: 21606,
  })
})

test('the conversations are still there after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'twilio-'))
  const file = join(folder, 'twilio.json')
  const before = await createTwilioStandIn({ ...options, file })
  await before.act.text({ from: musician, text: 'hello' })
  await before.close()
  const after = await createTwilioStandIn({ ...options, file })
  expect(after.view().phones[0]).toMatchObject({ number: musician, texts: [{ text: 'hello' }] })
  await after.close()
  await rm(folder, { recursive: true })
})

test('one reads and answers in the pane, links can be followed, and what strangers write stays text', async () => {
  await send('YES K7Q2 / NO K7Q2 or https://desk.example/a/abc?x=1&y=2.')
  const form = { from: '+1 (555) 000-2222', to: options.from, text: '<b>Yes!</b>' }
  expect(await handleTwilioAct(stand, 'text', form)).toEqual({ as: musician })
  await expect(handleTwilioAct(stand, 'text', { ...form, text: '' })).rejects.toThrow('some words')
  await stand.settled()
  const drawn = String(await renderPhonePane(stand.view(), musician))
  expect(drawn).toContain('&lt;b&gt;Yes!')
  expect(drawn).toContain('href="https://desk.example/a/abc?x=1&amp;y=2"')
  expect(drawn).toContain('data-standin="twilio"')
  expect(String(await renderPhonePane(stand.view(), '+15550007777'))).toContain('No texts yet.')
})
