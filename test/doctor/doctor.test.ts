import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSlackCheck } from '#bots/slack/check.ts'
import { createTelegramCheck } from '#bots/telegram/check.ts'
import { readSettings } from '#src/config.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { createDoctor } from '#src/doctor/create-doctor.ts'
import { writeFinding } from '#src/doctor/finding.ts'
import { createVendors } from '#src/vendors.ts'
import { seedPlace } from '#src/world/seed.ts'
import { createSlackStandIn } from '#src/world/slack/stand-in.ts'
import { createSmtpStandIn } from '#src/world/smtp/smtp.ts'
import { createTelegramStandIn } from '#src/world/telegram/stand-in.ts'
import { studioDesk } from '#src/world/telegram/state.ts'
import { createTwilioStandIn } from '#src/world/twilio/twilio.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { deskhand, deskhandHere } from '#test/cli/command.ts'
import { testWeb } from '#test/http/web.ts'
import { makeMember } from '#test/make.ts'
import { openShop, type Shop } from '#test/orders/shop.ts'

const bot = { slack: 'xoxb-canary', telegram: '7000000001:canary' }
const sid = `AC${'0'.repeat(31)}1`

let shop: Shop
let all: Record<string, string>
const open = async () => {
  const slack = await createSlackStandIn({ signingSecret: 's', botToken: bot.slack, appToken: 'xapp-1' })
  const telegram = await createTelegramStandIn({ token: bot.telegram })
  const twilio = await createTwilioStandIn({ accountSid: sid, authToken: 'auth', from: '+15551234567' })
  const mail = await createSmtpStandIn({ user: 'me', password: 'canary' })
  const model = new LLMock({ port: 0 })
  await model.start()
  return { slack, telegram, twilio, mail, model }
}
let world: Awaited<ReturnType<typeof open>>

beforeAll(async () => {
  world = await open()
  shop = await openShop()
  const { slack, telegram, twilio, mail } = world
  const google = Object.entries(shop.app.settings).filter(([name]) => /^(GOOGLE|META|INSTAGRAM)_/.test(name))
  all = {
    ...Object.fromEntries(google.map(([name, value]) => [name, String(value)])),
    META_APP_ID: '1',
    GMAIL_ADDRESS: 'orders@beadandbranch.example',
    SLACK_BOT_TOKEN: bot.slack,
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_CHANNEL: 'C0ORDERS',
    SLACK_API_URL: `${slack.url}/api/`,
    TELEGRAM_BOT_TOKEN: bot.telegram,
    TELEGRAM_CHAT: String(studioDesk),
    TELEGRAM_API_ROOT: telegram.url,
    TWILIO_ACCOUNT_SID: sid,
    TWILIO_AUTH_TOKEN: 'auth',
    TWILIO_FROM: '+15551234567',
    TWILIO_API_URL: twilio.url,
    MAIL_URL: mail.url,
    MAIL_FROM: 'Shop <shop@example.com>',
  }
})
afterAll(async () => {
  const { slack, telegram, twilio, mail, model } = world
  await Promise.all([slack.close(), telegram.close(), twilio.close(), mail.close(), model.stop()])
})

/** The doctor's lines on an app of these settings. */
async function look(environment: Record<string, string>, only?: string, publicUrl?: string): Promise<string[]> {
  const { app } = shop
  const settings = readSettings(environment)
  const here = { ...app, settings, publicUrl: publicUrl ?? app.publicUrl, ...createVendors(settings, app.publicUrl) }
  const doctor = createDoctor(here, {
    slack: createSlackCheck(settings),
    telegram: createTelegramCheck(settings, here.publicUrl),
  })
  return (await doctor(only)).map(writeFinding)
}

