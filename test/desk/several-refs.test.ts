import { expect, test } from 'vitest'
import { RefusedPress } from '#entities/people/refused-press.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { Refusal } from '#src/errors.ts'
import { makeMember } from '#test/make.ts'
import { openShop } from '#test/orders/shop.ts'

const shop = await openShop()
const { app, meta, ann } = shop
await shop.openSale()
const foreign = await makeMember(app, 'Olga', 'seller', '01900000-0000-7000-8000-000000000000')

const say = async (words: string, by: Visitor = ann) => (await runCommand(app as never, words, by)).text
const refusal = (words: string) =>
  say(words).then(
    () => 'no refusal',
    (error: unknown) => (error instanceof Refusal ? error.message : String(error)),
  )
const states = async (...numbers: number[]) => {
  const rows = await sql<{ state: string }>(
    app.em.fork(),
    'select state from orders where number = any($1::int[]) order by number',
    [numbers],
  )
  return rows.map(({ state }) => state)
}
const APPROVED = 'details-validated'
const PENDING = 'pending-details-validation'

let count = 0
async function orders(many: number): Promise<number[]> {
  const names = Array.from({ length: many }, () => `buyer.${++count}`)
  for (const username of names)
    await meta.act.comment({ username, text: `1 gold ${username}@example.com`, shortcode: '28yy9oRb9O', silent: true })
  await sql(app.em.fork(), 'update sales set scraped_at = null')
  app.ring('orders.scrape')
  await shop.settle()
  const found = []
  for (const username of names) found.push((await shop.order(username)).number)
  return found
}

test('refs may be parted by words and signs as people part them', async () => {
  for (const write of [
    ([a, b, c]: number[]) => `approve O-${a}, O-${b} and O-${c}`,
    ([a, b, c]: number[]) => `Approve o${a},O-${b},#o-${c}`,
    ([a, b, c]: number[]) => `approve O-${a} & O-${b} + O-${c}`,
  ]) {
    const three = await orders(3)
    expect((await say(write(three))).split('\n')).toEqual(
      three.map((n) => expect.stringMatching(new RegExp(`^#?O-?${n}: Approved\\.`))),
    )
    expect(await states(...three)).toEqual([APPROVED, APPROVED, APPROVED])
  }
})

test('words beside one ref change nothing of it; another ref among them stops a verb that takes no words', async () => {
  const [one = 0, two = 0] = await orders(2)
  expect(await refusal(`approve O-${one} but not O-${two}`)).toBe(
    `Nothing is done: is O-${two} meant too? Write the refs alone: approve O-${one} O-${two}`,
  )
  expect(await refusal(`approve O-${one} O-${two} please`)).toContain(`is O-${two} meant too?`)
  expect(await states(one, two)).toEqual([PENDING, PENDING])
  expect(await say(`approve O-${one}, S-1`)).toMatch(new RegExp(`^O-${one}: Approved\\..*\nS-1: I cannot approve S-1`))
  expect(await say(`approve O-${two} please`)).toMatch(/^Approved\./)
  expect(await states(one, two)).toEqual([APPROVED, APPROVED])
})

test('the words of a verb that takes words stay words, refs and all', async () => {
  const [one = 0, two = 0] = await orders(2)
  for (const n of [one, two]) await say(`approve O-${n}`)
  shop.pass(20)
  await shop.settle()
  const sent = async () => {
    const [row] = await sql<{ text: string }>(
      app.em.fork(),
      `select payload ->> 'text' as text from deliveries where kind = 'orders.reply' order by created_at desc, id desc`,
    )
    return row?.text
  }
  expect(await say(`reply O-${one}: O-${two} is late, and O-${one} too`)).toMatch(/^Your answer goes to/)
  expect(await sent()).toContain(`O-${two} is late, and O-${one} too`)
  expect(await say(`reply O-${one} A4`)).toMatch(/^Your answer goes to/)
  expect(await sent()).toContain('A4')
  expect(await say(`find O-${one}`)).toContain(`O-${one} `)
  expect(await say(`close O-${two} the same as O-${one}`)).toBe('Closed.')
  expect(await states(one, two)).toEqual(['awaiting-address-reply', 'not-valid'])
})

test('at most twenty at once; what is another’s is refused for each, and each refusal is written down', async () => {
  const [one = 0, two = 0] = await orders(2)
  const before = await app.em.fork().count(RefusedPress)
  const told = await say(`approve O-${one} O-${two}`, foreign)
  expect(told).toBe([one, two].map((n) => `O-${n}: That one is not yours to decide.`).join('\n'))
  expect(await app.em.fork().count(RefusedPress)).toBe(before + 2)
  const many = Array.from({ length: 23 }, (_, at) => `O-${9000 + at}`)
  const lines = (await say(`approve ${many.join(' ')}`)).split('\n')
  expect(lines).toHaveLength(21)
  expect(lines.at(-1)).toBe('3 more: write them again, 20 at a time.')
})
