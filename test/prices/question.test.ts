import { expect, test, vi } from 'vitest'
import { cardOf } from '#src/cards/card-of.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { press } from '#src/desk/press/press.ts'
import { type TrackedView, trackedSubject } from '#src/prices/tracked-subject.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, ann } = market
await market.watch()
await post(linkIn(market.mails()[0]?.text ?? '', 'Confirm'), { do: 'confirm' })

async function card() {
  const { id } = await market.product()
  const [view] = (await trackedSubject.load(app.em.fork(), [id])) as TrackedView[]
  if (!view) throw new Error('a product')
  return cardOf(trackedSubject, view, app)
}
/** How often the card was to be drawn anew in one place. */
const wanted = async () => {
  const [post] = await sql<{ wanted: number }>(
    app.em.fork(),
    `select max(wanted)::int as wanted from card_posts where subject = 'tracked'`,
  )
  return post?.wanted ?? 0
}
const asked = async (price: number) => {
  market.price(price)
  await market.look()
  await market.look(6)
  expect(await market.product()).toMatchObject({ state: 'doubtful' })
}
const answer = async (verb: string) => {
  const { id, moves } = await market.product()
  await press(app, writeToken({ subject: 'tracked', verb, id, moves }), ann)
  await market.send()
}
const subjects = () => market.mails().map(({ subject }) => subject)

test('004-051: the card keeps the question it asked; what the page says since stands beside it', async () => {
  await asked(590)
  const { moves, doubt } = await market.product()
  const before = await wanted()
  market.price(610)
  await market.look()
  await market.look()
  expect(await market.product()).toMatchObject({ moves, doubt: { claims: doubt?.claims, seenAt: doubt?.seenAt } })
  const { title, facts, quote, picture } = await card()
  expect(quote?.split('\n')).toEqual(["The page's markup: price 5.90 USD", 'What visitors see: $5.90'])
  expect(picture?.ref).toMatch(/^prices:photo\//)
  expect(title).toContain('Really $5.90?')
  expect(facts).toContainEqual({ label: 'By now', value: 'The page says $6.10' })
  // Whoever has the card sees that line: it is drawn again, and rings no phone.
  expect(await wanted()).toBe(before + 1)
})

test('004-051: Wrong is about the price the card showed: the other one is asked about for itself', async () => {
  await answer('wrong')
  expect(await market.product()).toMatchObject({ state: 'watched', price: 5900n, rejected: { price: '590' } })
  await market.look()
  await market.look(6)
  expect(await market.product()).toMatchObject({ state: 'doubtful', price: 5900n })
  expect((await card()).title).toContain('Really $6.10?')
  expect((await card()).facts?.map(({ label }) => label)).not.toContain('By now')
  expect(subjects()).toHaveLength(1)
})

test('004-051: Real is about the price the card showed, and the page is looked at again at once', async () => {
  market.price(900)
  await market.look()
  await answer('real')
  expect(await market.product()).toMatchObject({ state: 'watched', price: 610n })
  expect(subjects().at(-1)).toBe('Now $6.10 (was $59.00): Blue denim jacket, M')
  await market.look(0)
  expect(await market.product()).toMatchObject({ state: 'watched', price: 900n })
})

test('the page takes the question back by itself when it says an ordinary price again', async () => {
  market.price(5900)
  await market.look()
  await asked(400)
  market.price(5500)
  await market.look()
  expect(await market.product()).toMatchObject({ state: 'watched', price: 5500n, doubt: null })
})

test('a page that goes on saying what a person called wrong bears no other price out', async () => {
  await asked(300)
  await answer('wrong')
  await market.look()
  const { seenAt } = await market.product()
  await market.look()
  await market.look()
  const { state, price, seenAt: still, lookedAt } = await market.product()
  expect({ state, price, still }).toEqual({ state: 'watched', price: 5500n, still: seenAt })
  expect(lookedAt).toEqual(app.now)
})
