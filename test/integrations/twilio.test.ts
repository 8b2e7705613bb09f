import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OutsideError } from '#src/errors.ts'
import { createTwilio } from '#src/integrations/twilio.ts'
import { createTwilioStandIn, type TwilioStandIn } from '#src/world/twilio/twilio.ts'

const accountSid = `AC${'0'.repeat(31)}1`
const authToken = 'auth-token'
const [from, to] = ['+15551234567', '+15550002222']
let now = new Date('2026-03-02T09:00:00Z')
let stand: TwilioStandIn
const service = `MG${'0'.repeat(31)}1`
const texts = (config: Partial<Parameters<typeof createTwilio>[0]> = {}) =>
  createTwilio({ accountSid, authToken, from, apiUrl: stand.url, ...config })

beforeAll(async () => {
  stand = await createTwilioStandIn({ accountSid, authToken, from, clock: () => now })
})
afterAll(() => stand.close())
beforeEach(async () => {
  now = new Date('2026-03-02T09:00:00Z')
  stand.fault = null
  await stand.reset()
})

const failure = async (call: Promise<unknown>): Promise<OutsideError> => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(OutsideError)
  return error as OutsideError
}

describe('sending a text', () => {
  test('reaches the phone and says what it costs', async () => {
    const sent = await texts().send({ to, text: 'Custom Tracks: violin, Tue Feb 10. YES K7Q2 / NO K7Q2' })
    expect(sent).toEqual({ sid: expect.stringMatching(/^SM[0-9a-f]{32}$/), status: 'queued', segments: 1 })
    await stand.settled()
    expect(stand.view().phones).toMatchObject([{ number: to, texts: [{ own: false, status: 'delivered' }] }])
  })

  test('through a Messaging Service does not know its segments yet', async () => {
    const sent = await texts({ messagingServiceSid: service }).send({ to, text: 'x'.repeat(200) })
    expect(sent).toMatchObject({ status: 'accepted', segments: null })
  })

  test('curly quotes and dashes do not make it dearer, an emoji does', async () => {
    const text = `You\u2019re \u201cpencilled in\u201d \u2013 ${'x'.repeat(120)}`
    expect((await texts().send({ to, text })).segments).toBe(1)
    expect((await texts().send({ to, text: `${text} 🎻` })).segments).toBe(3)
  })

  test.each([
    ['123', 'hi', '21211'],
    [to, 'x'.repeat(1601), '21617'],
  ])('to %s is refused for good with Twilio\u2019s code', async (number, text, code) => {
    expect(await failure(texts().send({ to: number, text }))).toMatchObject({ code, status: 400, retry: 'never' })
  })

  test('to someone who wrote STOP is refused for good, and goes again after START', async () => {
    await stand.act.text({ from: to, text: ' stop ' })
    await stand.settled()
    expect(await failure(texts().send({ to, text: 'hi' }))).toMatchObject({ code: '21610', retry: 'never' })
    await stand.act.text({ from: to, text: 'START' })
    await stand.settled()
    expect(await texts().send({ to, text: 'hi' })).toMatchObject({ status: 'queued' })
  })

  test('with a wrong token says so, and never shows the token', async () => {
    const error = await failure(texts({ authToken: 'wrong-token' }).send({ to, text: 'hi' }))
    expect(error).toMatchObject({ code: '20003', status: 401, retry: 'never' })
    expect(error.message).toContain('refused our account SID or token')
  })

  test('is worth another try later when Twilio is busy or down', async () => {
    stand.fault = { kind: 'rate-limited', retryAfterS: 7 }
    expect(await failure(texts().send({ to, text: 'hi' }))).toMatchObject({
      code: '20429',
      retry: 'later',
      retryAfterS: 7,
    })
    stand.fault = { kind: 'error', status: 503 }
    expect(await failure(texts().send({ to, text: 'hi' }))).toMatchObject({ status: 503, retry: 'later' })
    stand.fault = { kind: 'down' }
    const error = await failure(texts().send({ to, text: 'hi' }))
    expect(error).toMatchObject({ status: null, retry: 'later' })
    expect(JSON.stringify(error.cause ?? null)).not.toContain(
      Buffer.from(`${accountSid}:${authToken}`).toString('base64'),
    )
  })
})

describe('a doubt is settled', () => {
  const text = 'You\u2019re pencilled in for Tue 11 AM ET.'

  test('by the message Twilio took although its answer was lost', async () => {
    const since = now
    stand.fault = { kind: 'lost-answer' }
    expect(await failure(texts().send({ to, text }))).toMatchObject({ status: null, retry: 'later' })
    stand.fault = null
    expect(await texts().findSent({ to, text, since })).toMatchObject({ sid: stand.view().phones[0]!.texts[0]!.sid })
  })

  test('by nothing when it took none: not to another, not before, not another text, not what they wrote', async () => {
    await texts().send({ to: '+15550003333', text })
    await texts().send({ to, text })
    now = new Date('2026-03-02T11:00:00Z')
    await texts().send({ to, text: 'Thanks, that seat is filled.' })
    await stand.act.text({ from: to, text })
    expect(await texts().findSent({ to, text, since: now })).toBeNull()
  })

  test('by our clock, should it be set an hour wrong', async () => {
    const { sid } = await texts().send({ to, text })
    const since = new Date(now.getTime() + 3_590_000)
    expect(await texts().findSent({ to, text, since })).toMatchObject({ sid })
  })

  test('among many later texts', async () => {
    const { sid } = await texts({ messagingServiceSid: service }).send({ to, text })
    for (let n = 0; n < 60; n++) await texts().send({ to, text: `later ${n}` })
    expect(await texts().findSent({ to, text, since: now })).toMatchObject({ sid })
  })
})

test('a webhook is ours only with Twilio\u2019s signature for that address and those fields', () => {
  const url = 'https://desk.example/twilio/sms'
  const params = { From: to, Body: 'YES K7Q2' }
  // openssl, after https://www.twilio.com/docs/usage/security: HMAC-SHA1 of url + sorted names and values.
  const signature = 'oYY7+B3osfZnejtwmR2RUpkyK3E='
  expect(texts().verify(signature, url, params)).toBe(true)
  expect(texts().verify(signature, url, { ...params, Body: 'NO K7Q2' })).toBe(false)
  expect(texts().verify(signature, 'https://evil.example/twilio/sms', params)).toBe(false)
})
