import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyRing } from '#src/keys.ts'
import { GOOGLE_TOKENS, readSecret } from '#src/secrets.ts'
import { createVendors } from '#src/vendors.ts'
import { createGoogleStandIn, type GoogleStandIn } from '#src/world/google/google.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { deskhandHere } from '#test/cli/command.ts'

const keys = `k:${Buffer.alloc(32, 3).toString('base64')}`
let google: GoogleStandIn
let app: TestApp
let env: Record<string, string>

beforeAll(async () => {
  google = await createGoogleStandIn({
    ...{ clientId: 'id', clientSecret: 'secret', refreshToken: 'first', mapsApiKey: 'maps' },
    address: 'orders@beadandbranch.example',
    studio: { address: 'sessions@strings.example', refreshToken: 'of-the-studio' },
  })
  app = await testApp({ keys: createKeyRing(keys) })
  env = {
    DATABASE_URL: app.databaseUrl,
    SECRET_KEYS: keys,
    GOOGLE_CLIENT_ID: 'id',
    GOOGLE_CLIENT_SECRET: 'secret',
    GOOGLE_API_ROOT: google.url,
    GOOGLE_TOKEN_URL: `${google.url}/token`,
    GOOGLE_AUTH_URL: `${google.url}/o/oauth2/v2/auth`,
  }
})
afterAll(() => google.close())

/** Runs `deskhand connect google`, and does with the printed address what a person does. */
function connect(browse: (address: string) => Promise<unknown>, more: Record<string, string> = {}) {
  const cli = join(import.meta.dirname, '../../src/cli.ts')
  const child = spawn(process.execPath, [cli, 'connect', 'google', '--port', '0'], {
    cwd: tmpdir(),
    env: { ...env, ...more },
  })
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    let [out, err, begun] = ['', '', false]
    child.stdout.on('data', (data) => {
      out += data
      const address = /^(http\S+)\n/m.exec(out)?.[1]
      if (!address || begun) return
      begun = true
      void browse(address)
    })
    child.stderr.on('data', (data) => {
      err += data
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

test('prints an address, takes what Google sends back to this machine, and keeps the token encrypted', async () => {
  const done = await connect(async (address) => {
    expect(address).toContain('code_challenge_method=S256')
    const callback = new URL(new URL(address).searchParams.get('redirect_uri') ?? '')
    expect(callback.hostname).toBe('127.0.0.1')
    const forged = new URL(callback)
    forged.search = '?code=stolen&state=guessed'
    expect((await fetch(forged)).status).toBe(404)
    expect((await fetch(address)).status).toBe(200)
  })
  expect(done).toEqual({
    code: 0,
    err: '',
    out: expect.stringMatching(
      /"Testing" ends the connection after 7 days[\s\S]*\norders@beadandbranch\.example is connected\./,
    ),
  })
  expect(done.out).not.toContain('1//refresh')
  const token = await readSecret(app, GOOGLE_TOKENS.shop)
  expect(token).toMatch(/^1\/\/refresh/)
  const settings = { ...app.settings, GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' }
  const urls = { GOOGLE_API_ROOT: google.url, GOOGLE_TOKEN_URL: `${google.url}/token` }
  const { gmail } = createVendors({ ...settings, ...urls }, '', {
    googleToken: () => readSecret(app, GOOGLE_TOKENS.shop),
  })
  expect(await gmail?.address()).toBe('orders@beadandbranch.example')
  expect((await deskhandHere(['doctor', 'gmail'], env)).out).toBe(
    'Gmail ok · mails leave from orders@beadandbranch.example\n',
  )
})

test('of two accounts each is connected by itself, told apart by its address; a third is refused', async () => {
  const two = { GMAIL_ADDRESS: 'orders@beadandbranch.example', STUDIO_GMAIL_ADDRESS: 'sessions@strings.example' }
  const as = (address: string) => connect((page) => fetch(`${page}&login_hint=${address}`), two)
  const shops = await readSecret(app, GOOGLE_TOKENS.shop)
  expect(await as(two.STUDIO_GMAIL_ADDRESS)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/\nsessions@strings\.example is connected, for the studio\. Processes/),
  })
  expect(await readSecret(app, GOOGLE_TOKENS.shop)).toBe(shops)
  expect(await readSecret(app, GOOGLE_TOKENS.studio)).toMatch(/^1\/\/refresh/)
  const all = { ...env, ...two }
  expect((await deskhandHere(['doctor', 'studio'], all)).out).toBe(
    'Studio Gmail ok · the studio\u2019s mails leave from sessions@strings.example\n',
  )
  expect((await deskhandHere(['doctor', 'gmail'], all)).out).toMatch(/mails leave from orders@/)
  expect(await as('kim@elsewhere.example')).toMatchObject({
    code: 1,
    err: 'That was kim@elsewhere.example, but GMAIL_ADDRESS is orders@beadandbranch.example and STUDIO_GMAIL_ADDRESS is sessions@strings.example. Connect again with one of those.\n',
  })
})

test('who says no at Google is told that nothing has changed', async () => {
  const { code, err } = await connect(async (address) => {
    const asked = new URL(address).searchParams
    await fetch(`${asked.get('redirect_uri')}?error=access_denied&state=${asked.get('state')}`)
  })
  expect({ code, err }).toEqual({ code: 1, err: 'Google was told no, so nothing has changed.\n' })
})

test('without a key to encrypt with, nobody is sent to Google', async () => {
  const { SECRET_KEYS, ...without } = env
  const refused = await deskhandHere(['connect', 'google', '--port', '0'], without)
  expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining('openssl rand -base64 32') })
})

test('deskhand key rotate encrypts what is stored with the first key', async () => {
  const next = `n:${Buffer.alloc(32, 4).toString('base64')}`
  const rotated = await deskhandHere(['key', 'rotate'], { ...env, SECRET_KEYS: `${next},${keys}` })
  expect(rotated).toEqual({ code: 0, err: '', out: expect.stringMatching(/^2 secrets encrypted anew/) })
  expect(await readSecret({ em: app.em, keys: createKeyRing(next) }, GOOGLE_TOKENS.shop)).toMatch(/^1\/\/refresh/)
})
