import { expect, test, vi } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { uuid } from '#entities/uuid.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { CATEGORIES } from '#src/catalog/extract/categories.ts'
import { productSubject } from '#src/catalog/products/product-subject.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { letIn, openShop, pressOn, scanSome, visitorOf } from './shop.ts'

const shop = await openShop()
const { app } = shop
const other = uuid()
await sql(
  app.em.fork(),
  `insert into stores (id, name, zone, currency, created_at) values ($1, 'Tausi', 'UTC', 'KES', $2)`,
  [...[other, app.now]],
)
await letIn(app, 'Otis', other)
const say = async (words: string, name = 'Zuri') => (await runCommand(app, words, visitorOf(name))).text
const listed = (text: string) => [...text.matchAll(/^\d\. (.*)$/gm)].map(([, name]) => name)

/** What the form of Edit offers, of a draft or a product. */
async function offered(subject: typeof draftSubject | typeof productSubject, id: string): Promise<string[]> {
  const [view] = await subject.load(app.em.fork(), [id])
  const form = subject.ask?.(view as never, 'edit', app) as {
    fields: { name: string; choices?: { value: string }[] }[]
  }
  return form.fields.find(({ name }) => name === 'category')?.choices?.map(({ value }) => value) ?? []
}

const home = 'Home & Living'
const sports = 'Sports & Fitness'
const reordered = [sports, home, ...CATEGORIES.filter((name) => name !== sports && name !== home)]

test('001-348: the nine stand as listed until a shop puts some of them first', async () => {
  expect(listed(await say('categories'))).toEqual(CATEGORIES)
  expect(listed(await say('categories fitness, home & living'))).toEqual(reordered)
  expect(listed(await say('categories'))).toEqual(reordered)
  expect(listed(await say('categories', 'Otis'))).toEqual(CATEGORIES)
})

test('001-348: the model is offered them in that order, and so is who edits', async () => {
  const look = vi.spyOn(app.pictureModel!, 'categorise')
  const { find } = await scanSome(shop, 3)
  expect(look).toHaveBeenCalled()
  for (const [, , categories] of look.mock.calls) expect(categories).toEqual(reordered)
  expect(await offered(draftSubject, find('Floral').id)).toEqual(reordered)
  await pressOn(app, draftSubject, find('Floral'), 'Approve')
  const { id } = await app.em.fork().findOneOrFail(Product, { name: 'Floral wrap dress' })
  expect(await offered(productSubject, id)).toEqual(reordered)
  expect(await app.em.fork().count(ProductDraft, { state: 'approved' })).toBe(1)
})

test('001-348: what is no category, or could be several, changes nothing and says what there is', async () => {
  await expect(say('categories boats')).rejects.toThrow(`Which category is 'boats'? There are: Fashion & Apparel,`)
  await expect(say('categories home, &')).rejects.toThrow("Which category is '&'?")
  expect(listed(await say('categories'))).toEqual(reordered)
  expect(listed(await say('categories as listed'))).toEqual(CATEGORIES)
})
