import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { change } from '#src/cli/init/env-file.ts'
import { wrongForm } from '#src/cli/init/wrong-form.ts'
import { readSettings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import { createKeyRing } from '#src/keys.ts'
import { createGoogleStandIn, type GoogleStandIn } from '#src/world/google/google.ts'
import { createTelegramStandIn, type TelegramStandIn } from '#src/world/telegram/stand-in.ts'
import { studioDesk, telegramPeople } from '#src/world/telegram/state.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { startProcess } from '#test/process.ts'

const TOKEN = '7000000001:a-token-of-the-bot'
const CLIENT_ID = '12-ab.apps.googleusercontent.com'
const GMAIL = 'orders@beadandbranch.example'

let app: TestApp
let telegram: TelegramStandIn
let google: GoogleStandIn
let folder: string
/** Where the vendors are, as a staging set-up says it. */
let elsewhere: Record<string, string>

beforeAll(async () => {
  app = await testApp()
  telegram = await createTelegramStandIn({ token: TOKEN })
  google = await createGoogleStandIn({
    ...{
      clientId: CLIENT_ID,
      clientSecret: 'secret-of-google',
      refreshToken: 'first',
      mapsApiKey: 'maps',
      address: GMAIL,
    },
  })
  folder = mkdtempSync(join(tmpdir(), 'deskhand-init-'))
  elsewhere = {
    TELEGRAM_API_ROOT: telegram.url,
    GOOGLE_API_ROOT: google.url,
    GOOGLE_TOKEN_URL: `${google.url}/token`,
    GOOGLE_AUTH_URL: `${google.url}/o/oauth2/v2/auth`,
  }
})
afterAll(async () => {
  await Promise.all([telegram.close(), google.close()])
  rmSync(folder, { recursive: true })
})

/**
 * A person at the terminal: waits for each question, in this order, and types its answer; opens the page whose address
 * is printed. Where something else is asked they go away.
 */
function play(answers: [asked: RegExp, answer: string][]) {
  const cli = join(import.meta.dirname, '../../src/cli.ts')
  const child = spawn(process.execPath, [cli, 'init', '--port', '0'], { cwd: folder, env: elsewhere })
  const left = [...answers]
  let [all, unanswered, err] = ['', '', '']
  const next = () => {
    const page = /^http\S+$/m.exec(unanswered)
    if (page) void fetch(page[0])
    if (page) unanswered = ''
    if (!/[:\]] $/.test(unanswered)) return
    const [asked, answer] = left[0] ?? [null]
    if (!asked?.test(unanswered)) return void child.stdin.end()
    unanswered = ''
    left.shift()
    child.stdin.write(`${answer}\n`)
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    all += text
    unanswered += text
    next()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  return new Promise<{ code: number | null; out: string; err: string; left: number }>((resolve) => {
    child.on('close', (code) => resolve({ code, out: all, err, left: left.length }))
  })
}

const written = () => parseEnv(readFileSync(join(folder, '.env'), 'utf8'))

const business: [RegExp, string][] = [
  [/The name customers know you by \[Our shop\]: $/, 'Bead & Branch #1'],
  [/Your time zone \[[\w/]+\]: $/, 'Mars'],
  [/That cannot be used: write it like Europe\/Prague[\s\S]*Your time zone/, 'America/New_York'],
  [/currency/, ''],
  [/https address/, 'http://desk.example.com'],
  [/That cannot be used: It must begin with https:[\s\S]*https address/, ''],
]

describe('first start with init:', { timeout: 240_000 }, () => {
  test('it asks for the accounts one has, says at once what is wrong, and what is typed again is taken', async () => {
    const talk = await play([
      ...business,
      [/PostgreSQL of your own/, 'postgres://nobody@127.0.0.1:9/none'],
      [/does not answer[\s\S]*PostgreSQL of your own/, app.databaseUrl],
      [/Database ok · PostgreSQL \d+[\s\S]*Slack \(where your team is asked and answers\)\?/, ''],
      [/Telegram \(the same on the phone\)\? \[y\/N\] $/, 'yes'],
      [/docs\/accounts\/telegram\.md[\s\S]*Token from @BotFather: $/, '7:cut-while-copying'],
      [/Id of your team.s group/, String(studioDesk)],
      [/whoever looks after bookings/, ''],
      [/Telegram not working · .*@BotFather\.\n[\s\S]*Change what you typed\? \[Y\/n\] $/, ''],
      [/Token from @BotFather \[\.\.\.ying\]: $/, TOKEN],
      [/Id of your team.s group.*\[-1002100000001\]/, ''],
      [/whoever looks after bookings/, ''],
      [/Telegram ok · @\w+ is in Studio desk\n[\s\S]*Instagram/, 'n'],
      [/Google/, 'y'],
      [/OAuth client id.*: $/, 'id'],
      [/That cannot be used: An OAuth client id ends in[\s\S]*OAuth client id.*: $/, CLIENT_ID],
      [/OAuth client secret.*: $/, 'secret-of-google'],
      [/The mailbox your customers hear from/, GMAIL],
      [/studio\u2019s mailbox/, ''],
      [/Maps key/, ''],
      [/Connect Gmail and Calendar now/, ''],
      [/Gmail ok · mails leave from orders@[\s\S]*Calendar ok[\s\S]*Twilio/, ''],
      [/Mail server/, ''],
      [/OpenAI/, ''],
      [/Stripe/, ''],
    ])
    expect(talk).toMatchObject({ code: 0, err: '', left: 0 })
    expect(talk.out).toMatch(/npm start[\s\S]*prints a code[\s\S]*first admin\.\n$/)
    expect(written()).toMatchObject({
      STORE_NAME: 'Bead & Branch #1',
      TELEGRAM_BOT_TOKEN: TOKEN,
      GMAIL_ADDRESS: GMAIL,
      SLACK_BOT_TOKEN: '',
      POSTGRES_PASSWORD: expect.stringMatching(/^[0-9a-f]{48}$/),
    })
    expect(() => createKeyRing(written().SECRET_KEYS).isCurrent('')).not.toThrow()
    expect(readSettings(written()).STORE_TIMEZONE).toBe('America/New_York')
    expect(statSync(join(folder, '.env')).mode & 0o077).toBe(0)
  })

  test('npm start takes it, prints a code, and whoever sends it to the bot is the first admin', async () => {
    const running = await startProcess({ ...written(), ...elsewhere } as Record<string, string>)
    const code = /Send \/start (\S+) to the bot/.exec(running.said())?.[1]
    const { id } = telegramPeople.ann
    await telegram.act.say({ user: id, chat: id, text: `/start ${code}` })
    const people = () => sql(app.em.fork(), `select role, state from people where state = 'member'`)
    await expect.poll(people).toEqual([{ role: 'admin', state: 'member' }])
    running.kill('SIGTERM')
    await running.ended()
  })

  test('run again it keeps what is there: secrets, other settings, comments; and it may be ended half-way', async () => {
    const path = join(folder, '.env')
    const before = written()
    writeFileSync(
      path,
      `# ours, do not touch\nLOG_LEVEL=warn\n${readFileSync(path, 'utf8').replace('LOG_LEVEL=\n', '')}`,
    )
    const talk = await play([
      [/know you by \[Bead & Branch #1\]: $/, ''],
      [/time zone/, ''],
      [/currency/, 'eur'],
      [/That cannot be used: three capital letters[\s\S]*currency/, 'EUR'],
    ])
    expect(talk).toMatchObject({ code: 1, left: 0 })
    const again = await play([
      [/know you by/, ''],
      [/time zone/, ''],
      [/currency.* \[USD\]: $/, 'EUR'],
      [/https address/, ''],
      [/PostgreSQL of your own.*\[\.\.\.\w{4}\]: $/, ''],
      [/Slack/, ''],
      [/Telegram is set\. Change it\? \[y\/N\] $/, ''],
      [/Telegram ok[\s\S]*Instagram/, ''],
      [/Google is set\. Change it\?/, ''],
      [/Gmail ok[\s\S]*Twilio/, ''],
      [/Mail server/, ''],
      [/OpenAI/, ''],
      [/Stripe/, ''],
    ])
    expect(again).toMatchObject({ code: 0, err: '', left: 0 })
    expect(written()).toEqual({ ...before, STORE_CURRENCY: 'EUR', LOG_LEVEL: 'warn' })
    expect(readFileSync(path, 'utf8')).toMatch(/^# ours, do not touch\n[\s\S]*# --- Slack: /)
    expect(again.out).not.toContain(TOKEN)
  })

  test('a key that is emptied takes its choice with it, so that the next start is not refused; nor does one left alone hold init up', async () => {
    const path = join(folder, '.env')
    const before = readFileSync(path, 'utf8')
    const unchanged: [RegExp, string][] = [/know you by/, /time zone/, /currency/, /https address/].map((one) => [
      one,
      '',
    ])
    const others: [RegExp, string][] = [/Telegram/, /Instagram/, /Google/, /Twilio/, /Mail server/, /OpenAI/].map(
      (one) => [one, ''],
    )
    const chosen = change(before, 'CART_LINK_PROVIDER', 'stripe')
    writeFileSync(path, change(chosen, 'STRIPE_SECRET_KEY', 'sk_test_1'))
    const emptied = await play([
      ...unchanged,
      [/PostgreSQL/, ''],
      [/Slack/, ''],
      ...others,
      [/Stripe is set\. Change it\?/, 'y'],
      [/Secret or restricted key/, '-'],
      [/Signing secret of the webhook/, ''],
    ])
    expect(emptied).toMatchObject({ code: 0, err: '', left: 0 })
    expect(readSettings(written()).CART_LINK_PROVIDER).toBe('checkout')

    writeFileSync(path, chosen)
    const alone = await play([
      ...unchanged,
      [/PostgreSQL/, ''],
      [/STRIPE_SECRET_KEY: is missing[\s\S]*Slack/, ''],
      [/Telegram is set/, ''],
      [/STRIPE_SECRET_KEY: is missing[\s\S]*Change what you typed/, 'n'],
      [/Instagram/, ''],
      [/Google is set/, ''],
      [/Change what you typed/, 'n'],
      ...others.slice(3),
      [/Stripe \(/, ''],
    ])
    expect(alone).toMatchObject({ code: 0, err: '', left: 0 })
    expect(readSettings(written()).CART_LINK_PROVIDER).toBe('checkout')
    writeFileSync(path, before)
  })
})

describe('what is no such thing is refused at once, in a sentence', () => {
  const sid = `AC${'0a'.repeat(16)}`
  test.each([
    ['PUBLIC_URL', 'https://desk.example.com', 'http://desk.example.com'],
    ['PUBLIC_URL', 'http://127.0.0.1:3000', 'http://127.0.0.1.example.com'],
    ['PUBLIC_URL', 'http://localhost:3000', 'ftp://localhost'],
    ['SLACK_BOT_TOKEN', 'xoxb-1-2', 'xapp-1-2'],
    ['SLACK_APP_TOKEN', 'xapp-1-2', 'xoxb-1-2'],
    ['SLACK_CHANNEL', 'C0ORDERS', '#orders'],
    ['SLACK_CHANNEL', 'G0123ABCD', 'T0123ABCD'],
    ['TELEGRAM_BOT_TOKEN', TOKEN, 'a-token-of-the-bot'],
    ['TELEGRAM_CHAT', '-1002100000001', 'Studio desk'],
    ['TELEGRAM_OWNER_CHAT', '610000001', '@dane'],
    ['META_APP_ID', '1234567890123456', 'deskhand'],
    ['INSTAGRAM_USER_ID', '17841400000000001', '@beadandbranch'],
    ['GOOGLE_CLIENT_ID', CLIENT_ID, 'GOCSPX-secret'],
    ['TWILIO_ACCOUNT_SID', sid, sid.replace('AC', 'SK')],
    ['TWILIO_ACCOUNT_SID', sid, sid.slice(0, -1)],
    ['TWILIO_AUTH_TOKEN', '0a'.repeat(16), sid],
    ['TWILIO_FROM', '+15551234567', '(555) 123-4567'],
    ['MAIL_FROM', 'Shop <hello@example.com>', 'Shop'],
    ['OPENAI_API_KEY', 'sk-1', 'org-1'],
    ['STRIPE_SECRET_KEY', 'rk_test_1', 'pk_test_1'],
    ['STRIPE_WEBHOOK_SECRET', 'whsec_1', 'we_1'],
  ] as const)('%s: %s is one, %s is none', (name, right, wrong) => {
    expect(wrongForm(name, right)).toBe('')
    expect(wrongForm(name, wrong)).toMatch(/^[A-Z].*\.$/)
  })
})

describe('a setting in .env', () => {
  test.each([
    ['A=1\n#A=2\nB=3\n', '#A=2\nB=3\n'],
    ['# A=2\n', '# A=2\nA='],
    ['A=1\nA=2', 'A=1\n'],
    ['', ''],
  ])('of %j is changed where it counts, and nothing else', (text, kept) => {
    const value = `it's "so" #1 $HOME`
    expect(parseEnv(change(text, 'A', 'x y')).A).toBe('x y')
    expect(parseEnv(change(text, 'A', value)).A).toBe(value)
    expect(change(text, 'A', '7')).toContain(kept)
  })
})
