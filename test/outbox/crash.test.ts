import { describe, expect, test } from 'vitest'
import { writeToken } from '#src/cards/token.ts'
import { press } from '#src/desk/press/press.ts'
import type { Gmail } from '#src/integrations/google/gmail.ts'
import type { Twilio } from '#src/integrations/twilio.ts'
import { afterClaim, killed, openOutbox } from './outbox.ts'

const outbox = await openOutbox()
const { app, google, twilio, smtp, told } = outbox
const leave = { lease: 31 }

/** A worker that is killed at this point of a Gmail call, and the run after it. */
async function sendKilled(broken: Partial<Gmail>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const gmail = { ...(app.gmail as Gmail) }
  for (const [name, work] of Object.entries(broken)) {
    Object.assign(gmail, {
      [name]: async (...args: unknown[]) => {
        await (work as (...all: unknown[]) => Promise<unknown>)(...args)
        resolve()
        return killed()
      },
    })
  }
  void outbox.send({ gmail })
  await promise
  outbox.pass(leave.lease)
}

describe('Gmail: a worker killed', () => {
  const real = () => app.gmail as Gmail
  test.each<[string, Partial<Gmail>]>([
    ['before the draft is made', { draft: (async () => undefined) as never }],
    ['after the draft is made, before its id is kept', { draft: (mail) => real().draft(mail) }],
    ['after the draft is kept, before it is sent', { send: (async () => undefined) as never }],
    ['after the mail was sent, before that is recorded', { send: (id) => real().send(id) }],
  ])('%s mails once, and tells its domain once', async (when, broken) => {
    const to = `${when.replace(/\W+/g, '-')}@example.com`
    const key = await outbox.put('gmail', to, 'Where shall we send it?')
    await sendKilled(broken)
    expect((await outbox.delivery(key)).state).toBe('waiting')
    await outbox.send()
    await outbox.send()
    expect(outbox.inbox(to)).toHaveLength(1)
    expect(await outbox.delivery(key)).toMatchObject({ state: 'sent', vendorRef: { threadId: expect.any(String) } })
    expect(told.filter((one) => one.key === key)).toEqual([{ what: 'sent', key }])
  })

  test('and opted out meanwhile: what had not left stays here', async () => {
    const key = await outbox.put('gmail', 'late@example.com', 'Hello')
    await sendKilled({ send: (async () => undefined) as never })
    await app.em
      .fork()
      .getConnection()
      .execute(
        `insert into opt_outs (id, channel, recipient, why, at) values (gen_random_uuid(), 'gmail', 'late@example.com', 'STOP', now())`,
      )
    await outbox.send()
    expect(outbox.inbox('late@example.com')).toEqual([])
    expect((await outbox.delivery(key)).state).toBe('cancelled')
  })
})

test('workers that die over what they only claimed take none of its tries', async () => {
  const key = await outbox.put('gmail', 'unlucky@example.com', 'Hello')
  for (let deaths = 0; deaths < 12; deaths += 1) {
    const { promise, resolve } = Promise.withResolvers<void>()
    void outbox.send({ em: afterClaim(app.em, () => killed(resolve)) })
    await promise
    outbox.pass(leave.lease)
  }
  google.fault = { kind: 'error', status: 503 }
  await outbox.send()
  expect(await outbox.delivery(key)).toMatchObject({ state: 'waiting', attempts: 1 })
  google.fault = null
  outbox.pass(2)
  await outbox.send()
  expect(outbox.inbox('unlucky@example.com')).toHaveLength(1)
})

test('a worker that dies in the middle of a call has tried', async () => {
  const key = await outbox.put('gmail', 'tried@example.com', 'Hello')
  await sendKilled({ draft: (async () => undefined) as never })
  expect(await outbox.delivery(key)).toMatchObject({ state: 'waiting', attempts: 1 })
  await outbox.send()
  expect(outbox.inbox('tried@example.com')).toHaveLength(1)
})

