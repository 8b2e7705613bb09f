import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { OutsideError } from '#src/errors.ts'
import { createMail } from '#src/integrations/mail.ts'
import { createSmtpStandIn } from '#src/world/smtp/smtp.ts'

const from = 'Bead & Branch <hello@beadandbranch.example>'
const mail = {
  to: 'tilly.fernsworth@example.com',
  subject: 'Now $49.00: Blue denim jäcket, M',
  text: 'Was $59.00.',
  html: '<p>Was $59.00.</p>',
  headers: { 'List-Unsubscribe': '<https://desk.example/a/stop>' },
  messageId: 'price.P-7.1@desk.example',
}
const failure = async (call: Promise<unknown>): Promise<OutsideError> => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(OutsideError)
  return error as OutsideError
}

describe('by SMTP', () => {
  let smtp: Awaited<ReturnType<typeof createSmtpStandIn>>
  const send = (changes: Partial<typeof mail> = {}) => createMail({ url: smtp.url, from }).send({ ...mail, ...changes })

  beforeAll(async () => {
    smtp = await createSmtpStandIn({ user: 'desk', password: 'p@ss:word' })
  })
  afterAll(() => smtp.close())
  beforeEach(async () => {
    smtp.fault = null
    await smtp.reset()
  })

  test('a mail arrives with its own id, its words and its headers', async () => {
    expect(await send()).toEqual({ messageId: '<price.P-7.1@desk.example>' })
    expect(smtp.view().mails).toMatchObject([
      {
        messageId: '<price.P-7.1@desk.example>',
        from: 'hello@beadandbranch.example',
        to: [mail.to],
        subject: mail.subject,
        text: 'Was $59.00.\n',
        html: '<p>Was $59.00.</p>\n',
        headers: { 'list-unsubscribe': '<https://desk.example/a/stop>' },
      },
    ])
  })

  test.each([
    [450, 'recipient', 'later'],
    [550, 'recipient', 'never'],
    [451, 'data', 'later'],
    [554, 'data', 'never'],
  ] as const)('a %i after the %s means %s, and no mail', async (code, at, retry) => {
    smtp.act.failNext({ code, at })
    expect(await failure(send())).toMatchObject({ vendor: 'mail', status: code, retry })
    expect(smtp.view().mails).toEqual([])
    await send()
    expect(smtp.view().mails).toHaveLength(1)
  })

  test('cut after the mail was handed over, nobody can tell: no status', async () => {
    smtp.act.cutNext('data')
    expect(await failure(send())).toMatchObject({ status: null, retry: 'later' })
    expect(smtp.view().mails).toHaveLength(1)
    smtp.fault = { kind: 'lost-answer' }
    expect(await failure(send())).toMatchObject({ status: null, retry: 'later' })
  })

  test('cut before that, it surely did not leave: a status', async () => {
    smtp.act.cutNext('recipient')
    expect(await failure(send())).toMatchObject({ status: 421, retry: 'later' })
    smtp.fault = { kind: 'down' }
    expect(await failure(send())).toMatchObject({ status: 421, retry: 'later' })
    const gone = await createSmtpStandIn()
    await gone.close()
    expect(await failure(createMail({ url: gone.url, from }).send(mail))).toMatchObject({ status: 421, retry: 'later' })
    expect(smtp.view().mails).toEqual([])
  })

  test('a busy server is asked again later', async () => {
    smtp.fault = { kind: 'rate-limited', retryAfterS: 60 }
    expect(await failure(send())).toMatchObject({ status: 421, retry: 'later' })
    smtp.fault = { kind: 'error', status: 503 }
    expect(await failure(send())).toMatchObject({ status: 451, retry: 'later' })
  })

  test('a wrong password is said, without showing it', async () => {
    const url = smtp.url.replace('word', 'wrong')
    const error = await failure(createMail({ url, from }).send(mail))
    expect(error).toMatchObject({ status: 535, code: 'EAUTH', retry: 'never' })
    expect(JSON.stringify(error)).not.toContain('wrong')
  })

  test('an address that cannot be one is never tried again', async () => {
    expect(await failure(send({ to: 'not an address' }))).toMatchObject({ retry: 'never', status: 553 })
  })

  test('a subject cannot smuggle in another recipient', async () => {
    await send({ subject: 'Hello\r\nBcc: someone@else.example' })
    expect(smtp.view().mails).toMatchObject([{ to: [mail.to] }])
    expect(smtp.view().mails[0]!.headers).not.toHaveProperty('bcc')
  })

  test('what the stand-in took is still there after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'smtp-'))
    const file = join(folder, 'deep', 'smtp.json')
    const before = await createSmtpStandIn({ file })
    await createMail({ url: before.url, from }).send(mail)
    await before.close()
    const after = await createSmtpStandIn({ file })
    expect(after.view().mails).toMatchObject([{ subject: mail.subject }])
    await after.close()
    await rm(folder, { recursive: true })
  })
})

describe('by Amazon SES', () => {
  let answer: { status: number; body: unknown; headers?: Record<string, string> } | null
  let calls: { path: string; body: any }[]
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      calls.push({ path: `${request.method} ${request.url}`, body: JSON.parse(body) })
      if (!answer) return void request.socket.destroy()
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
      response.end(JSON.stringify(answer.body))
    })
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => void server.close())
  beforeEach(() => {
    calls = []
    answer = { status: 200, body: { MessageId: 'm-1' } }
    vi.stubEnv('AWS_ENDPOINT_URL_SESV2', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  })
  afterEach(() => void vi.unstubAllEnvs())
  const send = () => createMail({ url: 'ses://eu-west-1', from }).send(mail)

  test('a mail is handed over in one call, and gets the id SES gives it', async () => {
    expect(await send()).toEqual({ messageId: '<m-1@eu-west-1.amazonses.com>' })
    expect(calls.map(({ path }) => path)).toEqual(['POST /v2/email/outbound-emails'])
    const raw = await PostalMime.parse(Buffer.from(calls[0]!.body.Content.Raw.Data, 'base64'))
    expect(raw).toMatchObject({ subject: mail.subject, messageId: '<price.P-7.1@desk.example>' })
    expect(raw.headers).toContainEqual(expect.objectContaining({ key: 'list-unsubscribe' }))
  })

  test.each([
    [400, 'MessageRejected', 'never'],
    [429, 'TooManyRequestsException', 'later'],
    [400, 'SendingPausedException', 'later'],
    [500, 'InternalFailure', 'later'],
  ])('%i %s means %s, after one call', async (status, code, retry) => {
    answer = { status, body: { message: 'no' }, headers: { 'x-amzn-errortype': code } }
    expect(await failure(send())).toMatchObject({ status, code, retry })
    expect(calls).toHaveLength(1)
  })

  test('a lost answer leaves a doubt and is not sent again by itself; nobody there leaves none', async () => {
    answer = null
    expect(await failure(send())).toMatchObject({ status: null, retry: 'later' })
    expect(calls).toHaveLength(1)
    vi.stubEnv('AWS_ENDPOINT_URL_SESV2', 'http://127.0.0.1:1')
    expect(await failure(send())).toMatchObject({ status: 503, retry: 'later' })
  })
})

test('another kind of address is refused at once', () => {
  expect(() => createMail({ url: 'https://mail.example', from })).toThrow('smtp://')
})
