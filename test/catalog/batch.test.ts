import { beforeEach, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { endLooks } from '#src/catalog/scan/record-look.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { sql } from '#src/database/sql.ts'
import { createLog } from '#src/log.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, meta, seller, storeId } = shop
const { pictureModel } = app
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const [mine] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
const list = async (limit: number) => {
  const { id } = await startScan(app, storeId, { ...usualOptions(app.now), limit }, by)
  while ((await listScans(app)) > 0);
  return () => app.em.fork().findOneOrFail(InstagramSync, { id })
}

beforeEach(async () => {
  app.pictureModel = pictureModel
  await shop.afresh()
})

test('001-272, 001-284, 001-285: one that the database refuses is named, and those read with it are kept', async () => {
  const { log } = app
  const lines: { level: string; message: string; media?: string }[] = []
  app.log = createLog('debug', (line) => void lines.push(JSON.parse(line)))
  await run(`create or replace function refuse_floral() returns trigger language plpgsql as $$
    begin if new.ig_caption like 'Floral%' then raise exception 'not this one' using errcode = '23514'; end if;
    return new; end $$`)
  await run('create trigger refuse before insert on product_drafts for each row execute function refuse_floral()')
  const scan = await list(15)
  await run('update instagram_posts set attempts = 1')
  await shop.workOn()
  app.log = log
  expect(await scan()).toMatchObject({ state: 'partial_success', productsFailed: 1, draftsCreated: 11 })
  expect((await scan()).errors).toEqual([
    { mediaId: expect.any(String), error: expect.stringContaining('not this one'), timestamp: expect.any(String) },
  ])
  const [{ mediaId } = { mediaId: '' }] = (await scan()).errors
  const told = lines.filter(({ media, level }) => media === mediaId && level !== 'debug')
  expect(told.map(({ level, message }) => `${level}: ${message}`)).toEqual([
    'warn: a post is read again later',
    'error: a post could not be read',
  ])
  await run('drop trigger refuse on product_drafts')
})

/** The model looks at pictures when it is told to; at so many of them before. */
function holdModel(looksAt = 0) {
  const gate = Promise.withResolvers<void>()
  const held = { asked: 0, go: () => gate.resolve() }
  app.pictureModel = {
    ...{ vendor: 'gemini', model: 'm' },
    async categorise() {
      held.asked += 1
      if (held.asked > looksAt) await gate.promise
      return { category: 'Other', confidence: 0.9, model: 'm', tokens: 1 }
    },
  }
  return held
}

const look = async () => {
  await run('update instagram_accounts set polled_at = null')
  await pollAccounts(app)
}

/** A post nobody has seen, in a shop of which some are known; its picture waits for the model. */
async function publishBasket() {
  await list(30)
  await shop.work()
  const model = holdModel()
  const caption = 'Sisal basket KES 900'
  const { id } = await meta.act.post({ accountId: mine?.ig ?? '', caption, picture: 'bag #123 Other' })
  return { id, model }
}

test('a scan that takes over a post that is being read counts it and ends; the look before it does not', async () => {
  const { id, model } = await publishBasket()
  await look()
  const reading = extractPosts(app)
  await expect.poll(() => model.asked).toBe(1)
  const scan = await list(1)
  model.go()
  await reading
  expect(await scan()).toMatchObject({ state: 'success', totalMedia: 1, totalProcessed: 1, draftsCreated: 1 })
  await endLooks(app)
  expect(await app.em.fork().find(InstagramSync, { syncType: 'incremental_sync' })).toMatchObject([
    { state: 'success', totalMedia: 0, totalProcessed: 0 },
  ])
  await meta.act.deletePost(id)
})

test('a post that is edited while it is read is read again, as it is then', async () => {
  const { id, model } = await publishBasket()
  const scan = await list(1)
  const reading = extractPosts(app)
  await expect.poll(() => model.asked).toBe(1)
  await meta.act.editPost(id, 'Sisal basket KES 1,100')
  await look()
  model.go()
  await reading
  expect(await scan()).toMatchObject({ state: 'success', totalProcessed: 1, draftsCreated: 1 })
  const draft = await app.em.fork().findOneOrFail(ProductDraft, { igMediaId: id })
  expect(draft.extractedData.price).toBe('1100.00')
  await meta.act.deletePost(id)
})

test('what is read is kept within a second, however long another post takes', async () => {
  const model = holdModel(4)
  const scan = await list(15)
  let isOver = false
  const reading = extractPosts(app).finally(() => {
    isOver = true
  })
  await expect.poll(async () => (await scan()).totalProcessed).toBeGreaterThan(3)
  expect(isOver).toBe(false)
  model.go()
  await reading
  expect(await scan()).toMatchObject({ state: 'success', totalProcessed: 15 })
})

test('001-350: of two posts with one picture in one page, the second offers to restock the first', async () => {
  app.pictureModel = null
  await run('update stores set approves_above = 0.8')
  const post = (caption: string) =>
    meta.act.post({ accountId: mine?.ig ?? '', caption, picture: 'shoe #123456 Fashion & Apparel' })
  const ids = [await post('Suede clogs KES 1,900. EU 38.'), await post('Suede clogs KES 1,900. EU 39.')]
  await list(2)
  await shop.work()
  const [product, ...others] = await app.em.fork().find(Product, {})
  expect(others).toEqual([])
  const drafts = await app.em.fork().find(ProductDraft, {}, { orderBy: { number: 'asc' } })
  expect(drafts.map(({ state, similarTo }) => [state, similarTo])).toEqual([
    ['approved', null],
    ['pending', product?.id],
  ])
  await run('update stores set approves_above = null')
  for (const { id } of ids) await meta.act.deletePost(id)
})