describe('a lost answer', () => {
  test('of Gmail: the mail has left once, and is recorded', async () => {
    const key = await outbox.put('gmail', 'lost@example.com', 'Hello')
    const real = app.gmail as Gmail
    const gmail = {
      ...real,
      async send(id: string) {
        google.fault = { kind: 'lost-answer' }
        return real.send(id)
      },
    }
    await outbox.send({ gmail })
    expect(await outbox.delivery(key)).toMatchObject({ state: 'waiting', lastError: expect.stringContaining('gmail') })
    google.fault = null
    outbox.pass(5)
    await outbox.send()
    expect(outbox.inbox('lost@example.com')).toHaveLength(1)
    expect((await outbox.delivery(key)).state).toBe('sent')
  })

  test('of Twilio: the text is found there, also when the first question about it is refused', async () => {
    const to = '+13125550142'
    const key = await outbox.put('sms', to, 'Cello, Saturday 14:00?')
    twilio.fault = { kind: 'lost-answer' }
    await outbox.send()
    twilio.fault = { kind: 'rate-limited', retryAfterS: 7 }
    outbox.pass(5)
    await outbox.send()
    twilio.fault = null
    outbox.pass(8)
    await outbox.send()
    expect(outbox.texts(to)).toHaveLength(1)
    expect(await outbox.delivery(key)).toMatchObject({ state: 'sent', vendorRef: { sid: outbox.texts(to)[0]?.sid } })
  })

  test('of Twilio while our token is refused: the doubt stays a doubt', async () => {
    const to = '+13125550143'
    const key = await outbox.put('sms', to, 'Viola, Sunday?')
    twilio.fault = { kind: 'lost-answer' }
    await outbox.send()
    twilio.fault = { kind: 'error', status: 401 }
    outbox.pass(5)
    await outbox.send()
    twilio.fault = null
    outbox.pass(301)
    await outbox.send()
    expect(outbox.texts(to)).toHaveLength(1)
    expect((await outbox.delivery(key)).state).toBe('sent')
  })

  test('of Twilio: the same words sent to that number before are not taken for it', async () => {
    const to = '+13125550144'
    await outbox.put('sms', to, 'Are you free?')
    await outbox.send()
    outbox.pass(6)
    const key = await outbox.put('sms', to, 'Are you free?')
    const { promise, resolve } = Promise.withResolvers<void>()
    const real = app.twilio as Twilio
    void outbox.send({ twilio: { ...real, send: () => killed(resolve) } })
    await promise
    outbox.pass(leave.lease)
    await outbox.send()
    expect(outbox.texts(to)).toHaveLength(2)
    expect(new Set(outbox.texts(to).map(({ sid }) => sid))).toContain((await outbox.delivery(key)).vendorRef?.sid)
  })
})

describe('SMTP cannot be asked: cut off while the mail was handed over', () => {
  async function doubtful(to: string) {
    const key = await outbox.put('mail', to, 'The price fell')
    smtp.act.cutNext('data')
    await outbox.send()
    outbox.pass(5)
    await outbox.send()
    const { id, state, number } = await outbox.delivery(key)
    expect(state).toBe('doubtful')
    const use = (verb: string) => press(app, writeToken({ subject: 'delivery', verb, id }), outbox.ann)
    return { key, use, number }
  }

  test('a person says it arrived', async () => {
    const { key, use } = await doubtful('arrived@example.com')
    await use('settle')
    await outbox.send()
    expect((await outbox.delivery(key)).state).toBe('sent')
    expect(outbox.mails('arrived@example.com')).toHaveLength(1)
  })

  test('a person has it sent again', async () => {
    const { key, use } = await doubtful('again@example.com')
    expect(await use('resend')).toBe('It leaves now.')
    await outbox.send()
    expect((await outbox.delivery(key)).state).toBe('sent')
    await expect(use('resend')).rejects.toThrow()
  })

  test('a person gives up', async () => {
    const { key, use } = await doubtful('given-up@example.com')
    const before = outbox.mails('given-up@example.com').length
    await use('drop')
    await outbox.send()
    expect((await outbox.delivery(key)).state).toBe('cancelled')
    expect(outbox.mails('given-up@example.com')).toHaveLength(before)
  })

  test('a mail that was only claimed when its worker died is no doubt: it leaves', async () => {
    const keys = await Promise.all(['a', 'b', 'c'].map((name) => outbox.put('mail', `${name}@claimed.example`, 'Hi')))
    const { promise, resolve } = Promise.withResolvers<void>()
    void outbox.send({ em: afterClaim(app.em, () => killed(resolve)) })
    await promise
    outbox.pass(leave.lease)
    await outbox.send()
    for (const key of keys) expect((await outbox.delivery(key)).state).toBe('sent')
  })
})
