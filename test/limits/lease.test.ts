import { beforeEach, expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import {
  claim,
  nextFree,
  release,
  releaseAll,
  releaseFailed,
  returnUntouched,
  saveLeased,
  whileLeased,
} from '#src/limits/lease.ts'
import { testApp } from '#test/app.ts'

const app = await testApp()
const em = () => app.em.fork()
const pass = (ms: number) => {
  app.now = new Date(app.now.getTime() + ms)
}
const what = { table: 'inbox_readings', due: 'read_at is null', order: 'received_at, id', limit: 10, leaseMs: 12_000 }
const row = async () => {
  const [one] = await sql<{ attempts: number; leased: string | null; next: string | null; error: string | null }>(
    em(),
    'select attempts, leased_until as leased, next_try_at as next, last_error as error from inbox_readings',
  )
  if (!one) throw new Error('no row')
  return one
}

beforeEach(async () => {
  await sql(em(), 'delete from inbox')
  await app.inlet('instagram', crypto.randomUUID(), '{}')
  // One reader's row is enough.
  await sql(em(), 'delete from inbox_readings where id <> (select min(id::text)::uuid from inbox_readings)')
})

test('who holds a row has it alone until the lease runs out', async () => {
  const [first] = await claim(em(), app.now, what)
  if (!first) throw new Error('nothing was due')
  expect(await claim(em(), app.now, what)).toEqual([])
  pass(12_001)
  expect(await claim(em(), app.now, what)).toHaveLength(1)
  expect(await saveLeased(em(), first, 'mine = true')).toBe(false)
  expect(await release(em(), first)).toBe(false)
  expect(await releaseFailed(em(), first, app.now, { message: 'late', retryAfterS: null })).toBeNull()
  expect((await row()).error).toBeNull()
})

test('a lease is renewed while the work goes on, and no longer', async () => {
  const [lease] = await claim(em(), app.now, what)
  if (!lease) throw new Error('nothing was due')
  const before = (await row()).leased
  await whileLeased(app, lease, 30, async () => {
    pass(20)
    while ((await row()).leased === before) await new Promise((next) => setImmediate(next))
  })
  const after = (await row()).leased
  expect(after).not.toBe(before)
  expect(await saveLeased(em(), lease, 'mine = true')).toBe(true)
})

test('many are given back at once, but for those that are no longer ours', async () => {
  await app.inlet('instagram', crypto.randomUUID(), '{}')
  const leases = await claim(em(), app.now, what)
  expect(leases.length).toBeGreaterThan(1)
  const [lost, ...kept] = leases.map((lease, at) => (at === 0 ? { ...lease, token: crypto.randomUUID() } : lease))
  await sql(em(), "update inbox_readings set attempts = 2, last_error = 'x', next_try_at = now()")
  expect(await releaseAll(em(), [lost!, ...kept])).toEqual(new Set(kept.map(({ id }) => id)))
  const rows = await sql<{ id: string; token: string | null; attempts: number; error: string | null }>(
    em(),
    'select id, lease_token as token, attempts, last_error as error from inbox_readings where id = any($1::uuid[])',
    [leases.map(({ id }) => id)],
  )
  for (const { id, ...row } of rows) {
    expect(row).toEqual(
      id === lost?.id
        ? { token: leases[0]?.token, attempts: 2, error: 'x' }
        : { token: null, attempts: 0, error: null },
    )
  }
})

test('a claim that counts is a try, given back untouched it is none; a failure waits twice as long each time', async () => {
  const counting = { ...what, counts: true }
  const [lease] = await claim(em(), app.now, counting)
  if (!lease) throw new Error('nothing was due')
  expect(lease.attempts).toBe(1)
  await returnUntouched(em(), lease)
  expect((await row()).attempts).toBe(0)
  for (const [tries, seconds] of [
    [1, 30],
    [2, 60],
    [3, 120],
  ] as const) {
    const [again] = await claim(em(), app.now, counting)
    if (!again) throw new Error('nothing was due')
    const next = await releaseFailed(em(), again, app.now, { message: 'no', retryAfterS: null })
    expect(next).toEqual(new Date(app.now.getTime() + seconds * 1_000))
    expect(await row()).toMatchObject({ attempts: tries, error: 'no', leased: null })
    expect(await claim(em(), app.now, counting)).toEqual([])
    pass(seconds * 1_000)
  }
  const [last] = await claim(em(), app.now, counting)
  if (!last) throw new Error('nothing was due')
  await releaseFailed(em(), last, app.now, { message: 'busy', retryAfterS: 7_200 })
  pass(7_199_000)
  expect(await claim(em(), app.now, counting)).toEqual([])
})

test('what is kept of a failure holds no token, whoever failed', async () => {
  const token = '7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0'
  const key = '0a1B2c3D4e5F6g7H8i9J'
  for (const secret of [token, `sk_live_${key}`, `rk_test_${key}`, `whsec_${key}`, `xoxe-1-${key}`, `dh_${key}`]) {
    const { message } = new OutsideError('vendor', `no chat for ${secret}, sorry`, { retry: 'later' })
    expect(message).toBe('vendor: no chat for [secret], sorry')
  }
  const [lease] = await claim(em(), app.now, what)
  if (!lease) throw new Error('nothing was due')
  await releaseFailed(em(), lease, app.now, { message: `broken at ${token}`, retryAfterS: null })
  expect((await row()).error).toBe('broken at [secret]')
})

test('when the first of what others hold, or what waits after a failure, is free is known', async () => {
  expect(await nextFree(em(), app.now, what)).toBeNull()
  const [held] = await claim(em(), app.now, what)
  expect(await nextFree(em(), app.now, what)).toEqual(new Date(app.now.getTime() + 12_001))
  if (!held) throw new Error('nothing was due')
  const next = await releaseFailed(em(), held, app.now, { message: 'no', retryAfterS: 90 })
  expect(await nextFree(em(), app.now, what)).toEqual(next)
  pass(91_000)
  expect(await nextFree(em(), app.now, what)).toBeNull()
})
