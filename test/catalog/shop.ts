import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { Person } from '#entities/people/person.ts'
import { uuid } from '#entities/uuid.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { Answers } from '#src/cards/form.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { readConsent } from '#src/catalog/connect/consent.ts'
import { finishConnect } from '#src/catalog/connect/finish.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { EXTRACT, SCAN } from '#src/catalog/steps.ts'
import { readSettings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { press } from '#src/desk/press/press.ts'
import { createKey } from '#src/http/api/keys.ts'
import { createHttp } from '#src/http/server.ts'
import { createVendors } from '#src/vendors.ts'
import { createMetaStandIn, type MetaStandIn } from '#src/world/meta/meta.ts'
import { createModelStandIn, type ModelStandIn } from '#src/world/models/pictures.ts'
import { type TestApp, testApp } from '#test/app.ts'

export type Shop = {
  app: TestApp
  meta: MetaStandIn
  model: ModelStandIn
  storeId: string
  seller: { id: string; name: string; role: 'seller'; zone: string; storeId: string }
  /** Every step that has something to do, until none has. */
  work(): Promise<void>
  /** The same, with the clock going on to whatever was rung for later; how many seconds that took. */
  workOn(): Promise<number>
  /** Nothing was ever scanned, and every vendor is well. */
  afresh(): Promise<void>
}

/** Zuri Closet with its own Instagram, its seller Zuri, and a model that looks at pictures. */
export async function openShop(
  options: { connected?: boolean; environment?: Record<string, string> } = {},
): Promise<Shop> {
  const [meta, model, dir] = await Promise.all([
    createMetaStandIn({
      ...{
        appId: '1234567890',
        appSecret: 'meta-secret',
        verifyToken: 'verify',
        accessToken: 'EAAshop',
        igUserId: '1',
      },
      clock: () => new Date('2026-03-02T14:00:00Z'),
    }),
    createModelStandIn(),
    mkdtemp(join(tmpdir(), 'deskhand-pictures-')),
  ])
  afterAll(() => Promise.all([meta.close(), model.close(), rm(dir, { recursive: true, force: true })]))
  const environment = {
    ...{ META_APP_ID: '1234567890', META_APP_SECRET: 'meta-secret', META_VERIFY_TOKEN: 'verify', DATA_DIR: dir },
    ...{
      META_GRAPH_URL: meta.url,
      META_OAUTH_URL: meta.url,
      GEMINI_API_KEY: 'key',
      GEMINI_BASE_URL: `${model.url}/v1`,
    },
    ...options.environment,
  }
  const vendors = createVendors(readSettings(environment), 'http://127.0.0.1:3000')
  const app = await testApp(vendors, environment)
  const storeId = uuid()
  await sql(app.em.fork(), 'insert into stores (id, name, zone, currency, created_at) values ($1, $2, $3, $4, $5)', [
    ...[storeId, 'Zuri Closet', 'Africa/Nairobi', 'KES', app.now],
  ])
  const seller = await letIn(app, 'Zuri', storeId)
  const shop = {
    app,
    meta,
    model,
    storeId,
    seller,
    work: () => workAll(app),
    workOn: () => workOn(app),
    afresh: () => afresh(app, meta, model),
  }
  if (options.connected !== false) await connect(shop)
  return shop
}

export async function letIn(app: TestApp, name: string, storeId: string): Promise<Shop['seller']> {
  await inTransaction(app, (tx) =>
    addPerson(tx, {
      ...{ state: 'member', name, role: 'seller', zone: 'Africa/Nairobi', storeId },
      identities: [{ via: 'slack', userId: `T1:U${name.toUpperCase()}`, name: name.toLowerCase(), place: `D${name}` }],
    }),
  )
  const person = await app.em.fork().findOneOrFail(Person, { name })
  return { id: person.id, name, role: 'seller', zone: 'Africa/Nairobi', storeId }
}

/** The seller says yes at Facebook to everything. */
export async function connect(
  shop: Pick<Shop, 'app' | 'meta' | 'seller' | 'storeId'>,
  scopes?: string[],
): Promise<InstagramAccount> {
  const { app, seller, storeId } = shop
  const consent = await readConsent(app, await sayYes(shop, scopes))
  const [page] = consent.pages
  if (!page) throw new Error('no page')
  return finishConnect(app, { personId: seller.id, storeId }, consent, page)
}

/** What Facebook's own page does when Continue is pressed: the code. */
async function sayYes({ app, meta }: Pick<Shop, 'app' | 'meta'>, scopes?: string[], user = 'zuri'): Promise<string> {
  const consent = new URL(app.metaLogin?.writeConsentUrl('state') ?? '')
  const form = new URLSearchParams({
    redirect_uri: consent.searchParams.get('redirect_uri') ?? '',
    state: 'state',
    user,
    answer: 'yes',
  })
  for (const scope of scopes ?? consent.searchParams.get('scope')?.split(',') ?? []) form.append('scope', scope)
  const response = await fetch(`${meta.url}/v25.0/dialog/oauth`, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

async function workAll(app: TestApp): Promise<void> {
  while ((await listScans(app)) + (await extractPosts(app)) > 0);
}

async function workOn(app: TestApp): Promise<number> {
  const began = app.now.getTime()
  for (;;) {
    await workAll(app)
    const later = app.bells.flatMap(({ step, at }) => (STEPS.has(step) && at && at > app.now ? [at.getTime()] : []))
    if (later.length === 0) return (app.now.getTime() - began) / 1000
    app.bells.length = 0
    app.now = new Date(Math.min(...later))
  }
}

const STEPS = new Set([SCAN, EXTRACT])

async function afresh({ em }: TestApp, meta: MetaStandIn, model: ModelStandIn): Promise<void> {
  for (const standIn of [meta, model]) standIn.fault = null
  model.act.feel('well')
  for (const table of [
    'product_drafts',
    'products',
    'instagram_posts',
    'instagram_sync_history',
    'calls',
    'card_posts',
  ]) {
    await sql(em.fork(), `delete from ${table}`)
  }
  await sql(em.fork(), "delete from notes where name ~ '^(pause|page|usage):'")
}

/** Every look at the newest reads them all: a file whose tests look often leaves only so many. */
export async function leaveNewest({ meta }: Shop, accountId: string, count: number): Promise<void> {
  for (const { id } of meta.view(accountId).posts.slice(count)) await meta.act.deletePost(id)
}

/** The newest fifteen posts of Zuri Closet, read: its drafts, and its scan. */
export async function scanSome({ app, seller, storeId, work }: Shop, limit = 15) {
  const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
  const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit }, by)
  await work()
  const drafts = await app.em.fork().find(ProductDraft, {}, { orderBy: { number: 'asc' } })
  const find = (name: string) => {
    const draft = drafts.find(({ extractedData }) => extractedData.name.includes(name))
    if (!draft) throw new Error(`no draft is called ${name}`)
    return draft
  }
  return { id, drafts, find }
}

export const visitorOf = (name: string): Visitor => ({ via: 'slack', userId: `T1:U${name.toUpperCase()}`, name })

/** A button, pressed as its person does it: by the words on it. */
export async function pressOn<Row extends { id: string; moves: number }>(
  app: TestApp,
  subject: AnySubject,
  row: Row,
  label: string,
  answers: Answers = {},
  who = 'Zuri',
): Promise<string> {
  const [view] = await subject.load(app.em.fork(), [row.id])
  const card = view && cardOf(subject, view, app, 'all')
  const button = card?.buttons?.flat().find((one) => one.label === label)
  if (!button) throw new Error(`no button says ${label}: ${card?.buttons?.flat().map((one) => one.label)}`)
  return press(app, button.token, visitorOf(who), answers)
}

/** The API with a key for a person of a role and a store. */
export async function openApi(app: TestApp) {
  const http = createHttp(app, { databaseUrl: app.databaseUrl })
  const { port } = await http.listen(0, '127.0.0.1')
  afterAll(() => http.close())
  const url = `http://127.0.0.1:${port}`
  const keyOf = (name: string, role: 'admin' | 'seller', storeId?: string, personId?: string) =>
    inTransaction(app, (tx) =>
      createKey(tx, { name, role, ...(storeId && { storeId }), ...(personId && { personId }) }),
    )
  const call = async (key: string, method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const answer = await fetch(`${url}/api${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    return { status: answer.status, body: text ? JSON.parse(text) : null }
  }
  return { url, keyOf, call }
}
