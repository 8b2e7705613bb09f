import { beforeEach, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop()
const { app, meta, storeId } = shop
const [mine] = await sql<{ ig: string }>(app.em.fork(), 'select ig_user_id as ig from instagram_accounts')
const ig = mine?.ig ?? ''
const add = async (words: string) => (await runCommand(app, `product add ${words}`, visitorOf('Zuri'))).text
const addressOf = (shortcode: string) => `https://www.instagram.com/p/${shortcode}/?igsh=x`
const codeOf = (begins: string) => meta.view(ig).posts.find(({ caption }) => caption.startsWith(begins))!.shortcode
const draftOf = (name: string) => app.em.fork().findOne(ProductDraft, { igCaption: { $like: `${name}%` } })

beforeEach(() => shop.afresh())

test('001-339: a post nobody has read is read, and its card follows', async () => {
  expect(await add(addressOf(codeOf('Floral wrap')))).toBe('I read that post now. Its card follows.')
  await shop.work()
  const draft = await draftOf('Floral wrap')
  expect(draft).toMatchObject({ state: 'pending', syncId: null, extractedData: { price: '2500.00' } })
  expect(await sql(app.em.fork(), 'select ring from card_posts where subject_id = $1', [draft?.id])).toHaveLength(1)
  expect(await app.em.fork().count(ProductDraft, {})).toBe(1)
  expect(await app.em.fork().findOneOrFail(InstagramSync, { storeId })).toMatchObject({
    ...{ syncType: 'manual_refresh', triggerSource: 'user_initiated', state: 'success', storeId, draftsCreated: 1 },
  })
})

test('001-339, 001-350: added again while it waits it is the same draft', async () => {
  const address = addressOf(codeOf('Floral wrap'))
  await add(address)
  await shop.work()
  expect(await add(address)).toMatch(
    /^DR-\d+ Floral wrap dress · KES 2,500 · \d+\u00a0%\. Its card has Approve and Edit\.$/,
  )
  expect(await app.em.fork().count(ProductDraft, {})).toBe(1)
})

test('001-339: one that ran out waits again, for seven days more', async () => {
  const address = addressOf(codeOf('Floral wrap'))
  await add(address)
  await shop.work()
  await sql(app.em.fork(), "update product_drafts set state = 'expired', reminded = 2")
  await add(address)
  const draft = await draftOf('Floral wrap')
  expect(draft).toMatchObject({ state: 'pending', reminded: 0 })
  expect(draft?.expiresAt).toEqual(new Date(app.now.getTime() + 7 * 86_400_000))
})

test('001-339: what is no post of the account, or cannot be had now, is said with the way out', async () => {
  const none = 'That is no post of your account. Type the product in words, or send its photo.'
  await expect(add(addressOf('AAAAAAAAAAA'))).rejects.toThrow(none)
  // Bead & Branch's.
  await expect(add(addressOf('28yy9oRb9O'))).rejects.toThrow(none)
  await meta.act.failNext(2)
  await expect(add(addressOf(codeOf('Floral wrap')))).rejects.toThrow('Instagram does not show me that post now.')
  expect(await app.em.fork().count(ProductDraft, {})).toBe(0)
})

test('001-339: a post that was read as no product is not read again', async () => {
  const address = addressOf(codeOf('Good morning'))
  await add(address)
  await shop.work()
  await expect(add(address)).rejects.toThrow('I have read that post as no product.')
})

test('001-339: one that ran out so long ago that nobody keeps it is read again, by its address and by a scan', async () => {
  const address = addressOf(codeOf('Floral wrap'))
  await add(address)
  await shop.work()
  const forget = () => sql(app.em.fork(), 'delete from product_drafts')
  await forget()
  expect(await add(address)).toBe('I read that post now. Its card follows.')
  await shop.work()
  expect(await draftOf('Floral wrap')).toMatchObject({ state: 'pending' })
  await forget()
  await scanSome(shop)
  expect(await draftOf('Floral wrap')).toMatchObject({ state: 'pending' })
})

test('001-339: one that is approved says which product it is', async () => {
  const address = addressOf(codeOf('Floral wrap'))
  await add(address)
  await shop.work()
  const draft = await draftOf('Floral wrap')
  const said = await pressOn(app, draftSubject, draft!, 'Approve')
  const [ref] = /PR-\d+/.exec(said) ?? []
  expect(await add(address)).toMatch(new RegExp(`It is approved already: ${ref}\\.$`))
})
