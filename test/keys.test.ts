import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { createKeyRing, requireKeys } from '#src/keys.ts'
import { GOOGLE_TOKENS, keepSecret, readSecret, rotateSecrets } from '#src/secrets.ts'
import { testApp } from '#test/app.ts'

const key = () => randomBytes(32).toString('base64')
const [first, second] = [`a:${key()}`, `b:${key()}`]
const spot = { table: 'secrets', id: 'google:refresh-token' }

const flip = (part: string) => Buffer.from(Buffer.from(part, 'base64url').map((byte) => byte ^ 1)).toString('base64url')

describe('the key ring', () => {
  test('opens what it sealed, and never seals it the same way twice', () => {
    const ring = createKeyRing(first)
    const sealed = ring.seal('1//token ñ', spot)
    expect(sealed).toMatch(/^v1:a:[\w-]{16}:[\w-]{22}:[\w-]+$/)
    expect(ring.open(sealed, spot)).toBe('1//token ñ')
    expect(ring.seal('1//token ñ', spot)).not.toBe(sealed)
  })

  test('an envelope that was moved to another row, or changed, does not open', () => {
    const ring = createKeyRing(first)
    const sealed = ring.seal('secret', spot)
    expect(() => ring.open(sealed, { ...spot, id: 'another' })).toThrow('does not open')
    expect(() => ring.open(sealed, { ...spot, table: 'another' })).toThrow('does not open')
    const parts = sealed.split(':')
    for (const at of [2, 3, 4]) {
      const changed = parts.with(at, flip(parts[at]!))
      expect(() => ring.open(changed.join(':'), spot)).toThrow('does not open')
    }
    const shortTag = parts.with(3, Buffer.from(parts[3]!, 'base64url').subarray(0, 4).toString('base64url'))
    expect(() => ring.open(shortTag.join(':'), spot)).toThrow('does not open')
    expect(() => ring.open('plain text', spot)).toThrow('is no secret')
  })

  test('the first key encrypts, the others still decrypt; a key that was thrown away is named', () => {
    const old = createKeyRing(first).seal('secret', spot)
    const both = createKeyRing(`${second},${first}`)
    expect(both.open(old, spot)).toBe('secret')
    expect([both.isCurrent(old), both.isCurrent(both.seal('secret', spot))]).toEqual([false, true])
    expect(() => createKeyRing(second).open(old, spot)).toThrow("The key 'a' is not in SECRET_KEYS")
  })

  test('without keys it says how to make one', () => {
    expect(() => requireKeys(undefined)).toThrow('openssl rand -base64 32')
    expect(() => createKeyRing(undefined).seal('secret', spot)).toThrow('openssl rand -base64 32')
  })

  test.each([
    ['no name', key()],
    ['too short', `a:${randomBytes(16).toString('base64')}`],
    ['not base64', 'a:????'],
    ['one name twice', `${first},${first}`],
  ])('keys that cannot be read are refused, without showing them: %s', (_name, text) => {
    const refused = () => createKeyRing(text)
    expect(refused).toThrow('SECRET_KEYS')
    expect(refused).not.toThrow(text)
  })
})

test('secrets lie encrypted in the database, and rotation encrypts every one with the first key', async () => {
  const app = await testApp({ keys: createKeyRing(first) })
  const account = '00000000-0000-7000-8000-000000000001'
  await inTransaction(app, async (tx) => {
    await keepSecret(tx, app, GOOGLE_TOKENS.shop, '1//first')
    await keepSecret(tx, app, GOOGLE_TOKENS.shop, '1//canary')
    await sql(
      tx.em,
      `insert into stores (id, name, zone, currency, created_at) values ($1, 'Shop', 'UTC', 'USD', $2)`,
      [account, tx.at],
    )
    await sql(
      tx.em,
      `insert into instagram_accounts (id, store_id, ig_user_id, connected_at, access_token) values ($1, $1, '1', $2, $3)`,
      [account, tx.at, app.keys.seal('meta', { table: 'instagram_accounts', id: account })],
    )
  })
  const stored = () => sql<{ value: string }>(app.em.fork(), 'select value from secrets')
  expect(await stored()).toEqual([{ value: expect.stringMatching(/^v1:a:/) }])
  expect(JSON.stringify(await stored())).not.toContain('canary')

  app.keys = createKeyRing(`${second},${first}`)
  expect(await inTransaction(app, (tx) => rotateSecrets(tx, app, []))).toBe(2)
  expect(await inTransaction(app, (tx) => rotateSecrets(tx, app, []))).toBe(0)
  app.keys = createKeyRing(second)
  expect(await readSecret(app, GOOGLE_TOKENS.shop)).toBe('1//canary')
  const [row] = await sql<{ token: string }>(app.em.fork(), 'select access_token as token from instagram_accounts')
  expect(app.keys.open(row?.token ?? '', { table: 'instagram_accounts', id: account })).toBe('meta')
})
