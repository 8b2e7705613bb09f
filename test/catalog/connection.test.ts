import { createHmac } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { accountSubject } from '#src/catalog/connect/account-subject.ts'
import { keepTokens } from '#src/catalog/connect/keep-tokens.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { KEEP_TOKENS } from '#src/catalog/steps.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { connect, openApi, openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop({ connected: false })
const { app, meta, storeId, seller } = shop
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId, seller.id)
const zuri = visitorOf('Zuri')
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const account = () => app.em.fork().findOneOrFail(InstagramAccount, { storeId })
const card = async () =>
  accountSubject.card((await accountSubject.load(app.em.fork(), [(await account()).id]))[0]!, app)

beforeEach(async () => {
  await run('delete from instagram_accounts')
  await run("delete from notes where name like 'pause:%'")
  await run('delete from calls')
  await connect(shop)
})

test('001-212: its state by API', async () => {
  const { id, igUserId } = await account()
  expect((await api.call(key, 'GET', '/instagram/connection')).body).toEqual({
    connected: true,
    connection: {
      ...{ id, igUsername: 'zuricloset', igBusinessAccountId: igUserId, status: 'active' },
      ...{ lastValidatedAt: app.now.toISOString(), webhookSubscribed: true },
    },
  })
})

test('001-228, 001-302: instagram shows account, last look, how many were imported, and its buttons', async () => {
  await run("update instagram_accounts set synced_at = '2026-03-02T09:00:00Z'")
  await run(
    `insert into products (id, state, store_id, name, slug, description, price, currency, source_type, created_at, updated_at)
     select gen_random_uuid(), 'active', $1, source, source, '', 1, 'KES', source, $2, $2
     from unnest('{instagram,manual}'::text[]) source`,
    [...[storeId, app.now]],
  )
  const { cards } = await runCommand(app, 'instagram', zuri)
  // Connected anew, it was read before.
  await run('update instagram_accounts set synced_at = null')
  const again = await card()
  expect(again.facts).toContainEqual({ label: 'Last synced', value: 'not since it was connected' })
  await run('delete from products')
  expect(cards?.[0]?.facts).toEqual(
    expect.arrayContaining([
      { label: 'Status', value: 'Active' },
      { label: 'Products imported', value: '1' },
    ]),
  )
  expect(cards?.[0]?.facts.find(({ label }) => label === 'Last synced')?.value).toContain('12:00')
  expect(cards?.[0]?.buttons.map(({ label }) => label)).toEqual(['Scan now', 'Scan options', 'Disconnect'])
})

test('001-022, 001-292: it is looked at once a day', async () => {
  app.now = new Date(app.now.getTime() + 86_400_001)
  expect(await keepTokens(app)).toBe(1)
  expect((await account()).lastValidatedAt).toEqual(app.now)
  expect(await keepTokens(app)).toBe(0)
})

test('001-019, 001-291: it is refreshed two weeks before it lapses', async () => {
  const ends = (await account()).expiresAt?.getTime() ?? 0
  app.now = new Date(ends - 15 * 86_400_000)
  await keepTokens(app)
  expect((await account()).expiresAt?.getTime()).toBe(ends)
  app.now = new Date(ends - 13 * 86_400_000)
  await keepTokens(app)
  expect((await account()).expiresAt?.getTime()).toBeGreaterThan(ends + 40 * 86_400_000)
})

test('001-019: one that has lapsed by what Meta told us is not refreshed, also while Meta still takes it', async () => {
  await connect(shop)
  await run('update instagram_accounts set expires_at = $1, last_validated_at = null, refreshed_at = null', [
    new Date(app.now.getTime() - 3_600_000),
  ])
  await keepTokens(app)
  expect(await account()).toMatchObject({ refreshedAt: null, lastValidatedAt: app.now })
})

test('001-138: a token that lapsed is told once, with Reconnect', async () => {
  await run('update instagram_accounts set expires_at = $1, last_validated_at = null', [
    new Date(app.now.getTime() - 1),
  ])
  await meta.act.expireToken()
  await keepTokens(app)
  expect(await account()).toMatchObject({ state: 'expired', errorMessage: 'The token ran out.' })
  const moves = () => run("select 1 from moves where kind = 'igconnection' and verb = 'expire'")
  expect(await moves()).toHaveLength(1)
  app.now = new Date(app.now.getTime() + 2 * 86_400_000)
  await keepTokens(app)
  expect(await moves()).toHaveLength(1)
  expect(await pressOn(app, accountSubject, await account(), 'Reconnect')).toContain(
    'Open this within half an hour: http',
  )
  await meta.act.renewToken()
})

