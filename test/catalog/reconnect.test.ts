import { beforeEach, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { accountSubject } from '#src/catalog/connect/account-subject.ts'
import { keepTokens } from '#src/catalog/connect/keep-tokens.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { addStore } from '#src/catalog/stores/add-store.ts'
import { sql } from '#src/database/sql.ts'
import { letIn, openApi, openShop, pressOn, scanSome } from './shop.ts'

const shop = await openShop({ connected: false })
const { app, meta, storeId, seller } = shop
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId, seller.id)
const otherStore = await addStore(app, { name: 'Bead Corner', currency: 'KES', zone: 'Africa/Nairobi' })
const other = await letIn(app, 'Bea', otherStore)
const otherKey = await api.keyOf('Bea', 'seller', otherStore, other.id)
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const accountNamed = (username: string) => app.em.fork().findOneOrFail(InstagramAccount, { username })
const cardOf = async (username: string) => {
  const [view] = await accountSubject.load(app.em.fork(), [(await accountNamed(username)).id])
  if (!view) throw new Error('no such account')
  return accountSubject.card(view, app)
}
const later = (ms: number) => {
  app.now = new Date(app.now.getTime() + ms)
}
const DAY_MS = 86_400_000

/** A yes at Facebook as this user; of several Pages that of this account is chosen. */
async function connect(user: 'zuri' | 'bead' | 'both', { as = key, page = '' } = {}) {
  const { authUrl } = (await api.call(as, 'GET', '/instagram/auth/url')).body
  const url = new URL(authUrl)
  const form = new URLSearchParams({ answer: 'yes', user })
  for (const name of ['redirect_uri', 'state']) form.set(name, url.searchParams.get(name) ?? '')
  for (const scope of url.searchParams.get('scope')?.split(',') ?? []) form.append('scope', scope)
  const said = await fetch(`${url.origin}${url.pathname}`, { method: 'POST', body: form, redirect: 'manual' })
  const back = new URL(said.headers.get('location') ?? '')
  const address = `${api.url}/api/instagram/auth/callback${back.search}`
  const answer = await fetch(address, { headers: { accept: 'text/html' }, redirect: 'manual' })
  if (user !== 'both') return { status: answer.status, text: await answer.text() }
  const choice = api.url + new URL(answer.headers.get('location') ?? '').pathname
  const chosen = await choose(choice, page)
  return { status: chosen.status, text: await chosen.text(), choice }
}
async function choose(choice: string, page: string): Promise<Response> {
  const shown = await (await fetch(choice)).text()
  const pages = [...shown.matchAll(/name="page" value="(\w+)"[^>]*> ([^<]+)</g)]
  const id = pages.find(([, , name]) => name?.includes(page))?.[1] ?? 'none'
  return fetch(choice, { method: 'POST', body: new URLSearchParams({ page: id }), headers: { origin: api.url } })
}

beforeEach(async () => {
  await shop.afresh()
  await meta.act.renewToken()
  await run('delete from instagram_accounts')
})

describe('a seller who connects once more', () => {
  test('001-006: with another account: the first is over, and its token is given back and wiped', async () => {
    await connect('bead')
    const first = await accountNamed('beadandbranch')
    const token = app.keys.open(first.accessToken ?? '', { table: 'instagram_accounts', id: first.id })
    await connect('zuri')
    await keepTokens(app)
    expect(await accountNamed('beadandbranch')).toMatchObject({ state: 'revoked', sellerId: null, accessToken: null })
    await expect(app.metaLogin?.pages(token)).rejects.toThrow()
    expect(await accountNamed('zuricloset')).toMatchObject({ state: 'active', sellerId: seller.id })
  })

  test('as the same Facebook user, after the wrong Page: the right one stays connected', async () => {
    await connect('both', { page: 'Bead' })
    await connect('both', { page: 'Zuri' })
    await keepTokens(app)
    expect(await accountNamed('beadandbranch')).toMatchObject({ state: 'revoked', accessToken: null })
    later(DAY_MS + 1)
    await keepTokens(app)
    expect(await accountNamed('zuricloset')).toMatchObject({ state: 'active', errorMessage: null })
    expect((await scanSome(shop)).drafts.length).toBeGreaterThan(5)
  })

  test('an agency that ends the connection of one shop keeps that of the other', async () => {
    await connect('both', { page: 'Bead', as: otherKey })
    await connect('both', { page: 'Zuri' })
    await pressOn(app, accountSubject, await accountNamed('beadandbranch'), 'Disconnect', { sure: 'yes' }, 'Bea')
    await keepTokens(app)
    expect(await accountNamed('beadandbranch')).toMatchObject({ state: 'revoked', accessToken: null })
    later(DAY_MS + 1)
    await keepTokens(app)
    expect(await accountNamed('zuricloset')).toMatchObject({ state: 'active' })
  })

  test('the page to choose on is over after twenty minutes', async () => {
    const { choice = '' } = await connect('both', { page: 'nobody' })
    later(21 * 60_000)
    expect((await choose(choice, 'Zuri')).status).not.toBe(200)
    expect(await run('select 1 from instagram_accounts')).toEqual([])
  })
})

