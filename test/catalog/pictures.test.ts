import { expect, test } from 'vitest'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { showPicture } from '#src/catalog/pictures/show.ts'
import { openPicture } from '#src/catalog/pictures/store.ts'
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