test('001-139, 001-264: a permission taken back on Facebook is found by the next call, and told', async () => {
  await meta.act.failNext(190)
  await scanSome(shop)
  expect(await account()).toMatchObject({ state: 'revoked' })
  expect((await card()).title).toBe('@zuricloset: our permission was taken back')
  await run('delete from instagram_sync_history')
})

test('001-140, 001-265: a permission that is denied is told with what Instagram says', async () => {
  await meta.act.failNext(10)
  await scanSome(shop)
  const { state, errorMessage } = await account()
  expect(state).toBe('error')
  expect(errorMessage).toBeTruthy()
  const [told] = await run<{ note: string }>("select note from moves where kind = 'igconnection' and verb = 'fail'")
  expect(told?.note).toBe(errorMessage)
  expect((await card()).title).toBe('@zuricloset: Instagram does not let us read')
  await run('delete from instagram_sync_history')
})

test('an app with Standard Access that fails on a stranger is named as such', async () => {
  await meta.act.failNext(100)
  await scanSome(shop)
  expect((await account()).errorMessage).toContain('Advanced Access')
  await run('delete from instagram_sync_history')
})

test('001-141, 001-213, 001-230: Disconnect asks first, revokes at Meta, and wipes the token', async () => {
  const { form } = await runCommand(app, 'disconnect', zuri)
  expect(form?.form.submit).toBe('Disconnect')
  const { accessToken, id } = await account()
  const token = app.keys.open(accessToken ?? '', { table: 'instagram_accounts', id })
  expect((await api.call(key, 'DELETE', '/instagram/connection')).body).toEqual({
    success: true,
    message: 'Instagram account disconnected',
  })
  await keepTokens(app)
  expect(await account()).toMatchObject({ state: 'revoked', accessToken: null, grantedScopes: [], leavingAt: null })
  await expect(app.metaLogin?.pages(token)).rejects.toThrow()
})

test('001-230: Disconnect on its card gives our permission back at once', async () => {
  const { accessToken, id } = await account()
  const token = app.keys.open(accessToken ?? '', { table: 'instagram_accounts', id })
  app.bells.length = 0
  expect(await pressOn(app, accountSubject, await account(), 'Disconnect', { sure: 'yes' })).toBe('Disconnected.')
  for (const { step, at } of app.bells.splice(0)) if (step === KEEP_TOKENS && !at) await keepTokens(app)
  expect(await account()).toMatchObject({ state: 'revoked', accessToken: null, webhookSubscribed: false })
  await expect(app.metaLogin?.pages(token)).rejects.toThrow()
})

const signed = (body: object, secret = 'meta-secret') => {
  const payload = Buffer.from(JSON.stringify(body)).toString('base64url')
  const signature = createHmac('sha256', secret).update(payload).digest('base64url')
  return new URLSearchParams({ signed_request: `${signature}.${payload}` })
}
const tell = (path: string, form: URLSearchParams) =>
  fetch(`${api.url}/api/webhooks/instagram/${path}`, { method: 'POST', body: form })

test("001-139: Meta's deauthorize callback ends it at once; an unsigned one does nothing", async () => {
  const { fbUserId } = await account()
  expect((await tell('deauthorize', signed({ user_id: fbUserId }, 'guess'))).status).toBe(401)
  expect((await account()).state).toBe('active')
  expect((await tell('deauthorize', signed({ user_id: fbUserId }))).status).toBe(200)
  expect(await account()).toMatchObject({ state: 'revoked', accessToken: null })
})

test("001-345: Meta's data-deletion callback deletes what came from Instagram, and its page says so", async () => {
  await scanSome(shop)
  const { fbUserId } = await account()
  const answer = await (await tell('data-deletion', signed({ user_id: fbUserId }))).json()
  expect(answer.confirmation_code).toMatch(/^[0-9a-f]{16}$/)
  const page = new URL(answer.url)
  expect(await (await fetch(api.url + page.pathname + page.search)).text()).toContain('was deleted on 2026')
  expect(await run('select 1 from instagram_posts union all select 1 from product_drafts')).toEqual([])
  expect(await account()).toMatchObject({ username: null, accessToken: null })
})

test('001-006: a person has one connection; another one ends the first', async () => {
  const first = await account()
  await connect(shop)
  const all = await app.em.fork().find(InstagramAccount, { sellerId: { $ne: null } })
  expect(all.map(({ id }) => id)).toEqual([first.id])
})

test('a scan without any account is refused with the way out', async () => {
  await run('delete from instagram_accounts')
  await expect(runCommand(app, 'scan', zuri)).rejects.toThrow('No Instagram account is connected yet. Write: connect')
  expect(await listScans(app)).toBe(0)
})
