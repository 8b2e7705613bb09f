import { expect, test } from 'vitest'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { Alert } from '#entities/operations/alert.ts'
import { Store } from '#entities/people/store.ts'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import { accountOf, nameAccount, settleAccount, settleStore } from '#src/instagram/account.ts'
import type { Share } from '#src/instagram/call-budgets.ts'
import { callInstagram } from '#src/instagram/call-instagram.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { blockedQueries, testApp } from '#test/app.ts'
import { igUserId, instagramApp, pass } from './sale.ts'

const { app, meta } = await instagramApp()
const row = () => app.em.fork().findOneOrFail(InstagramAccount, { igUserId })
const read = async (share: Share) => {
  const account = await accountOf(app, (await row()).id)
  return callInstagram(app, account, share, (instagram) => instagram.media(account))
}
const failure = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => error,
  )
const alerts = () => app.em.fork().find(Alert, { key: 'vendor:instagram' })

test('the shop and the account of the settings are written down once, by processes that start together', async () => {
  const fresh = await testApp({}, { STORE_NAME: 'Bead & Branch', STORE_CURRENCY: 'KES', INSTAGRAM_USER_ID: igUserId })
  const held = await fresh.em.fork().transactional(async (em) => {
    // Nobody can write a shop yet, but everybody can see that there is none.
    await sql(em, 'lock table stores in share row exclusive mode')
    const both = Promise.all([settleAccount(fresh), settleAccount(fresh)])
    await blockedQueries(fresh, 2)
    return { both }
  })
  await held.both
  await settleAccount(fresh)
  const stores = await fresh.em.fork().find(Store, {})
  expect(stores).toMatchObject([{ name: 'Bead & Branch', zone: 'UTC', currency: 'KES' }])
  expect(await settleStore(fresh)).toBe(stores[0]!.id)
  expect(await fresh.em.fork().find(InstagramAccount, {})).toMatchObject([{ igUserId, storeId: stores[0]!.id }])
})

test('the account has the token of the settings, and is asked for its name once', async () => {
  const account = await accountOf(app, (await row()).id)
  expect(account).toMatchObject({ userId: igUserId, accessToken: 'EAAtoken', username: null })
  expect(await nameAccount(app, account)).toMatchObject({ username: 'beadandbranch' })
  const { other } = meta.view().calls
  expect(await nameAccount(app, await accountOf(app, account.id))).toMatchObject({ username: 'beadandbranch' })
  expect(meta.view().calls.other).toBe(other)
})

test('000-050 the comments have their calls when the scans have spent all of theirs, and no call leaves beyond that', async () => {
  const spend = async (share: Share) => {
    for (let count = 0; ; count++) if ((await failure(read(share))) instanceof BudgetSpent) return count
  }
  const before = meta.view().calls.media
  // One was taken to ask for the name.
  expect(await spend('scans')).toBe(200 - 15 - 45 - 1)
  expect(await spend('comments')).toBe(15)
  expect(await spend('polls')).toBe(45)
  expect(meta.view().calls.media - before).toBe(199)
  expect(await failure(read('comments'))).toMatchObject({ freeAt: new Date(app.now.getTime() + 3_630_000) })
  pass(app, 61)
  expect(await failure(read('comments'))).toBeNull()
})

test('001-247 a day has 4,800 calls for all accounts together, and where Meta itself says that it allows more it is believed for an hour', async () => {
  await sql(app.em.fork(), `delete from calls`)
  await sql(app.em.fork(), `delete from notes where name like 'usage:%'`)
  const spendDay = (count: number) =>
    sql(
      app.em.fork(),
      `insert into calls (id, budget, at) select gen_random_uuid(), 'instagram-app/day', $1 from generate_series(1, $2)`,
      [app.now, count],
    )
  await spendDay(4_800)
  const calls = meta.view().calls.media
  expect(await failure(read('polls'))).toMatchObject({ freeAt: new Date(app.now.getTime() + 86_430_000) })
  expect(meta.view().calls.media).toBe(calls)

  await sql(
    app.em.fork(),
    `delete from calls where id = (select id from calls where budget = 'instagram-app/day' limit 1)`,
  )
  await meta.act.setUsage({ percent: 79 })
  for (let count = 0; count < 3; count++) expect(await failure(read('polls'))).toBeNull()
  pass(app, 60)
  expect(await failure(read('polls'))).toBeInstanceOf(BudgetSpent)

  pass(app, 24 * 60)
  await spendDay(4_799)
  await meta.act.setUsage({ percent: 80 })
  expect(await failure(read('polls'))).toBeNull()
  pass(app, 1)
  expect(await failure(read('polls'))).toMatchObject({ message: expect.stringContaining('instagram-app/day') })
  await sql(app.em.fork(), `delete from calls`)
  await meta.act.setUsage({ percent: 0 })
})

test('000-051 when Meta says that we near its limit we slow down, and stop before it', async () => {
  await meta.act.setUsage({ percent: 79 })
  await read('comments')
  await read('comments')
  await meta.act.setUsage({ percent: 80 })
  await read('comments')
  expect(await failure(read('polls'))).toMatchObject({ freeAt: new Date(app.now.getTime() + 60_000) })
  pass(app, 1)
  await meta.act.setUsage({ percent: 95 })
  await read('comments')
  expect(await failure(read('comments'))).toMatchObject({ freeAt: new Date(app.now.getTime() + 15 * 60_000) })
  pass(app, 15)
  await meta.act.setUsage({ percent: 50, waitMin: 40 })
  await read('comments')
  await meta.act.setUsage({ percent: 0 })
  pass(app, 39)
  const calls = meta.view().calls.media
  expect(await failure(read('comments'))).toBeInstanceOf(BudgetSpent)
  expect(meta.view().calls.media).toBe(calls)
  pass(app, 1)
  expect(await failure(read('comments'))).toBeNull()
})

test('000-051 a refusal for too many calls stops every share until the time Meta names', async () => {
  await meta.act.setUsage({ percent: 0, waitMin: 5 })
  await meta.act.failNext(613)
  expect(await failure(read('comments'))).toMatchObject({ freeAt: new Date(app.now.getTime() + 300_000) })
  await meta.act.setUsage({ percent: 0 })
  expect(await failure(read('polls'))).toBeInstanceOf(BudgetSpent)
  pass(app, 5)
  expect(await failure(read('polls'))).toBeNull()
})

test('a refused token is told to people at once, and taken back when it works again', async () => {
  await meta.act.expireToken()
  expect(await failure(read('polls'))).toBeInstanceOf(OutsideError)
  await failure(read('polls'))
  expect(await alerts()).toMatchObject([{ state: 'open', title: expect.stringContaining('refused our token') }])
  await meta.act.renewToken()
  await read('polls')
  expect(await alerts()).toMatchObject([{ state: 'closed' }])
})
