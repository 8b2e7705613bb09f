import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { uuid } from '#entities/uuid.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { startScan, usualOptions } from '#src/catalog/scan/start-scan.ts'
import { EXTRACT } from '#src/catalog/steps.ts'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import { createPictureModel } from '#src/integrations/openai/picture-model.ts'
import { createLog } from '#src/log.ts'
import { openShop, pressOn } from './shop.ts'

const shop = await openShop()
const { app, meta, model, seller, storeId } = shop
const by = { personId: seller.id, name: seller.name, via: 'slack' as const }

const { pictureModel } = app

beforeEach(async () => {
  app.pictureModel = pictureModel
  app.openai = null
  await shop.afresh()
  await startScan(app, storeId, { ...usualOptions(app.now), limit: 15 }, by)
  while ((await listScans(app)) > 0);
})

const scan = () => app.em.fork().findOneOrFail(InstagramSync, { syncType: 'bulk_import' })
const drafts = () => app.em.fork().find(ProductDraft, {})

test('001-261: what a killed process had in hand is read as soon as its lease is over, without waiting for a sweep', async () => {
  const until = new Date(app.now.getTime() + 9_000)
  await sql(
    app.em.fork(),
    `update instagram_posts set lease_token = $1, leased_until = $2, attempts = 1
     where id in (select id from instagram_posts where read_at is null limit 5)`,
    [uuid(), until],
  )
  expect(await shop.workOn()).toBeLessThan(10)
  expect(await scan()).toMatchObject({ state: 'success', totalProcessed: 15 })
})

test("when a picture's address has died Instagram is asked for today's, and nothing waits for it", async () => {
  const dead = `replace(%, '${meta.url}', 'http://127.0.0.1:9')`
  await sql(
    app.em.fork(),
    `update instagram_posts set media_url = ${dead.replace('%', 'media_url')},
       slides = ${dead.replace('%', 'slides::text')}::jsonb`,
  )
  expect(await shop.workOn()).toBe(0)
  expect(await scan()).toMatchObject({ state: 'success', totalProcessed: 15 })
  for (const { pictures, imageUrls } of await drafts()) {
    expect(pictures.length).toBe(imageUrls.length)
    expect(imageUrls.join()).toContain(meta.url)
  }
})

test('a picture that is gone for good is left out, and its product stands', async () => {
  await sql(
    app.em.fork(),
    `update instagram_posts set media_url = 'http://evil.example/a.jpg', slides = '[]'
     where caption like 'Blue denim jacket%'`,
  )
  await meta.act.failNext(100)
  expect(await shop.workOn()).toBe(0)
  expect(await scan()).toMatchObject({ state: 'success', draftsCreated: 12 })
  expect((await drafts()).filter(({ pictures }) => pictures.length === 0)).toMatchObject([
    { extractedData: { name: 'Blue denim jacket' } },
  ])
})

describe('a model that is away', () => {
  test('and says nothing is asked three times, and holds a scan up for half a minute at most: 001-267, 001-207', async () => {
    app.pictureModel = createPictureModel({
      ...{ vendor: 'gemini', name: 'Gemini', apiKey: 'key', baseUrl: `${model.url}/v1`, model: 'm', timeoutMs: 50 },
    })
    model.act.feel('silent')
    // Each time it is left alone for ten seconds.
    const heldUpS = await shop.workOn()
    expect([heldUpS >= 20, heldUpS < 30]).toEqual([true, true])
    expect(await scan()).toMatchObject({ state: 'success', totalProcessed: 15 })
    // Flagged for a person: nobody looked at the picture.
    for (const { extractedData } of await drafts()) expect(extractedData.confidence).toBeLessThanOrEqual(0.5)
  })

  test('001-209, 001-285: for an hour is done without at once, and told to who watches the logs', async () => {
    const lines = listen()
    model.fault = { kind: 'rate-limited', retryAfterS: 3_600 }
    expect(await shop.workOn()).toBe(0)
    expect(await scan()).toMatchObject({ state: 'success', totalProcessed: 15 })
    expect(lines.filter(({ level }) => level === 'error')).toContainEqual(
      expect.objectContaining({ operation: 'catalog.extract', message: 'no model looked at a picture' }),
    )
  })

  test.each(['nonsense', 'refusal'] as const)('or answers with %s costs no draft: 001-268', async (mood) => {
    model.act.feel(mood)
    expect(await shop.workOn()).toBe(0)
    expect(await scan()).toMatchObject({ state: 'success', totalProcessed: 15 })
    for (const { extractedData } of await drafts()) expect(extractedData.category).toBeNull()
    // Who decides reads what the doubt is about.
    const [view] = await draftSubject.load(app.em.fork(), [(await drafts())[0]!.id])
    const doubt = { label: 'Not sure of', value: 'the category: the picture does not show it clearly' }
    expect(view && cardOf(draftSubject, view, app).facts).toContainEqual(doubt)
    await pressOn(app, draftSubject, view!, 'Edit', { category: 'Home & Living' })
    const [chosen] = await draftSubject.load(app.em.fork(), [view!.id])
    expect(chosen && cardOf(draftSubject, chosen, app).facts).not.toContainEqual(doubt)
  })
})

