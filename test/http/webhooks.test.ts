import { createHmac } from 'node:crypto'
import twilio from 'twilio'
import { expect, test } from 'vitest'
import { InboxItem } from '#entities/operations/inbox-item.ts'
import { OptOut } from '#entities/outbox/opt-out.ts'
import { createTwilio } from '#src/integrations/twilio.ts'
import { readOptOut } from '#src/reading/opt-out.ts'
import { expectCpuMs } from '#test/cpu.ts'
import { everything, testWeb } from './web.ts'

const web = await testWeb(
  { META_APP_SECRET: 'meta-secret', META_VERIFY_TOKEN: 'verify-me' },
  { twilio: createTwilio({ accountSid: `AC${'0'.repeat(32)}`, authToken: 'twilio-token', from: '+15550001111' }) },
)
const inbox = () => web.app.em.fork().find(InboxItem, {}, { orderBy: { id: 'asc' } })

const metaSign = (body: string, secret = 'meta-secret') =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
const tellMeta = (body: string, signature: string) =>
  web.post('/api/webhooks/instagram', body, { 'x-hub-signature-256': signature, 'content-type': 'application/json' })

test('001-164 001-223 Meta verifies us with our token, and with no other', async () => {
  const ask = (token: string, mode = 'subscribe') =>
    web.get(`/api/webhooks/instagram?hub.mode=${mode}&hub.verify_token=${token}&hub.challenge=42`)
  const right = await ask('verify-me')
  expect([right.status, await right.text()]).toEqual([200, '42'])
  for (const token of ['verify-mf', 'verify-me2', '']) expect((await ask(token)).status).toBe(403)
  expect((await ask('verify-me', 'other')).status).toBe(403)
})

test('000-042 what Meta signed is stored before it is answered, and once', async () => {
  const body = JSON.stringify({ object: 'instagram', entry: [{ id: '1', text: 'caf\u00e9 \\u00e9' }] })
  const answers = await Promise.all(Array.from({ length: 100 }, () => tellMeta(body, metaSign(body))))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(await answers[0]?.text()).toBe('EVENT_RECEIVED')
  expect((await inbox()).map(({ source, body: kept }) => [source, kept])).toEqual([['instagram', body]])
})