test('story G: with everything right, every account has its line', async () => {
  const lines = await look(all)
  expect(lines.filter((line) => / ok · /.test(line))).toEqual(
    expect.arrayContaining([
      'Slack ok · @deskhand is in #orders',
      expect.stringMatching(/^Database ok · our own PostgreSQL \d/),
      expect.stringMatching(/^Telegram ok · @\w+ is in /),
      expect.stringMatching(/^Instagram ok · comments of @[\w.]+ are read$/),
      'Gmail ok · mails leave from orders@beadandbranch.example',
      'Calendar ok · free times can be read',
      'Address check ok · Google checks addresses',
      expect.stringMatching(/^Twilio ok · .* texts from \+15551234567 · texts to the US need A2P registration/),
      expect.stringMatching(/^Mail ok · 127\.0\.0\.1:\d+ takes mails from Shop/),
      'Clock ok · right to the second',
    ]),
  )
  expect(lines.filter((line) => / not working /.test(line))).toEqual([])
  expect(lines.join('\n')).not.toContain('canary')
  expect(world.mail.view().mails).toEqual([])
  expect(world.slack.messages('C0ORDERS')).toEqual([])
})

test('story G: what is not configured says what is off', async () => {
  const lines = await look({})
  expect(lines).toContain('Twilio not configured · bookings are off')
  expect(lines.filter((line) => !/ (ok|not configured) · /.test(line))).toEqual([])
})

describe('what is wrong is said with how to mend it:', () => {
  const cases: [string, string, () => Record<string, string>, RegExp][] = [
    ['a wrong Slack token', 'slack', () => ({ ...all, SLACK_BOT_TOKEN: 'xoxb-old' }), /refused our token.*xoxb-/],
    ['a channel we are not in', 'slack', () => ({ ...all, SLACK_CHANNEL: 'C0NOWHERE' }), /SLACK_CHANNEL is no channel/],
    ['a wrong app token', 'slack', () => ({ ...all, SLACK_APP_TOKEN: 'xoxb-1' }), /starts with xapp-/],
    ['a wrong Telegram token', 'telegram', () => ({ ...all, TELEGRAM_BOT_TOKEN: '7:x' }), /@BotFather/],
    ['a chat we do not see', 'telegram', () => ({ ...all, TELEGRAM_CHAT: '-5' }), /add it to the group/],
    ['a webhook not set', 'telegram', () => ({ ...all, TELEGRAM_WEBHOOK_SECRET: 'x' }), /webhook is not set/],
    ['a dead Meta token', 'insta', () => ({ ...all, INSTAGRAM_ACCESS_TOKEN: 'old' }), /no longer takes our token/],
    ['an old Graph version', 'instagram', () => ({ ...all, META_GRAPH_VERSION: 'v18.0' }), /Graph v18\.0 has ended/],
    ['a revoked Google token', 'gmail', () => ({ ...all, GOOGLE_REFRESH_TOKEN: 'old' }), /connect google.*7 days/],
    ['another mailbox', 'gmail', () => ({ ...all, GMAIL_ADDRESS: 'x@example.com' }), /but GMAIL_ADDRESS is x@/],
    ['a calendar not shared', 'calendar', () => ({ ...all, STUDIO_CALENDAR_ID: 'x@studio' }), /share x@studio/],
    ['a wrong maps key', 'address', () => ({ ...all, GOOGLE_MAPS_API_KEY: 'old' }), /API key/i],
    [
      'a wrong Twilio token',
      'twilio',
      () => ({ ...all, TWILIO_AUTH_TOKEN: 'old' }),
      /refused our account SID or token/,
    ],
    ['no sender', 'twilio', () => ({ ...all, TWILIO_FROM: '' }), /which number texts/],
    [
      'a refused login',
      'mail',
      () => ({ ...all, MAIL_URL: all.MAIL_URL!.replace('canary', 'old') }),
      /refused our login/,
    ],
    ['nobody there', 'mail', () => ({ ...all, MAIL_URL: 'smtp://127.0.0.1:9' }), /ECONNREFUSED/],
    ['webhooks and no address', 'public', () => ({ META_VERIFY_TOKEN: 'x' }), /PUBLIC_URL is missing, and Instagram/],
    ['no https', 'public', () => ({ PUBLIC_URL: 'http://desk.example.com' }), /no https/],
  ]
  test.each(cases)('%s', async (_name, vendor, environment, said) => {
    const publicUrl = environment().PUBLIC_URL
    const [line, ...others] = await look(environment(), vendor, publicUrl)
    expect(others.filter((other) => other.includes(' not working '))).toEqual([])
    expect(line).toMatch(/ not working · /)
    expect(line).toMatch(said)
    expect(line).not.toMatch(/canary|xoxb-old/)
  })
})