test('001-207, 001-208, 001-209, 001-284, 001-285: where the model fails and the rules read no price, the caption is the description, and nobody is sure', async () => {
  const lines = listen()
  app.openai = {
    extract: () =>
      Promise.reject(new OutsideError('openai', 'the answer does not fit', { retry: 'never', code: 'bad_answer' })),
  }
  await shop.work()
  const [draft] = (await drafts()).filter(({ reading }) => reading.by === 'fallback')
  expect(draft).toMatchObject({ extractedData: { confidence: 0, price: null } })
  expect(draft?.igCaption).toContain(draft?.extractedData.description)
  expect(lines.find(({ level }) => level === 'error')).toMatchObject({
    ...{ operation: 'catalog.extract', message: 'the model did not read a caption' },
  })
  expect(lines.find(({ message }) => message === 'read with little confidence')).toMatchObject({
    ...{ level: 'warn', operation: 'catalog.extract', media: draft?.igMediaId, confidence: 0 },
  })
})

test('001-283, 001-286, 001-287: the log is JSON: the end of a scan, and each post for developers', async () => {
  const lines = listen()
  await shop.work()
  expect(lines.find(({ message }) => message === 'a scan ended')).toMatchObject({
    ...{ level: 'info', service: 'deskhand', operation: 'catalog.scan', storeId, timestamp: expect.any(String) },
    ...{ duration: expect.any(Number), metrics: { totalProcessed: 15, draftsCreated: 12, failed: 0 } },
  })
  const posts = lines.filter(({ message }) => message === 'a post was read')
  expect(posts.map(({ level }) => level)).toEqual(Array(15).fill('debug'))
})

/** What is written into the log from now on. */
function listen(): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = []
  app.log = createLog('debug', (line) => void lines.push(JSON.parse(line)))
  return lines
}

const spend = (budget: string, count: number) => {
  const taken = Array.from({ length: count }, () => `(gen_random_uuid(), '${budget}', '${app.now.toISOString()}')`)
  return sql(app.em.fork(), `insert into calls (id, budget, at) values ${taken.join()}`)
}
/** Of the posts that are not read: how many nobody tried, and how many are in hand. */
const unread = async () => {
  const posts = await sql<{ attempts: number; held: boolean }>(
    app.em.fork(),
    'select attempts, lease_token is not null as held from instagram_posts where read_at is null',
  )
  return {
    free: posts.filter((one) => one.attempts === 0 && !one.held).length,
    held: posts.filter((one) => one.held).length,
  }
}

describe('001-253: a process that dies while it reads', () => {
  const dies = () => {
    throw new Error('the database is gone')
  }

  test('has tried none of the posts whose minute it was not', async () => {
    await spend('model:products', 95)
    const seen: { free: number; held: number }[] = []
    const categorise = pictureModel?.categorise
    if (!pictureModel || !categorise) throw new Error('no model of pictures')
    app.pictureModel = {
      ...pictureModel,
      categorise: async (...asked) => {
        seen.push(await unread())
        return categorise(...asked)
      },
    }
    await extractPosts(app)
    expect(seen[0]).toEqual({ free: 10, held: 5 })
  })

  test('has tried none of those that the models had no call left for, while it reads the others', async () => {
    await spend(`model:${pictureModel?.vendor}/minute`, pictureModel?.vendor === 'openai' ? 498 : 998)
    const { categorise } = pictureModel ?? {}
    if (!pictureModel || !categorise) throw new Error('no model of pictures')
    let free = 0
    const isFree = async () => {
      free = (await unread()).free
      expect(free).toBeGreaterThan(8)
    }
    // Whoever may look at a picture takes until the others are given back.
    app.pictureModel = {
      ...pictureModel,
      categorise: async (...asked) => {
        await vi.waitFor(isFree, 3_000).catch(() => undefined)
        return categorise(...asked)
      },
    }
    await extractPosts(app)
    expect(free).toBeGreaterThan(8)
  })

  test('or cannot save what it read has tried none that the models had no call left for', async () => {
    await spend(`model:${pictureModel?.vendor}/minute`, pictureModel?.vendor === 'openai' ? 498 : 998)
    const { log } = app
    onTestFinished(() => {
      app.log = log
    })
    app.log = { ...log, debug: dies, warn: dies, error: dies }
    await expect(extractPosts(app)).rejects.toThrow('the database is gone')
    expect((await unread()).free).toBeGreaterThan(8)
  })
})

test('a hundred products a minute go to the models, the rest with the next minute: 001-253', async () => {
  await spend('model:products', 95)
  app.bells.length = 0
  await extractPosts(app)
  expect((await scan()).totalProcessed).toBeLessThan(15)
  expect(app.bells).toContainEqual({ step: EXTRACT, at: new Date(app.now.getTime() + 60_000) })
  app.now = new Date(app.now.getTime() + 60_000)
  await shop.work()
  expect((await scan()).totalProcessed).toBe(15)
})
