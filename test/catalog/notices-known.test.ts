import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { InstagramWebhookEvent } from '#entities/catalog/instagram-webhook-event.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { fetchMedia } from '#src/catalog/scan/fetch-media.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { takeNotices } from '#src/catalog/scan/take-notices.ts'
import { EXTRACT, FETCH_MEDIA, TAKE_NOTICES } from '#src/catalog/steps.ts'
import { sql } from '#src/database/sql.ts'
import { openApi, openShop } from './shop.ts'

const shop = await openShop()
const { app, meta } = shop
const api = await openApi(app)
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const [mine] = await run<{ ig: string }>('select ig_user_id as ig from instagram_accounts')
const ig = mine?.ig ?? ''

/** A change that Meta tells us of, signed as Meta signs. */
const tell = (value: object, time: number) => {
  const body = JSON.stringify({ object: 'instagram', entry: [{ id: ig, time, changes: [{ field: 'media', value }] }] })
  const signature = `sha256=${createHmac('sha256', 'meta-secret').update(body).digest('hex')}`
  return fetch(`${api.url}/api/webhooks/instagram`, {
    ...{ method: 'POST', headers: { 'x-hub-signature-256': signature }, body },
  })
}
const events = (media: string | null) => app.em.fork().find(InstagramWebhookEvent, { igMediaId: media })
const work = async () => {
  await takeNotices(app)
  await fetchMedia(app)
  await shop.work()
}
const publish = (caption: string) =>
  meta.act.post({ accountId: ig, caption, picture: 'shoe #8d5524 Fashion & Apparel' })
const draftOf = (media: string) => app.em.fork().findOne(ProductDraft, { igMediaId: media })

test('001-145: a notice of a post that is read already is over at once, and changes nothing', async () => {
  const { id } = await publish('Felt slippers KES 700. Grey.')
  await tell({ media_id: id }, 31)
  await work()
  const draft = await draftOf(id)
  await tell({ media_id: id }, 32)
  await work()
  const all = await events(id)
  expect(all.map(({ processingStatus }) => processingStatus)).toEqual(['completed', 'completed'])
  for (const { processedAt } of all) expect(processedAt).not.toBeNull()
  expect(await draftOf(id)).toEqual(draft)
})

test('001-122: a change of media that names none is written down as something else, and nothing is fetched', async () => {
  await tell({ caption: 'x' }, 33)
  app.bells.length = 0
  await takeNotices(app)
  const [event] = await events(null)
  expect(event).toMatchObject({ processingStatus: 'ignored', eventType: 'other', rawPayload: { caption: 'x' } })
  expect(app.bells.filter(({ step }) => step === FETCH_MEDIA)).toEqual([])
})

describe('each step rings the next one', () => {
  const steps: Record<string, (one: typeof app) => Promise<number>> = {
    ...{ [TAKE_NOTICES]: takeNotices, [FETCH_MEDIA]: fetchMedia, [EXTRACT]: extractPosts },
  }
  /** What was rung for now, and whatever that rings; no sweep comes round. */
  const answerBells = async () => {
    for (let bell = app.bells.shift(); bell; bell = app.bells.shift()) {
      if (!bell.at || bell.at <= app.now) await steps[bell.step]?.(app)
    }
  }

  test('001-165, 001-169, 001-173: from a notice of Meta to a draft', async () => {
    const { id } = await publish('Cotton sarong KES 650. Teal.')
    app.bells.length = 0
    await tell({ media_id: id }, 51)
    await answerBells()
    expect(await draftOf(id)).toMatchObject({ extractedData: { name: 'Cotton sarong' } })
  })

  test('001-173, 001-342: from a look at the newest posts to a draft', async () => {
    const { id } = await publish('Linen apron KES 950. Sand.')
    app.now = new Date(app.now.getTime() + 91_000)
    app.bells.length = 0
    await pollAccounts(app)
    await answerBells()
    expect(await draftOf(id)).toMatchObject({ extractedData: { name: 'Linen apron' } })
  })
})

test('001-224: a media that is told as a number is the same as one told in letters', async () => {
  await tell({ media_id: 404404 }, 34)
  await takeNotices(app)
  expect(await events('404404')).toMatchObject([{ eventType: 'media', igUserId: ig }])
  await run("delete from instagram_webhook_events where ig_media_id = '404404'")
})

test('001-246: a notice that finds the hour spent waits for the next one, which costs it no try', async () => {
  const { id } = await publish('Straw basket KES 1,100. Natural.')
  await tell({ media_id: id }, 41)
  await takeNotices(app)
  const spent = `instagram:${ig}/polls`
  await run('insert into calls (id, budget, at) select gen_random_uuid(), $1, $2 from generate_series(1, 45)', [
    ...[spent, app.now],
  ])
  app.bells.length = 0
  await fetchMedia(app)
  expect((await events(id))[0]).toMatchObject({ processingStatus: 'pending', retryCount: 0, attempts: 0 })
  const next = app.bells.find(({ step }) => step === FETCH_MEDIA)?.at
  expect(next?.getTime()).toBeGreaterThan(app.now.getTime())
  app.now = next ?? app.now
  await work()
  expect((await events(id))[0]).toMatchObject({ processingStatus: 'completed' })
  await run('delete from calls where budget = $1', [spent])
})