test('a forged, altered or unsigned call from Meta stores nothing', async () => {
  const before = await everything(web.app)
  const body = '{"object":"instagram","entry":[]}'
  const wrong = [
    await tellMeta(body, metaSign(body, 'other')),
    await tellMeta(`${body} `, metaSign(body)),
    await tellMeta(body, metaSign(body).slice(0, -1)),
    await tellMeta(body, metaSign(body).replace('sha256=', 'sha1=')),
    await web.post('/api/webhooks/instagram', body),
  ]
  expect(wrong.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
  expect(await everything(web.app)).toBe(before)
})

test('without our secret nothing from Meta is believed', async () => {
  const bare = await testWeb()
  const body = '{}'
  const headers = { 'x-hub-signature-256': metaSign(body, '') }
  expect((await bare.post('/api/webhooks/instagram', body, headers)).status).toBe(503)
  expect((await bare.get('/api/webhooks/instagram?hub.mode=subscribe&hub.verify_token=&hub.challenge=1')).status).toBe(
    503,
  )
})

test('what could not be stored is not acknowledged', async () => {
  const failing = await testWeb({ META_APP_SECRET: 's' }, { inlet: () => Promise.reject(new Error('disk full')) })
  const answer = await failing.post('/api/webhooks/instagram', '{}', { 'x-hub-signature-256': metaSign('{}', 's') })
  expect(answer.status).toBe(503)
  expect(await answer.text()).not.toContain('disk')
})

let texts = 0
function tellTwilio(
  path: string,
  given: Record<string, string>,
  { url = web.app.publicUrl, token = 'twilio-token' } = {},
) {
  texts += 1
  const fields = { MessageSid: `SM${texts}`, From: '+15552223333', ...given }
  const signature = twilio.getExpectedTwilioSignature(token, `${url}${path}`, fields)
  const headers = { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' }
  return web.post(path, new URLSearchParams(fields).toString(), headers)
}
const stopped = async (number = '+15552223333') =>
  (await web.app.em.fork().count(OptOut, { channel: 'sms', recipient: number })) > 0

test('a text is stored and answered with silence; how ours fared is stored too', async () => {
  const answer = await tellTwilio('/twilio/sms', { Body: 'Yes!', From: '+15559990000' })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml'])
  expect(await answer.text()).toContain('<Response/>')
  await tellTwilio('/twilio/status', { MessageSid: 'SM77', MessageStatus: 'delivered' })
  const kept = (await inbox()).filter(({ source }) => source.startsWith('twilio'))
  expect(kept.map(({ source, externalId }) => [source, externalId])).toEqual([
    ['twilio', 'sms:SM1'],
    ['twilio-status', 'status:SM77:delivered'],
  ])
  expect(new URLSearchParams(kept[0]?.body).get('Body')).toBe('Yes!')
  expect(new URLSearchParams(kept[0]?.body).has('OptOutType')).toBe(false)
})

test('a call Twilio did not sign, or signed for another address, stores nothing', async () => {
  const before = await everything(web.app)
  expect((await tellTwilio('/twilio/sms', { Body: 'STOP' }, { token: 'other' })).status).toBe(401)
  expect((await tellTwilio('/twilio/sms', { Body: 'STOP' }, { url: 'https://elsewhere.example' })).status).toBe(401)
  expect((await web.post('/twilio/sms', 'Body=STOP&From=%2B1')).status).toBe(401)
  expect((await web.post('/twilio/status', 'MessageSid=SM1')).status).toBe(401)
  expect(await everything(web.app)).toBe(before)
})

test.each([
  ['a text', '/twilio/sms', 401],
  ['how a text fared', '/twilio/status', 401],
  ['a notice', '/api/webhooks/instagram', 401],
  ['our token', '/api/webhooks/instagram?hub.mode=subscribe&hub.verify_token=guess', 403],
])('whoever guesses at the signature of %s waits after sixty wrong ones', async (_of, path, status) => {
  const headers = { 'x-forwarded-for': `192.0.2.${path.length}` }
  const guess = () => (status === 403 ? web.get(path, headers) : web.post(path, 'a=b', headers))
  for (let tried = 0; tried < 60; tried += 1) expect((await guess()).status).toBe(status)
  const told = await guess()
  expect([told.status, Number(told.headers.get('retry-after'))]).toEqual([429, 60])
})

test('STOP counts at once; YES after STOP opts in and is marked as nothing more', async () => {
  await tellTwilio('/twilio/sms', { Body: ' Stop. ' })
  expect(await stopped()).toBe(true)
  await tellTwilio('/twilio/sms', { Body: 'Yes', MessageSid: 'SMback' })
  expect(await stopped()).toBe(false)
  const back = (await inbox()).find(({ externalId }) => externalId === 'sms:SMback')
  expect(new URLSearchParams(back?.body).get('OptOutType')).toBe('START')
})

test('an old START that is played again does not take a later STOP back', async () => {
  await tellTwilio('/twilio/sms', { Body: 'STOP' })
  await tellTwilio('/twilio/sms', { Body: 'START', MessageSid: 'SMonce' })
  await tellTwilio('/twilio/sms', { Body: 'STOP' })
  await tellTwilio('/twilio/sms', { Body: 'START', MessageSid: 'SMonce' })
  expect(await stopped()).toBe(true)
})

test.each([
  'STOP',
  'stop',
  'Stop.',
  'STOP!!!',
  '"stop"',
  'stop 🛑',
  'stopall',
  'Unsubscribe',
  'unsubscribe me',
  'END',
  'quit',
  'Cancel',
  'revoke',
  'OPT OUT',
  'opt-out',
  'Optout',
  'please stop',
  'Stop please',
  'stop texting me',
  'Please stop texting me!',
  'stop sending me messages',
  'STOP MESSAGES',
  'no more texts',
  "don't text me",
  'Do not contact me again',
  'remove me',
  'take me off your list',
  'leave me alone',
  'Stop it now',
  'ok stop',
  'no me manden más mensajes',
  'I want to opt out',
  'stop all texts please',
  'ｓｔｏｐ',
])('%s stops', (text) => {
  expect(readOptOut(text)).toBe('stop')
})

test.each([
  'Yes, I can stop by at 5',
  "don't stop",
  'the bus stop is near',
  'I will be there until the end',
  'No',
  'Can I cancel Tuesday?',
  'stop by the studio',
  'Is there a stop at 3?',
  'please take me to the studio',
  'I quit my other job, so yes',
  'never mind, yes',
  '',
])('%s does not', (text) => {
  expect(readOptOut(text)).toBeNull()
})

test.each(['please '.repeat(15_000), 'stop '.repeat(20_000), `don't text me ${' again'.repeat(17_000)}x`])(
  '100 KB of "%.14s" are read in under 50 ms',
  async (text) => {
    await expectCpuMs(50, () => readOptOut(text))
  },
)
