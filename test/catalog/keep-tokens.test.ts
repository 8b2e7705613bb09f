import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, test } from 'vitest'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { accountSubject } from '#src/catalog/connect/account-subject.ts'
import { keepTokens } from '#src/catalog/connect/keep-tokens.ts'
import { noteTrouble } from '#src/catalog/connect/note-trouble.ts'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import { SCOPES } from '#src/integrations/meta/meta-login.ts'
import { connect, openApi, openShop, scanSome } from './shop.ts'

const shop = await openShop({ connected: false })
const { app, meta, storeId, seller } = shop
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId, seller.id)
const login = app.metaLogin!
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const account = () => app.em.fork().findOneOrFail(InstagramAccount, { storeId, sellerId: seller.id })
const DAY_MS = 86_400_000
const later = (ms: number) => {
  app.now = new Date(app.now.getTime() + ms)
}
const tokenOf = ({ id, accessToken }: InstagramAccount) =>
  app.keys.open(accessToken ?? '', { table: 'instagram_accounts', id })

beforeEach(async () => {
  await shop.afresh()
  await meta.act.renewToken()
  app.metaLogin = login
  await run('delete from instagram_accounts')
  await connect(shop)
})

describe('the daily look at a token', () => {
  test('001-292: comes a day after the last, and no sooner', async () => {
    later(DAY_MS - 60_000)
    expect(await keepTokens(app)).toBe(0)
    later(60_001)
    expect(await keepTokens(app)).toBe(1)
  })

  test('001-020, 001-292: reads the grant again, and what stood there of an old error goes', async () => {
    await run(`update instagram_accounts set granted_scopes = '["instagram_basic"]', error_message = 'once'`)
    later(DAY_MS + 1)
    await keepTokens(app)
    const { grantedScopes, errorMessage } = await account()
    expect([grantedScopes.toSorted(), errorMessage]).toEqual([SCOPES.toSorted(), null])
  })

  test('001-020, 001-291: the same when the token is renewed', async () => {
    const end = new Date(app.now.getTime() + 10 * DAY_MS)
    await run(
      `update instagram_accounts set granted_scopes = '["instagram_basic"]', error_message = 'once',
      expires_at = $1`,
      [end],
    )
    later(DAY_MS + 1)
    await keepTokens(app)
    const { grantedScopes, errorMessage, expiresAt } = await account()
    expect([grantedScopes.toSorted(), errorMessage]).toEqual([SCOPES.toSorted(), null])
    expect(expiresAt?.getTime()).toBeGreaterThan(end.getTime())
  })

  test('001-291: one that was renewed less than a day ago is not renewed again', async () => {
    const refreshed = new Date(app.now.getTime() + DAY_MS)
    await run('update instagram_accounts set expires_at = $1, refreshed_at = $2', [
      new Date(app.now.getTime() + 10 * DAY_MS),
      refreshed,
    ])
    later(DAY_MS + 3_600_000)
    await keepTokens(app)
    expect(await account()).toMatchObject({ refreshedAt: refreshed, lastValidatedAt: app.now })
  })

  test('001-019: where Meta names no end the one that is known stays', async () => {
    const end = new Date(app.now.getTime() + 10 * DAY_MS)
    await run('update instagram_accounts set expires_at = $1', [end])
    app.metaLogin = { ...login, extendToken: async (token) => ({ token, expiresInS: null }) }
    later(DAY_MS + 1)
    await keepTokens(app)
    expect(await account()).toMatchObject({ expiresAt: end, refreshedAt: app.now })
  })
})

