import { beforeAll, expect, test } from 'vitest'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { sql } from '#src/database/sql.ts'
import { openApi, openShop, scanSome } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId } = shop
const [mine] = await sql<{ ig: string }>(app.em.fork(), 'select ig_user_id as ig from instagram_accounts')
const api = await openApi(app)
const key = await api.keyOf('Zuri', 'seller', storeId)
beforeAll(async () => void (await scanSome(shop, 2)))

/** What the API tells of the draft that a look at this post makes. */
async function readOf(caption: string): Promise<Record<string, unknown>> {
  const { id } = await meta.act.post({ accountId: mine?.ig ?? '', caption, picture: 'shoe #8d5524 Fashion & Apparel' })
  app.now = new Date(app.now.getTime() + 91_000)
  await pollAccounts(app)
  await shop.work()
  const [row] = await sql<{ id: string }>(app.em.fork(), 'select id from product_drafts where ig_media_id = $1', [id])
  const { body } = await api.call(key, 'GET', '/products/drafts?limit=50')
  return body.drafts.find((draft: { id: string }) => draft.id === row?.id).extractedData
}

test('001-179, 001-182, 001-184, 001-185: the caption becomes name, words, price, tags and sizes, the picture the category', async () => {
  expect(await readOf('Suede clogs, hand stitched.\nKES 1,900. Sizes 38 and 39. #suede #clogs')).toEqual({
    ...{ name: 'Suede clogs', description: 'Suede clogs, hand stitched.\nKES 1,900. Sizes 38 and 39.' },
    ...{ price: '1900.00', currency: 'KES', category: 'Fashion & Apparel', tags: ['suede', 'clogs'] },
    variants: ['EU 38', 'EU 39'].map((value) => ({ option: 'size', value })),
    confidence: expect.any(Number),
  })
})

test('001-204: what names no currency is in that of its shop', async () => {
  const inShillings = await readOf('Straw fedora, bei 45,000/= only.')
  expect([inShillings.currency, inShillings.price]).toEqual(['KES', '45000.00'])
  await sql(app.em.fork(), "update stores set currency = 'UGX'")
  const { currency, price } = await readOf('Straw cap, bei 45,000/= only.')
  expect([currency, price]).toEqual(['UGX', '45000'])
  await sql(app.em.fork(), "update stores set currency = 'KES'")
})

test('001-182: a tag among its words is one of them, and stays', async () => {
  const { description, tags } = await readOf('Our #suede boots in tan, KES 2,900. #boots')
  expect([description, tags]).toEqual(['Our #suede boots in tan, KES 2,900.', ['suede', 'boots']])
})