test('the public address is opened as the outside opens it', async () => {
  const web = await testWeb()
  const environment = { ...all, PUBLIC_URL: web.url, TELEGRAM_WEBHOOK_SECRET: 'x' }
  expect(await look(environment, 'public', web.url)).toEqual([`Public URL ok · ${web.url} · used by Telegram, Twilio`])
  const other = createServer((_request, response) => response.end('hello'))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  expect((await look({ PUBLIC_URL: url }, 'public', url))[0]).toContain('that is not Deskhand')
  other.close()
})

test('a model that ends soon is told, and one that is gone', async () => {
  const models = createServer((request, response) => {
    const id = request.url?.split('/').at(-1) ?? ''
    const end = { 'ends-soon': '2026-03-20', 'ends-late': '2027-03-20', stays: null, alias: null }[id]
    response.writeHead(end === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({
        id: id === 'alias' ? 'alias-2026-10-01' : id,
        object: 'model',
        created: 1,
        owned_by: 'x',
        shutdown_date: end,
      }),
    )
  })
  await new Promise<void>((resolve) => models.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(models.address() as AddressInfo).port}/v1`
  const of = async (name: string) =>
    (await look({ OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: url, OPENAI_MODEL: name }, 'openai'))[0]
  expect(await of('stays')).toBe('OpenAI ok · stays')
  expect(await of('alias')).toBe('OpenAI ok · alias, which answers as alias-2026-10-01')
  expect(await of('ends-late')).toBe('OpenAI ok · ends-late ends on 20 March 2027')
  expect(await of('ends-soon')).toMatch(/not working · ends-soon ends on 20 March 2026\. Set OPENAI_MODEL/)
  expect(await of('gone')).toMatch(/not working · this key may not use gone/)
  models.close()
})

test('a clock that is wrong is told with how far', async () => {
  const late = createServer((_request, response) => {
    response.writeHead(200, { date: new Date(Date.now() + 400_000).toUTCString() }).end()
  })
  await new Promise<void>((resolve) => late.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(late.address() as AddressInfo).port}`
  expect((await look({ META_GRAPH_URL: url, META_APP_ID: '1' }, 'clock'))[0]).toMatch(
    /not working · this machine is (399|400) s behind/,
  )
  late.close()
})

describe('in chat', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({
      doctor: async (only) =>
        only === 'nobody' ? [] : [{ vendor: 'Slack', state: 'ok', says: '@deskhand is in #orders' }],
    })
  })

  test('an admin types doctor', async () => {
    const ann = await makeMember(app, 'Ann')
    expect(await runCommand(app, 'doctor', ann)).toEqual({ text: 'Slack ok · @deskhand is in #orders' })
    await expect(runCommand(app, 'doctor nobody', ann)).rejects.toThrow("I look at no 'nobody'")
  })

  test('a rep may not', async () => {
    await expect(runCommand(app, 'doctor', await makeMember(app, 'Rae', 'rep'))).rejects.toThrow('Only an admin')
  })
})

test('deskhand doctor exits with 1 only when something configured does not work', async () => {
  const env = { DATABASE_URL: shop.app.databaseUrl }
  const good = await deskhand(['doctor'], { env })
  expect(good).toEqual({ code: 0, err: '', out: expect.stringContaining('Twilio not configured · bookings are off\n') })
  expect(good.out).toMatch(/^No account is set here, so this is the sandbox: .* It does not run now: npm start\.\n/)
  const bad = await deskhandHere(['doctor', 'mail'], {
    ...env,
    MAIL_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'a@example.com',
  })
  expect(bad).toEqual({
    code: 1,
    out: expect.stringMatching(/^Mail not working · /),
    err: '1 of 1 need a hand.\n',
  })
  expect(await deskhandHere(['doctor', 'nobody'], env)).toMatchObject({ code: 1, out: '' })
})

test('beside a running sandbox the doctor says where it runs, and that its accounts are looked at there', async () => {
  const server = createServer((_, response) => response.end('{"ok":true}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await seedPlace({ ...shop.app, publicUrl: url })
  const { out } = await deskhandHere(['doctor'], { DATABASE_URL: shop.app.databaseUrl })
  server.close()
  expect(out).toContain(`It runs at ${url}/sandbox; type doctor there`)
  expect(out).not.toContain('3000')
})