describe('giving our permission back', () => {
  /** A second account that the same Facebook user let us into. */
  const another = async (state: string, set: object = {}) => {
    const mine = await account()
    const id = crypto.randomUUID()
    const token = tokenOf(mine)
    const sealed = app.keys.seal(token, { table: 'instagram_accounts', id })
    const own = { id, ig_user_id: '77', seller_id: null, number: 977, state, access_token: sealed, ...set }
    await run(
      `insert into instagram_accounts select (jsonb_populate_record(a, $2::jsonb)).* from instagram_accounts a
       where id = $1`,
      [mine.id, JSON.stringify(own)],
    )
    return token
  }
  const leave = () => api.call(key, 'DELETE', '/instagram/connection')

  test('001-141: of one that is needed no more, when the other has lapsed', async () => {
    const token = await another('expired')
    await leave()
    await keepTokens(app)
    await expect(login.pages(token)).rejects.toThrow()
  })

  test('001-141: when both leave at once neither waits for the other', async () => {
    const token = await another('active', { leaving_at: app.now.toISOString() })
    await leave()
    await keepTokens(app)
    await expect(login.pages(token)).rejects.toThrow()
  })

  test('who connects again before it was given back keeps the connection, and its first scan is offered', async () => {
    await scanSome(shop, 1)
    await leave()
    await connect(shop)
    await keepTokens(app)
    const kept = await account()
    expect(kept).toMatchObject({ state: 'active', leavingAt: null, syncedAt: null })
    expect(tokenOf(kept)).toMatch(/^EAA/)
    const [view] = await accountSubject.load(app.em.fork(), [kept.id])
    expect(cardOf(accountSubject, view!, app).footer).toBe('Scan now, and I read what your posts offer.')
  })
})

describe('a refusal of Instagram', () => {
  const refused = (code: string) =>
    noteTrouble(app, shopAccount, new OutsideError('instagram', 'no', { retry: 'never', code }))
  let shopAccount = ''
  beforeEach(async () => {
    shopAccount = (await account()).id
  })

  test.each([
    ['102', 'revoked'],
    ['190', 'revoked'],
    ['3', 'error'],
    ['10', 'error'],
    ['200', 'error'],
    ['299', 'error'],
    ['100', 'error'],
    ['300', 'active'],
    ['4', 'active'],
  ])('001-140, 001-265: %s: the connection is %s', async (code, state) => {
    await refused(code)
    expect((await account()).state).toBe(state)
  })

  test('001-140: the next one of the same tells nobody again', async () => {
    await refused('10')
    const { moves } = await account()
    await refused('200')
    await refused('190')
    expect(await account()).toMatchObject({ state: 'error', moves })
  })

  test('001-264: of the account of the settings, which has no token of its own, an alert tells', async () => {
    await run('update instagram_accounts set access_token = null')
    await refused('190')
    expect((await account()).state).toBe('active')
  })
})

describe('what Meta leaves open at a consent', () => {
  test('001-156: where the notices cannot be had it is connected all the same, and its card says that we look', async () => {
    const subscribe = async () => {
      throw new OutsideError('instagram', 'no', { retry: 'later' })
    }
    app.metaLogin = { ...login, subscribe }
    await connect(shop)
    expect(await account()).toMatchObject({ state: 'active', webhookSubscribed: false })
  })

  test('001-019: the end of a token that the exchange does not name is read back', async () => {
    app.metaLogin = {
      ...login,
      extendToken: async (token) => ({ ...(await login.extendToken(token)), expiresInS: null }),
    }
    const endsAt = Math.floor(app.now.getTime() / 1000) + 50 * 86_400
    const data = { is_valid: true, user_id: '122100000000007', expires_at: endsAt, scopes: SCOPES }
    const debug = createServer((_, response) => response.end(JSON.stringify({ data }))).listen(0, '127.0.0.1')
    await once(debug, 'listening')
    const { META_GRAPH_URL } = app.settings
    Object.assign(app.settings, { META_GRAPH_URL: `http://127.0.0.1:${(debug.address() as AddressInfo).port}` })
    await connect(shop)
    Object.assign(app.settings, { META_GRAPH_URL })
    debug.close()
    expect((await account()).expiresAt).toEqual(new Date(endsAt * 1000))
  })

  test('001-154: a Page without an Instagram account is none of those there are', async () => {
    const bare = { id: '9', name: 'A bare Page', igUserId: null }
    app.metaLogin = { ...login, pages: async (token) => [bare, ...(await login.pages(token))] }
    const { igUserId, fbPageName } = await connect(shop)
    expect(igUserId).toMatch(/^\d+$/)
    expect(fbPageName).not.toBe('A bare Page')
  })
})
