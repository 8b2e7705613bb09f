import { beforeEach, expect, test } from 'vitest'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { accountSubject } from '#src/catalog/connect/account-subject.ts'
import { keepTokens } from '#src/catalog/connect/keep-tokens.ts'
import { KEEP_TOKENS } from '#src/catalog/steps.ts'
import { addStore } from '#src/catalog/stores/add-store.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { openApi, openShop, pressOn, visitorOf } from './shop.ts'

const shop = await openShop({ connected: false })
const { app, storeId, seller } = shop
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId, seller.id)
const other = await addStore(app, { name: 'Clay Works', currency: 'KES', zone: 'Africa/Nairobi' })
const run = (text: string, params: unknown[] = []) => sql<{ ring?: number }>(app.em.fork(), text, params)
const account = () => app.em.fork().findOneOrFail(InstagramAccount, { storeId })
const sellsFor = (store: string) => run('update people set store_id = $2 where id = $1', [seller.id, store])

/** What Zuri reads in chat when she writes `instagram`. */
const inChat = async () => {
  const { cards } = await runCommand(app, 'instagram', visitorOf('Zuri'))
  const [card] = cards ?? []
  return [card?.title, card?.tone, card?.buttons?.map(({ label }) => label)]
}

/** She asks by API where to let us in, and says yes there; Facebook sends her back when told to. */
async function sayYes(by = key): Promise<() => Promise<Response>> {
  const url = new URL((await api.call(by, 'GET', '/instagram/auth/url')).body.authUrl)
  const form = new URLSearchParams({ answer: 'yes', user: 'zuri' })
  for (const name of ['redirect_uri', 'state']) form.set(name, url.searchParams.get(name) ?? '')
  for (const scope of url.searchParams.get('scope')?.split(',') ?? []) form.append('scope', scope)
  const said = await fetch(`${url.origin}${url.pathname}`, { method: 'POST', body: form, redirect: 'manual' })
  const { search } = new URL(said.headers.get('location') ?? '')
  return () => fetch(`${api.url}/api/instagram/auth/callback${search}`, { headers: { accept: 'application/json' } })
}

beforeEach(async () => {
  await sellsFor(storeId)
  await run('delete from instagram_accounts')
  const comeBack = await sayYes()
  expect((await comeBack()).status).toBe(200)
})

test('001-210: who connects by API has it as who connects in chat: when our permission is taken back, she is asked', async () => {
  expect(await account()).toMatchObject({ sellerId: seller.id })
  await run("update instagram_accounts set state = 'revoked'")
  expect(await inChat()).toEqual(['@zuricloset: our permission was taken back', 'bad', ['Reconnect']])
})

test('001-210, 001-264: what a key that acts for nobody connected is told of too, to the sellers of its shop', async () => {
  await run('delete from instagram_accounts')
  const comeBack = await sayYes(await api.keyOf('Import', 'seller', storeId))
  expect((await comeBack()).status).toBe(200)
  const rung = async () =>
    (await run('select ring from card_posts where subject_id = $1', [(await account()).id])).map(({ ring }) => ring)
  expect([await account(), await rung()]).toMatchObject([{ sellerId: null, audience: [seller.id] }, [1]])
  await run("update instagram_accounts set synced_at = $1, expires_at = $1::timestamptz - interval '1 day'", [app.now])
  await run('update instagram_accounts set last_validated_at = null')
  const { accessToken, id } = await account()
  await app.metaLogin?.revoke(app.keys.open(accessToken ?? '', { table: 'instagram_accounts', id }))
  await keepTokens(app)
  expect(await rung()).toEqual([2])
  expect(await inChat()).toEqual(['@zuricloset: the connection ran out', 'bad', ['Reconnect', 'Disconnect']])
  await pressOn(app, accountSubject, await account(), 'Disconnect', { sure: 'yes' })
  expect(await inChat()).toEqual(['@zuricloset is disconnected', 'done', ['Reconnect']])
})

test('001-210: who sells for another shop since she asked by API connects the old one no more', async () => {
  await run('delete from instagram_accounts')
  const comeBack = await sayYes()
  await sellsFor(other)
  expect((await comeBack()).status).toBe(400)
  expect(await app.em.fork().count(InstagramAccount)).toBe(0)
})

test('001-213: disconnected by API it is so in chat, and our permission is given back at once', async () => {
  const { accessToken, id } = await account()
  const token = app.keys.open(accessToken ?? '', { table: 'instagram_accounts', id })
  expect(await app.metaLogin?.pages(token)).toHaveLength(1)
  app.bells.length = 0
  expect((await api.call(key, 'DELETE', '/instagram/connection')).status).toBe(200)
  expect(await inChat()).toEqual(['@zuricloset is disconnected', 'done', ['Reconnect']])
  for (const { step, at } of app.bells) if (step === KEEP_TOKENS && !at) await keepTokens(app)
  expect(await account()).toMatchObject({ accessToken: null, leavingAt: null })
  await expect(app.metaLogin?.pages(token)).rejects.toThrow()
})
