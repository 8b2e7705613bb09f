import { expect, test } from 'vitest'
import type { Bot } from '#bots/bot.ts'
import { deliverCards } from '#bots/deliver.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { showPicture } from '#src/catalog/pictures/card-picture.ts'
import { openPicture } from '#src/catalog/pictures/store.ts'
import { sql } from '#src/database/sql.ts'
import { createObjectStore } from '#src/integrations/open-object-store.ts'
import { openS3 } from '#test/s3.ts'
import { openApi, openShop, scanSome } from './shop.ts'

const { endpoint } = await openS3('pictures')
const shop = await openShop({ environment: { PICTURES_URL: 's3://pictures/zuri', AWS_ENDPOINT_URL_S3: endpoint } })
const { app } = shop

test('001-046, 001-047: pictures are kept in a bucket, each once, and are shown on cards and in the feed from there', async () => {
  await scanSome(shop, 5)
  const [draft] = await app.em.fork().find(ProductDraft, { pictures: { $ne: [] } })
  const hash = draft?.pictures[0] ?? ''
  const bucket = createObjectStore({ url: 's3://pictures', endpoint, vendor: 'test' })
  expect(await bucket.list('')).toContain(`zuri/${hash.slice(0, 2)}/${hash}.jpg`)
  const jpeg = await openPicture(app, hash)
  expect(jpeg?.subarray(0, 2).toString('hex')).toBe('ffd8')
  expect((await showPicture(app, `draft/${draft?.id}/x`, null))?.type).toBe('image/jpeg')
  const { url } = await openApi(app)
  const shown = await fetch(`${url}/product-pictures/${hash}.jpg`)
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(jpeg)
  expect((await fetch(`${url}/product-pictures/${'0'.repeat(64)}.jpg`)).status).toBe(404)

  const before = (await bucket.list('')).length
  await shop.afresh()
  await scanSome(shop, 5)
  expect(await bucket.list('')).toHaveLength(before)
})

test('a bucket that is away holds up no scan: its posts are read again later, and nothing is lost', async () => {
  await shop.afresh()
  const { pictures } = app
  app.pictures = createObjectStore({ url: 's3://nowhere', endpoint, vendor: 'pictures' })
  await scanSome(shop, 3)
  expect(await app.em.fork().count(ProductDraft, {})).toBe(0)
  app.pictures = pictures
  await shop.workOn()
  expect((await app.em.fork().find(ProductDraft, {})).flatMap((draft) => draft.pictures)).not.toEqual([])
})

test('a picture that cannot be fetched puts its card off four times; then it hangs without', async () => {
  await shop.afresh()
  await scanSome(shop, 5)
  const draft = await app.em.fork().findOneOrFail(ProductDraft, { pictures: { $ne: [] } })
  await sql(app.em.fork(), 'delete from card_posts')
  const post = `insert into card_posts (id, subject, subject_id, platform, place)
    values (gen_random_uuid(), 'draft', $1, 'slack', 'C0SHOP')`
  await sql(app.em.fork(), post, [draft.id])
  const { pictures } = app
  app.pictures = createObjectStore({ url: 's3://nowhere', endpoint, vendor: 'pictures' })
  const hung: (string | null)[] = []
  const bot: Pick<Bot, 'hang' | 'find'> = {
    async hang(place, _card, _mark, picture) {
      await picture?.load()
      hung.push(picture?.ref ?? null)
      return { place, message: '1' }
    },
    find: async () => null,
  }
  const tries = async (times: number) => {
    for (let left = times; left > 0; left -= 1) {
      await deliverCards(app, bot as Bot, 'slack')
      app.now = new Date(app.now.getTime() + 600_000)
    }
    return hung
  }
  expect(await tries(4)).toEqual([])
  expect(await tries(1)).toEqual([null])
  app.pictures = pictures
})
