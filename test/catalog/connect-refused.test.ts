import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { Person } from '#entities/people/person.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { accountSubject } from '#src/catalog/connect/account-subject.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { addStore } from '#src/catalog/stores/add-store.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { makeMember } from '#test/make.ts'
import { openApi, openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop({ connected: false })
const { app, meta, storeId, seller } = shop
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId, seller.id)
const ann = await makeMember(app, 'Ann')
const zuri = visitorOf('Zuri')
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const accounts = () => app.em.fork().find(InstagramAccount, {})
const cardNow = async () => {
  const [account] = await accounts()
  const [view] = await accountSubject.load(app.em.fork(), [account!.id])
  return cardOf(accountSubject, view!, app)
}
const factsNow = async () =>
  Object.fromEntries((await cardNow()).facts?.map(({ label, value }) => [label, value]) ?? [])

/** Where Facebook sends the browser after a yes. */
async function comeBack(user = 'zuri'): Promise<URL> {
  const url = new URL((await api.call(key, 'GET', '/instagram/auth/url')).body.authUrl)
  const form = new URLSearchParams({ answer: 'yes', user })
  for (const name of ['redirect_uri', 'state']) form.set(name, url.searchParams.get(name) ?? '')
  for (const scope of url.searchParams.get('scope')?.split(',') ?? []) form.append('scope', scope)
  const said = await fetch(`${url.origin}${url.pathname}`, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(said.headers.get('location') ?? '')
}
const callback = (back: URL, accept = 'text/html') =>
  fetch(`${api.url}/api/instagram/auth/callback${back.search}`, { headers: { accept }, redirect: 'manual' })
const choose = (path: string, page: string) =>
  fetch(api.url + path, { method: 'POST', body: new URLSearchParams({ page }), headers: { origin: api.url } })
const read = async (answer: Response) => [answer.status, await answer.text()] as const

beforeEach(async () => {
  await shop.afresh()
  await run('delete from instagram_accounts')
})

describe('what cannot work is said where it is seen', () => {
  test('001-153: a program is told of several Pages, since it can choose none', async () => {
    const answer = await callback(await comeBack('both'), 'application/json')
    expect([answer.status, await answer.json()]).toMatchObject([409, { error: { code: 'several_pages' } }])
    expect(await accounts()).toEqual([])
  })

  test('001-153: none chosen is asked again; chosen once, the page is over, and a second press connects nothing new', async () => {
    const sent = await callback(await comeBack('both'))
    const path = new URL(sent.headers.get('location') ?? '').pathname
    expect((await read(await choose(path, 'none')))[1]).toContain('Choose one of them.')
    const page = await (await fetch(api.url + path)).text()
    const [id = ''] = [...page.matchAll(/name="page" value="(\w+)"/g)].map(([, value]) => value)
    expect((await choose(path, id)).status).toBe(200)
    const [first] = await accounts()
    expect(await read(await choose(path, id))).toEqual([410, expect.stringContaining('This link no longer works')])
    expect((await accounts())[0]?.moves).toBe(first?.moves)
  })

  test('001-154: where no Page has a professional account it says what to do', async () => {
    const back = await comeBack('nobody')
    expect(await read(await callback(back))).toEqual([409, expect.stringContaining('None of your Facebook Pages has')])
    expect(await accounts()).toEqual([])
  })

  test('001-265: a no, and Meta away, are a page that says so', async () => {
    const no = await comeBack()
    no.searchParams.delete('code')
    no.searchParams.set('error', 'access_denied')
    expect(await read(await callback(no))).toEqual([403, expect.stringContaining('You did not let us in.')])
    const back = await comeBack()
    meta.fault = { kind: 'error', status: 500 }
    expect(await read(await callback(back))).toEqual([502, expect.stringContaining('Meta does not answer properly.')])
    meta.fault = null
    expect(await accounts()).toEqual([])
  })

  test('a published app that Meta shows nothing of the account says why, and keeps nothing', async () => {
    const sent = await callback(await comeBack('both'))
    const path = new URL(sent.headers.get('location') ?? '').pathname
    const page = await (await fetch(api.url + path)).text()
    const [, id = ''] = /name="page" value="(\w+)"/.exec(page) ?? []
    await meta.act.failNext(100)
    expect((await read(await choose(path, id)))[1]).toContain('it needs Advanced Access')
    expect(await accounts()).toEqual([])
  })
})

describe('who was let go meanwhile', () => {
  const letGo = () => app.em.fork().nativeUpdate(Person, { id: seller.id }, { state: 'removed' })
  const letIn = (store = storeId) =>
    app.em.fork().nativeUpdate(Person, { id: seller.id }, { state: 'member', storeId: store })

  test('001-150: connects nothing, neither by the link, nor from Facebook, nor by the choice of a Page', async () => {
    const { text } = await runCommand(app, 'connect', zuri)
    const link = new URL(/http\S+/.exec(text)?.[0] ?? '').pathname
    const [back, both] = [await comeBack(), await comeBack('both')]
    const choice = new URL((await callback(both)).headers.get('location') ?? '').pathname
    const page = await (await fetch(api.url + choice)).text()
    const [, id = ''] = /name="page" value="(\w+)"/.exec(page) ?? []
    await letGo()
    expect((await fetch(api.url + link)).status).toBe(410)
    expect((await callback(back)).status).toBe(400)
    expect((await choose(choice, id)).status).toBe(410)
    expect(await accounts()).toEqual([])
    await letIn()
  })

  test('001-150: who sells for another shop now connects none to the first', async () => {
    const back = await comeBack()
    await letIn(await addStore(app, { name: 'Bead Corner', currency: 'KES', zone: 'Africa/Nairobi' }))
    expect((await callback(back)).status).toBe(400)
    await letIn()
    expect((await callback(await comeBack())).status).toBe(200)
  })
})

describe('the card of a connection', () => {
  test('001-228: whether Instagram tells us or we look, and when it was looked through last', async () => {
    await callback(await comeBack())
    expect(await factsNow()).toMatchObject({ 'Last synced': 'never', Comments: 'Instagram tells me at once' })
    expect((await cardNow()).footer).toBe('Scan now, and I read what your posts offer.')
    await run('update instagram_accounts set webhook_subscribed = false')
    expect((await factsNow()).Comments).toBe('I look every few minutes')
    await scanSome(shop, 1)
    expect((await cardNow()).footer).toBe('New posts become drafts within two minutes.')
  })

  test.each([
    ['expired', 'Ran out', '@zuricloset: the connection ran out'],
    ['error', 'Refused', '@zuricloset: Instagram does not let us read'],
    ['revoked', 'Taken back', '@zuricloset: our permission was taken back'],
  ])('001-021: %s: it says so, what that means, and offers to connect again', async (state, standing, title) => {
    await callback(await comeBack())
    await run('update instagram_accounts set state = $1', [state])
    const card = await cardNow()
    expect([card.title, card.tone]).toEqual([title, 'bad'])
    expect((await factsNow()).Status).toBe(standing)
    expect(card.footer).toBe('Nothing is read until it is connected again. Products and drafts are safe.')
    expect(card.buttons.map(({ label }) => label)).toEqual(
      state === 'revoked' ? ['Reconnect'] : ['Reconnect', 'Disconnect'],
    )
  })

  test('001-141: disconnected by its seller it is done, and asks nothing', async () => {
    await callback(await comeBack())
    await api.call(key, 'DELETE', '/instagram/connection')
    const card = await cardNow()
    expect([card.title, card.tone]).toEqual(['@zuricloset is disconnected', 'done'])
    expect(card.footer ?? '').not.toContain('Nothing is read')
    expect((await factsNow()).Status).toBe('Disconnected')
    await expect(runCommand(app, 'disconnect', zuri)).rejects.toThrow('It is not connected.')
    expect((await api.call(key, 'DELETE', '/instagram/connection')).status).toBe(200)
  })
})

describe('words of chat', () => {
  test.each(['instagram', 'disconnect'])('%s where none is connected says what to write', async (words) => {
    await expect(runCommand(app, words, zuri)).rejects.toThrow('No Instagram account is connected to Zuri Closet.')
  })

  test('connect where it is not set up names what is missing', async () => {
    const { META_APP_SECRET } = app.settings
    Object.assign(app.settings, { META_APP_SECRET: undefined })
    await expect(runCommand(app, 'connect', zuri)).rejects.toThrow('META_APP_ID and META_APP_SECRET are missing')
    Object.assign(app.settings, { META_APP_SECRET })
  })

  test.each(['scan 0', 'scan 5001', 'scan 99999 zuri'])(
    '001-234: %s is refused with how many there may be',
    async (words) => {
      await expect(runCommand(app, words, ann)).rejects.toThrow('How many posts? A number up to 5000.')
    },
  )

  test('a shop is meant by its whole name first, and two names of one address are refused', async () => {
    await runCommand(app, 'store add Zuri KES Africa/Nairobi', ann)
    for (const [named, shop] of [
      ['zuri', 'Zuri'],
      ['Zuri Closet', 'Zuri Closet'],
      ['closet', 'Zuri Closet'],
    ])
      expect((await runCommand(app, `connect ${named}`, ann)).text).toContain(`to connect Instagram to ${shop}:`)
    await expect(runCommand(app, 'store add ZURI - closet! KES Africa/Nairobi', ann)).rejects.toThrow(
      'There is a shop Zuri Closet already.',
    )
    await run(`delete from stores where name = 'Zuri'`)
  })

  test('a seller who names something is told how to mean their own', async () => {
    await expect(runCommand(app, 'scan last 3 months', zuri)).rejects.toThrow(
      'That shop is not yours. Leave its name out, and it is your own.',
    )
  })

  test('a seller whose shop is gone is told who helps', async () => {
    await app.em.fork().nativeUpdate(Person, { id: seller.id }, { storeId: null })
    await expect(runCommand(app, 'connect', zuri)).rejects.toThrow(
      'You have no shop yet. An admin lets you in for one.',
    )
    await app.em.fork().nativeUpdate(Person, { id: seller.id }, { storeId })
  })
})

describe('what Meta signs', () => {
  const tell = (path: string, body: object, secret = 'meta-secret') => {
    const payload = Buffer.from(JSON.stringify(body)).toString('base64url')
    const signature = createHmac('sha256', secret).update(payload).digest('base64url')
    const form = new URLSearchParams({ signed_request: `${signature}.${payload}` })
    return fetch(`${api.url}/api/webhooks/instagram/${path}`, { method: 'POST', body: form })
  }

  test('001-139: a request that names nobody is refused, and without our secret none is taken', async () => {
    await callback(await comeBack())
    for (const path of ['deauthorize', 'data-deletion']) {
      expect((await tell(path, { user_id: null })).status).toBe(400)
      const { META_APP_SECRET } = app.settings
      Object.assign(app.settings, { META_APP_SECRET: undefined })
      expect((await tell(path, { user_id: '122100000000007' })).status).toBe(503)
      Object.assign(app.settings, { META_APP_SECRET })
    }
    expect(await accounts()).toMatchObject([{ state: 'active' }])
  })

  test('001-139: what another signed ends no connection and forgets nobody', async () => {
    await callback(await comeBack())
    const [mine] = await accounts()
    for (const path of ['deauthorize', 'data-deletion'])
      expect((await tell(path, { user_id: mine?.fbUserId }, 'a guess')).status).toBe(401)
    expect(await accounts()).toMatchObject([{ state: 'active', fbUserId: mine?.fbUserId }])
  })

  test('001-345: of who asks to be forgotten nothing of Instagram is left, and the shop keeps what it sells', async () => {
    await callback(await comeBack())
    const { find } = await scanSome(shop)
    await pressOn(app, draftSubject, find('denim jacket'), 'Approve')
    await run(`update products set videos = '["film"]'`)
    await run(`update product_drafts set video_urls = '["film"]'`)
    const [mine] = await accounts()
    await run(
      `insert into instagram_webhook_events (id, webhook_id, event_type, field, ig_user_id, raw_payload, connection_id,
         received_at, created_at) values ($1, 'w', 'media', 'media', '1', '{}', $1, now(), now())`,
      [mine?.id],
    )
    expect((await tell('data-deletion', { user_id: mine?.fbUserId })).status).toBe(200)
    expect(await app.em.fork().find(Product, {})).toMatchObject([
      { state: 'active', sourceCaption: null, sourceExternalUrl: null, images: [], videos: [], synced: null },
    ])
    expect(await app.em.fork().find(ProductDraft, {})).toMatchObject([
      { state: 'approved', igCaption: null, igPermalink: '', igMediaUrl: '', imageUrls: [], videoUrls: [] },
    ])
    expect(await run('select 1 from instagram_webhook_events union all select 1 from instagram_posts')).toEqual([])
    expect(await accounts()).toMatchObject([{ username: null, fbPageId: null, fbPageName: null, fbUserId: null }])
  })

  test('001-139: all that this person let us into ends, and nothing of others', async () => {
    await callback(await comeBack())
    const [mine] = await accounts()
    await run(
      `insert into instagram_accounts
       select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'ig_user_id', n, 'seller_id', null,
         'number', 900 + n::int, 'fb_user_id', case n when '8' then 'another' else a.fb_user_id end))).*
       from instagram_accounts a, unnest(array['7', '8']) n`,
    )
    expect((await tell('deauthorize', { user_id: Number(mine?.fbUserId) })).status).toBe(200)
    const states = (await accounts()).map(({ igUserId, state, accessToken, webhookSubscribed }) => {
      return [igUserId, state, accessToken === null, webhookSubscribed]
    })
    expect(states.toSorted()).toEqual([
      [mine?.igUserId, 'revoked', true, false],
      ['7', 'revoked', true, false],
      ['8', 'active', false, true],
    ])
  })
})
