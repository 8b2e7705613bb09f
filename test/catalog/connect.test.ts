import { beforeEach, describe, expect, test } from 'vitest'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import type { Answers, Form } from '#src/cards/form.ts'
import { accountSubject } from '#src/catalog/connect/account-subject.ts'
import { readGrant } from '#src/catalog/connect/grant.ts'
import { readSettings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { SCOPES } from '#src/integrations/meta/meta-login.ts'
import { createVendors } from '#src/vendors.ts'
import { openApi, openShop, pressOn, visitorOf } from './shop.ts'

const shop = await openShop({ connected: false })
const { app, meta, storeId, seller } = shop
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId, seller.id)
const zuri = visitorOf('Zuri')
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const account = () => app.em.fork().findOneOrFail(InstagramAccount, { storeId })
const card = async () =>
  accountSubject.card((await accountSubject.load(app.em.fork(), [(await account()).id]))[0]!, app)

/** What Facebook's consent page does when a button is pressed: where it sends the browser. */
async function consent(authUrl: string, { answer = 'yes', user = 'zuri', but = '' } = {}): Promise<URL> {
  const url = new URL(authUrl)
  const form = new URLSearchParams({ answer, user })
  for (const name of ['redirect_uri', 'state']) form.set(name, url.searchParams.get(name) ?? '')
  for (const scope of url.searchParams.get('scope')?.split(',') ?? []) if (scope !== but) form.append('scope', scope)
  const back = await fetch(`${url.origin}${url.pathname}`, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(back.headers.get('location') ?? '')
}
const callback = (back: URL, accept = 'application/json') =>
  fetch(`${api.url}/api/instagram/auth/callback${back.search}`, { headers: { accept }, redirect: 'manual' })
const ask = async () => (await api.call(key, 'GET', '/instagram/auth/url')).body
const connect = async (how = {}) => {
  const answer = await callback(await consent((await ask()).authUrl, how))
  return { status: answer.status, body: await answer.json() }
}

/** What the callback answers a program, in full; the connection it made. */
async function accountAfter(back: URL): Promise<InstagramAccount> {
  const answer = await callback(back)
  const kept = await account()
  const connection = { id: kept.id, igUsername: 'zuricloset', status: 'active' }
  expect([answer.status, await answer.json()]).toEqual([200, { success: true, connection }])
  return kept
}

beforeEach(async () => {
  await run('delete from instagram_accounts')
  await run("delete from notes where name like 'pause:%'")
  await run('delete from calls')
})

describe('letting us in', () => {
  test('001-149, 001-227, 001-320, 001-345, 001-347: connect answers with a private link that says what we ask for and why', async () => {
    const { text, isPrivate } = await runCommand(app, 'connect', zuri)
    expect(isPrivate).toBe(true)
    const path = new URL(/http\S+/.exec(text)?.[0] ?? '').pathname
    const page = await (await fetch(api.url + path)).text()
    for (const scope of SCOPES) expect(page).toContain(scope)
    expect(page).toContain('<h1>Connect Instagram to Zuri Closet</h1>')
    expect(page).toContain('<p class="shop">Zuri Closet</p>')
    expect(page).toContain('We read what your posts sell, and you approve each product.')
    // Business accounts and those of creators alike.
    expect(page).toContain('a professional Instagram account (Business or Creator)')
    expect(page).toContain('We post nothing, and answer nobody in your name.')
    const pressed = await fetch(api.url + path, { method: 'POST', redirect: 'manual', headers: { origin: api.url } })
    const onward = pressed.headers.get('refresh')?.replace('0; url=', '')
    expect(onward).toContain('/dialog/oauth?')
    // A form may lead nowhere else: browsers refuse a redirect to Facebook.
    expect([pressed.status, pressed.headers.get('location')]).toEqual([200, null])
    expect(await pressed.text()).toContain(`href="${onward?.replaceAll('&', '&amp;')}"`)
    const again = await fetch(api.url + path, { method: 'POST', redirect: 'manual', headers: { origin: api.url } })
    expect(again.status).toBeGreaterThanOrEqual(400)
    expect(await again.text()).toContain('or connect for a new link.')
  })

  test('001-150: the private link opens for half an hour', async () => {
    const path = new URL(/http\S+/.exec((await runCommand(app, 'connect', zuri)).text)?.[0] ?? '').pathname
    const pageAfter = async (minutes: number) => {
      app.now = new Date(app.now.getTime() + minutes * 60_000)
      return (await fetch(api.url + path)).text()
    }
    expect(await pageAfter(29)).toContain('Continue with Facebook')
    expect(await pageAfter(2)).toContain('This link no longer works')
  })

  test('001-158, 001-159, 001-160, 001-161, 001-162, 001-163: we ask for what we need, and for nothing else: never to publish', async () => {
    expect(new URL((await ask()).authUrl).searchParams.get('scope')?.split(',').toSorted()).toEqual([
      ...['business_management', 'instagram_basic', 'instagram_manage_comments', 'pages_manage_metadata'],
      ...['pages_read_engagement', 'pages_show_list'],
    ])
  })

  test('001-210, 001-289: the address has the configured version and the state', async () => {
    const { authUrl, state } = await ask()
    const url = new URL(authUrl)
    expect([url.origin, url.pathname]).toEqual([meta.url, '/v25.0/dialog/oauth'])
    expect(url.searchParams.get('state')).toBe(state)
    const environment = { META_APP_ID: '1', META_APP_SECRET: 's', META_GRAPH_VERSION: 'v31.0' }
    const { metaLogin } = createVendors(readSettings(environment), 'http://127.0.0.1:3000')
    expect(metaLogin?.writeConsentUrl('state')).toMatch(/^https:\/\/[a-z.]+\/v31\.0\/dialog\/oauth\?/)
  })

  test('001-137, 001-151 to 157: a yes becomes an active connection', async () => {
    const { status, body } = await connect()
    const kept = await account()
    expect([status, body]).toEqual([
      200,
      { success: true, connection: { id: kept.id, igUsername: 'zuricloset', status: 'active' } },
    ])
    expect(kept).toMatchObject({ state: 'active', storeId, tokenType: 'bearer', webhookSubscribed: true })
    expect(kept.grantedScopes.toSorted()).toEqual(SCOPES.toSorted())
    // Sixty days, not the hour of the first token.
    expect((kept.expiresAt?.getTime() ?? 0) - app.now.getTime()).toBeGreaterThan(59 * 86_400_000)
  })

  test('001-152, 001-211: the code is exchanged for a token, and the answer is the documented one', async () => {
    const back = await consent((await ask()).authUrl)
    const { id } = await accountAfter(back)
    // The state was used: whoever sends the same code again connects nothing, and ends nothing.
    const again = await callback(back)
    expect([again.status, await again.json()]).toMatchObject([400, { error: { code: 'bad_state' } }])
    expect(await account()).toMatchObject({ id, state: 'active' })
  })

  test('001-152, 001-211: a code that Meta did not give, a state that is nobody\u2019s, or no code connects nothing', async () => {
    const { authUrl } = await ask()
    const made = await consent(authUrl)
    made.searchParams.set('code', 'made-up')
    expect((await callback(made)).status).toBeGreaterThanOrEqual(400)
    const unknown = await consent((await ask()).authUrl)
    unknown.searchParams.set('state', 'a'.repeat(22))
    expect((await callback(unknown)).status).toBe(400)
    const bare = await consent((await ask()).authUrl)
    bare.searchParams.delete('code')
    expect(await (await callback(bare)).json()).toMatchObject({ error: { code: 'no_code' } })
    expect(await app.em.fork().count(InstagramAccount, {})).toBe(0)
  })

  test('001-153, 001-154, 001-347, 001-356, 001-357: of several Pages one is chosen, and its Instagram account is taken', async () => {
    const back = await consent((await ask()).authUrl, { user: 'both' })
    const sent = await callback(back, 'text/html')
    const path = new URL(sent.headers.get('location') ?? '').pathname
    const page = await (await fetch(api.url + path)).text()
    const pages = [...page.matchAll(/name="page" value="(\w+)"[^>]*> ([^<]+)</g)].map(([, id, name]) => [id, name])
    expect(pages.length).toBe(2)
    // It is the page of the shop that is connected, and chooses for nobody.
    expect(page).toContain('Whose posts does Zuri Closet sell?')
    expect(page).toContain('<p class="shop">Zuri Closet</p>')
    expect(page).not.toContain(' checked')
    const [id, name] = pages.at(-1) ?? []
    const form = new URLSearchParams({ page: id ?? '' })
    expect((await fetch(api.url + path, { method: 'POST', body: form, headers: { origin: api.url } })).status).toBe(200)
    // The account behind the last Page, which is not the first that the person has.
    const igUserId = '17841400000000777'
    expect(await account()).toMatchObject({ fbPageId: id, fbPageName: name, igUserId, username: 'zuricloset' })
  })

  test('001-155, 001-290, 001-017, 001-321: the token is kept encrypted, and given out nowhere', async () => {
    await connect()
    const { accessToken, id } = await account()
    const open = app.keys.open(accessToken ?? '', { table: 'instagram_accounts', id })
    expect(open).toMatch(/^EAA/)
    expect(accessToken).not.toContain(open.slice(3, 20))
    const { body } = await api.call(key, 'GET', '/instagram/connection')
    expect(JSON.stringify([body, await card()])).not.toMatch(/EAA|accessToken/)
  })

  test('001-156, 001-358: notices of the account are subscribed', async () => {
    const before = meta.view().subscribed.length
    await connect()
    const { igUserId, webhookSubscribed } = await account()
    expect([webhookSubscribed, meta.view().subscribed.slice(before)]).toEqual([true, [igUserId]])
  })

  test('001-157, 001-229, 001-343: the card says who is connected and offers Scan now', async () => {
    await connect()
    expect(await card()).toMatchObject({
      title: '@zuricloset is connected to Zuri Closet',
      footer: 'Scan now, and I read what your posts offer.',
    })
    expect(await pressOn(app, accountSubject, await account(), 'Scan now')).toContain('The scan begins')
    await run('delete from instagram_sync_history')
  })

  test('001-231, 001-232, 001-233, 001-234: Scan options asks for each, and Start begins with what was said', async () => {
    await connect()
    const [view] = await accountSubject.load(app.em.fork(), [(await account()).id])
    const form = accountSubject.ask?.(view!, 'options', app) as Form
    expect([form.submit, Object.fromEntries(form.fields.map(({ name, value }) => [name, value]))]).toEqual([
      'Start scan',
      { albums: 'yes', videos: 'no', recent: 'yes', limit: '100' },
    ])
    const said = { albums: 'no', videos: 'yes', recent: 'no', limit: '5001' }
    const start = (answers: Answers) =>
      account().then((row) => pressOn(app, accountSubject, row, 'Scan options', answers))
    await expect(start(said)).rejects.toThrow('A number up to 5000.')
    await start({ ...said, limit: '30' })
    const options = async () =>
      (await run<{ options: object }>('select options from instagram_sync_history'))[0]?.options
    expect(await options()).toEqual({ limit: 30, includeVideos: true, includeCarousels: false, since: null })
    await run('delete from instagram_sync_history')
    await start({ albums: 'yes', videos: 'no', recent: 'yes', limit: '' })
    expect(await options()).toEqual({
      ...{ limit: 100, includeVideos: false, includeCarousels: true },
      since: new Date(app.now.getTime() - 183 * 86_400_000).toISOString(),
    })
    await run('delete from instagram_sync_history')
  })

  test('001-150, 001-293: a state works once, for a while, and a made-up one never', async () => {
    const { authUrl } = await ask()
    const back = await consent(authUrl)
    expect((await callback(back)).status).toBe(200)
    expect((await callback(back)).status).toBe(400)
    // A phone that loads the page again must not read that it failed.
    const reloaded = await callback(back, 'text/html')
    expect([reloaded.status, await reloaded.text()]).toEqual([
      400,
      expect.stringContaining('This link no longer works'),
    ])
    // What is behind `connect` opens our own page, and is no consent.
    const link = /\/a\/([\w-]{22})/.exec((await runCommand(app, 'connect', zuri)).text)?.[1] ?? ''
    const fresh = await consent((await ask()).authUrl)
    fresh.searchParams.set('state', link)
    expect((await callback(fresh)).status).toBe(400)
    const made = new URL(back)
    made.searchParams.set('state', 'A'.repeat(22))
    expect((await callback(made)).status).toBe(400)
    const late = await consent((await ask()).authUrl)
    app.now = new Date(app.now.getTime() + 21 * 60_000)
    expect((await callback(late)).status).toBe(400)
  })

  test('001-302: whoever comes back from Facebook by browser reads who is connected, and where to go on', async () => {
    const back = await consent((await ask()).authUrl)
    const page = await (await callback(back, 'text/html')).text()
    expect(page).toContain('<h1>@zuricloset is connected to Zuri Closet</h1>')
    expect(page).toContain('The card in your chat has Scan now.')
  })

  test('a no connects nothing, and a browser reads so', async () => {
    const back = await consent((await ask()).authUrl, { answer: 'no' })
    const answer = await callback(back, 'text/html')
    expect(await answer.text()).toContain('You did not let us in.')
    expect(await app.em.fork().count(InstagramAccount)).toBe(0)
  })

  test('where Meta does not tell what was granted nothing counts as missing', async () => {
    expect(readGrant(null)).toEqual({ granted: null, missing: [], isEnough: true })
    await connect()
    await run("update instagram_accounts set granted_scopes = '[]'")
    expect((await card()).facts.map(({ label }) => label)).not.toContain('I may not')
  })

  test('a permission that was unticked is named: the needed ones refuse, the others are told on the card', async () => {
    const refused = await connect({ but: 'instagram_basic' })
    expect(refused.body.error.message).toContain('see your posts, their captions and pictures (instagram_basic)')
    await connect({ but: 'instagram_manage_comments' })
    expect((await card()).facts).toContainEqual({
      label: 'I may not',
      value:
        'read the comments under them, where orders come in (instagram_manage_comments). ' +
        'Reconnect, and leave it ticked.',
    })
    expect((await card()).facts).toContainEqual({ label: 'Comments', value: 'I may not read them' })
    const kept = await account()
    expect(await pressOn(app, accountSubject, kept, 'Reconnect')).toMatch(/^Open this within half an hour: http/)
  })
})