describe('one account and two shops', () => {
  test('while it is connected to one the other is told so, and nothing moves', async () => {
    await connect('zuri')
    const { status, text } = await connect('zuri', { as: otherKey })
    expect([status, text]).toEqual([409, expect.stringContaining('@zuricloset is connected to another shop already')])
    expect(await accountNamed('zuricloset')).toMatchObject({ storeId, sellerId: seller.id, state: 'active' })
  })

  test('first in the wrong shop, then in its own: its posts are found there, and what was sold stays sold', async () => {
    await connect('zuri', { as: otherKey })
    const wrong = { ...shop, storeId: otherStore, seller: other }
    const { find } = await scanSome(wrong)
    const sold = find('denim jacket')
    await pressOn(app, draftSubject, sold, 'Approve', {}, 'Bea')
    await pressOn(app, accountSubject, await accountNamed('zuricloset'), 'Disconnect', { sure: 'yes' }, 'Bea')
    await keepTokens(app)
    later(60_000)
    await connect('zuri')
    const { drafts } = await scanSome(shop)
    expect(drafts.length).toBeGreaterThan(5)
    expect(new Set(drafts.map((draft) => draft.storeId))).toEqual(new Set([storeId]))
    expect(drafts.map(({ igMediaId }) => igMediaId)).toContain(sold.igMediaId)
    const products = await app.em.fork().find(Product, { id: { $ne: null } })
    const isLeft = { sourceExternalId: null, updatedAt: app.now }
    expect(products).toMatchObject([{ storeId: otherStore, state: 'active', ...isLeft }])
    await meta.act.editPost(sold.igMediaId, 'Blue denim jacket, thrift grade A. KES 999')
    later(91_000)
    await pollAccounts(app)
    await shop.work()
    expect(await app.em.fork().findOneOrFail(Product, products[0]?.id ?? '')).toMatchObject({
      price: products[0]?.price,
    })
    expect(await app.em.fork().findOneOrFail(ProductDraft, { igMediaId: sold.igMediaId })).toMatchObject({ storeId })
  })
})

test('a scan that runs while its account goes to another shop is over, and brings nobody the posts of the other', async () => {
  await connect('zuri', { as: otherKey })
  const scan = await startScan(app, otherStore, usualOptions(app.now), {
    personId: other.id,
    name: 'Bea',
    via: 'slack',
  })
  const { instagram } = app
  if (!instagram) throw new Error('no Instagram')
  const moved = { done: false }
  // The account changes hands between two pages: while the second is asked for.
  const slow = { ...instagram }
  slow.posts = async (...asked) => {
    const page = await instagram.posts(...asked)
    if (moved.done) return page
    moved.done = true
    await pressOn(app, accountSubject, await accountNamed('zuricloset'), 'Disconnect', { sure: 'yes' }, 'Bea')
    await keepTokens(app)
    await connect('zuri')
    return page
  }
  await listScans(Object.assign(Object.create(app), { instagram: slow }))
  await shop.work()
  const [row] = await run<{ state: string; errors: { error: string }[] }>(
    'select state, errors from instagram_sync_history where id = $1',
    [scan.id],
  )
  expect(row).toMatchObject({ state: 'failed', errors: [{ error: 'the account is connected to another shop now' }] })
  expect(await run('select 1 from product_drafts')).toEqual([])
  const { drafts } = await scanSome(shop)
  expect(new Set(drafts.map((draft) => draft.storeId))).toEqual(new Set([storeId]))
  expect(drafts.every(({ syncId }) => syncId !== scan.id)).toBe(true)
})

describe('a connection in trouble', () => {
  beforeEach(async () => void (await connect('zuri')))

  test('Instagram refuses for a day and lets us in again: the card says so by itself', async () => {
    await meta.act.failNext(10)
    await scanSome(shop)
    const { title, facts } = await cardOf('zuricloset')
    expect(title).toContain('Instagram does not let us read')
    const said = Object.fromEntries(facts.map(({ label, value }) => [label, value]))
    expect(said.Status).toBe('Refused')
    expect(said['What it says']).not.toMatch(/^instagram:/)
    later(DAY_MS + 1)
    await keepTokens(app)
    expect(await accountNamed('zuricloset')).toMatchObject({ state: 'active', errorMessage: null })
    expect((await cardOf('zuricloset')).title).toBe('@zuricloset is connected to Zuri Closet')
  })

  test('001-138: a lapsed token that a scan finds out is told as lapsed, not as taken back', async () => {
    await run('update instagram_accounts set expires_at = $1', [new Date(app.now.getTime() - 1)])
    await meta.act.failNext(190)
    await scanSome(shop)
    expect((await cardOf('zuricloset')).title).toBe('@zuricloset: the connection ran out')
  })

  test('Meta is away when it is disconnected: asked three times, then our copy is wiped in any case', async () => {
    await pressOn(app, accountSubject, await accountNamed('zuricloset'), 'Disconnect', { sure: 'yes' })
    for (const tries of [1, 2]) {
      await meta.act.failNext(2)
      await keepTokens(app)
      const { accessToken, attempts } = await accountNamed('zuricloset')
      expect([accessToken !== null, attempts]).toEqual([true, tries])
      later(3_600_000)
    }
    await meta.act.failNext(2)
    await keepTokens(app)
    expect(await accountNamed('zuricloset')).toMatchObject({ accessToken: null, leavingAt: null })
  })
})
