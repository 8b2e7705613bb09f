import { expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import { Person } from '#entities/people/person.ts'
import { RefusedPress } from '#entities/people/refused-press.ts'
import { createSteps } from '#jobs/index.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { Refusal } from '#src/errors.ts'
import { makeMember, onTelegram } from '#test/make.ts'
import { openShop } from '#test/orders/shop.ts'

const shop = await openShop({ TELEGRAM_CHAT: '-100' })
const { app, meta, ann, bo } = shop
app.steps = createSteps(app, {})
await shop.openSale()
const rep = await makeMember(app, 'Rita', 'rep')
const [store] = await sql<{ id: string }>(app.em.fork(), 'select id from stores')
const seller = await makeMember(app, 'Sol', 'seller', store?.id)
const foreign = await makeMember(app, 'Olga', 'seller', '01900000-0000-7000-8000-000000000000')

const say = async (words: string, by: Visitor = ann) => (await runCommand(app, words, by)).text
const refusal = (words: string, by: Visitor = ann) =>
  runCommand(app, words, by).then(
    () => 'no refusal',
    (error: unknown) => (error instanceof Refusal ? error.message : String(error)),
  )

await meta.act.comments(
  [
    { username: 'tilly.f', text: '2 black 1 red tilly@example.com' },
    { username: 'marlo', text: '1 gold marlo@example.com' },
  ].map((one) => ({ ...one, shortcode: '28yy9oRb9O', silent: true })),
)
app.ring('orders.scrape')
await shop.settle()

test('help shows what the member may use, and nothing of a pipeline that is not configured', async () => {
  const all = await say('help')
  expect(all).toContain('sale add <url of the post> - ')
  expect(all).toContain('route <pipeline> <place> - ')
  const hers = await say('help', rep)
  expect(hers).toContain('pending - ')
  expect(hers).not.toMatch(/^(people|route|jobs|sales|deliveries) /m)
  const settings = app.settings
  app.settings = { ...settings, INSTAGRAM_ACCESS_TOKEN: undefined, META_APP_ID: undefined }
  expect(await say('help')).not.toMatch(/^(sale add|orders)/m)
  app.settings = settings
})

test('pending tells each what waits for them, grouped by kind', async () => {
  await runCommand(app, '/start', { via: 'telegram', userId: '77', name: 'Cleo' })
  const [orders, people] = (await say('pending')).split('\n\n')
  expect(orders).toMatch(/^Orders \(2\)\nO-\d+ @\w/)
  expect(people).toMatch(/^People \(1\)\nP-\d+ Cleo asks/)
  expect(await say('pending', seller)).toMatch(/^O-\d+/)
  expect(await say('pending', foreign)).toBe('Nothing waits for you.')
  expect(await say('pending', rep)).toBe('Nothing waits for you.')
})

test('each reads by their own clock, which they may change, and it is named', async () => {
  const order = await shop.order('tilly.f')
  const ref = `O-${order.number}`
  expect(await say('zone', onTelegram(bo))).toBe(
    'Your times are UTC, where it is 14:02 now. To change: zone Europe/Berlin',
  )
  expect(await say('zone berlin', onTelegram(bo))).toBe('From now on your times are Berlin, where it is 15:02 now.')
  expect(await refusal('zone mars', onTelegram(bo))).toContain("I know no zone 'mars'")
  expect(await say(`why ${ref}`, onTelegram(bo))).toContain('(Berlin time)')
  expect(await say(`why ${ref}`)).toContain('(UTC time)')
  expect(await say('zone UTC', onTelegram(bo))).toContain('UTC')
})

test('why tells the whole story: who, when, what was edited, what left, what is next', async () => {
  const order = await shop.order('tilly.f')
  const ref = `O-${order.number}`
  await shop.press(ann, 'order', 'edit', order.id, { items: '3 black', email: 'tilly@example.org' })
  await say(`approve ${ref}`, onTelegram(bo))
  const waiting = await say(`why ${ref}`)
  expect(waiting).toMatch(/^O-\d+ @tilly\.f: 3 black .*\(UTC time\)/)
  expect(waiting).toContain(
    'Ann changed the e-mail from tilly@example.com to tilly@example.org and the items from 2 black, 1 red to 3 black.',
  )
  expect(waiting).toContain('14:02 Bo approved it.')
  expect(waiting).toMatch(/The mail "[^"]+" to tilly@example\.org waits, it leaves 14:02:15\./)
  expect(waiting).toMatch(/\nNext: the mail that asks for the address goes 14:02:15\.$/)
  shop.pass(15)
  await shop.settle()
  const sent = await say(`why ${ref}`, seller)
  expect(sent).toMatch(/\n14:02 The mail "[^"]+" to tilly@example\.org left\.\n/)
  expect(sent).toMatch(
    /Next: the customer sends the address\. Without an answer the customer is reminded Thu,? 5 Mar, 14:02\.$/,
  )
  expect(await refusal(`why ${ref}`, foreign)).toBe('That one is not yours.')
  const marlo = await shop.order('marlo')
  expect(await say(`why O-${marlo.number}`)).toMatch(/It waits for a person: Approve, Edit, Not an order\.$/)
})

test('find looks through names, e-mails, comments, captions, people and refs, and shows only what is yours', async () => {
  for (const text of ['@marlo', 'marlo@example', '1 gold']) expect(await say(`find ${text}`)).toMatch(/^O-\d+ @marlo/)
  for (const text of ['S-1', 'beaded bracelets', '28yy9oRb9O']) expect(await say(`find ${text}`)).toMatch(/^Sale S-1/m)
  expect(await say('find cleo')).toMatch(/^P-\d+ Cleo/)
  await sql(app.em.fork(), `update identities set handle = 'the_drummer' where user_id = '77'`)
  expect(await say('find @the_drummer')).toMatch(/^P-\d+ Cleo/)
  expect(await say('find 100%')).toBe("Nothing with '100%'.")
  expect(await say('find @marlo', foreign)).toBe("Nothing with '@marlo'.")
})

test('a verb is typed for any record, undo too; one that does not fit says what does', async () => {
  const { number, id } = await shop.order('marlo')
  expect(await say(`approve O-${number}`)).toBe('Approved. The mail goes 14:02:30.')
  await say(`undo O-${number}`)
  expect((await shop.card('order', id)).labels).toContain('Approve')
  expect(await refusal('approve S-1')).toContain('I cannot approve S-1. What you can do: close, edit')
  const told = await refusal('approve S-1', rep)
  expect(told).toContain('not yours')
  expect(told).not.toContain('edit')
  expect(await refusal('approve')).toBe('Which one? For example: approve O-142')
  expect(await refusal(`aprove O-${number}`)).toContain(`Did you mean: approve O-${number}`)
  expect(await refusal('sale ad')).toContain('Did you mean: sale add <url of the post> For example: sale add https://')
})

test("a rep who tries an admin's command is refused, and it is written down", async () => {
  for (const words of ['people', 'run orders.scrape', 'route orders here', 'deliveries']) {
    const before = await app.em.fork().count(RefusedPress)
    expect(await refusal(words, rep)).toMatch(/^Only an admin (or a booker )?may use/)
    expect(await app.em.fork().count(RefusedPress)).toBe(before + 1)
  }
  expect(await refusal('sales', rep)).toBe("Only an admin or a seller may use 'sales'.")
  expect(await refusal('remove P-1', seller)).toContain('not yours to decide')
})

const failing = (step: string, times: number) =>
  sql(app.em.fork(), `insert into step_runs (step, failures, last_error, finished_at) values ($1, $2, 'no disk', $3)`, [
    step,
    times,
    app.now,
  ])

test('status says which pipeline is behind, why and since when', async () => {
  expect((await say('status')).split('\n')).toContain('Orders keep up.')
  await failing('outbox.send', 1)
  const held = (await say('status')).split('\n').filter((line) => line.includes('may be held up'))
  expect(held).toEqual([expect.stringMatching(/^Orders\b.* may be held up by what is broken below\.$/)])
  await failing('orders.extract', 3)
  await meta.act.comment({ username: 'late', text: '1 red late@example.com', shortcode: '28yy9oRb9O', silent: true })
  await sql(
    app.em.fork(),
    `insert into orders (id, created_at, state, ig_media_id, comment_id, source_comment, username, message_ids, last_modified_date)
     select gen_random_uuid(), created_at, 'scraped', ig_media_id, 'late', source_comment, 'late', '{}', created_at from orders limit 1`,
  )
  const told = await say('status')
  expect(told).toContain('Orders are behind: 1 comment to read since 14:02, because reading comments fails.')
  expect(told).toContain('Reading comments failed 3 times, last 14:02: no disk.')
  await sql(app.em.fork(), `delete from orders where comment_id = 'late'`)
  await sql(app.em.fork(), `delete from step_runs`)
})

test('002-047: jobs are listed, run, paused and resumed', async () => {
  expect(await say('jobs')).toContain('Looking for comments (orders.scrape) every 1 hour: has not run yet')
  app.bells.length = 0
  expect(await say('run scrape')).toBe('orders.scrape runs now. Type jobs to see how it went.')
  expect(app.bells.map(({ step }) => step)).toEqual(['orders.scrape'])
  expect(await say('pause orders.scrape')).toContain('orders.scrape is paused.')
  expect(await refusal('run orders.scrape')).toContain('First: resume orders.scrape')
  expect(await say('jobs')).toContain('Looking for comments is paused. To go on: resume orders.scrape')
  expect(await say('resume orders.scrape')).toBe('orders.scrape goes on.')
  expect(await refusal('run orders.scrap')).toContain('Did you mean: run orders.scrape')
})

test('deliveries are listed with where they stand and why they wait', async () => {
  const { number } = await shop.order('marlo')
  await say(`approve O-${number}`)
  expect(await say('deliveries waiting')).toMatch(
    new RegExp(`^D-\\d+ The mail "[^"]*\\bO-${number}\\b[^"]*" to marlo@example\\.com waits, it leaves 14:02:30\\.$`),
  )
  expect(await say('deliveries dead')).toBe('Nothing waits to leave, and nothing is in doubt.')
  expect(await refusal('deliveries gone')).toContain('waiting, doubtful, dead')
  await say(`undo O-${number}`)
})

test('people are listed, admitted and removed; the last admin stays', async () => {
  const cleo = await app.em.fork().findOneOrFail(Person, { name: 'Cleo' })
  expect(await say(`admit P-${cleo.number} as seller`)).toBe('Cleo is in as seller.')
  expect(await app.em.fork().findOneOrFail(Person, cleo.id)).toMatchObject({ role: 'seller', storeId: store?.id })
  expect(await say('people')).toContain(`P-${cleo.number} Cleo · seller · Telegram`)
  expect(await say(`remove P-${cleo.number}`)).toBe('Cleo can do nothing here any more.')
  const people = await app.em.fork().find(Person, { role: 'admin' })
  const [first, second] = people.map(({ number }) => number).sort((a, b) => a - b)
  await say(`remove P-${second}`)
  expect(await refusal(`remove P-${first}`)).toBe('That is the last admin. Let another one in first.')
  await say(`admit P-${second} as admin`)
})

test('link joins the second platform to the same person, once, and never a different member', async () => {
  const eve: Visitor = { via: 'slack', userId: 'T1:UEVE', name: 'eve' }
  const person = await runCommand(app, '/start', eve).then(() => app.em.fork().findOneOrFail(Person, { name: 'eve' }))
  await say(`admit P-${person.number} as rep`)
  const reply = await runCommand(app, 'link', eve)
  expect(reply.isPrivate).toBe(true)
  const code = /link (\S+)/.exec(reply.text)?.[1] ?? ''
  expect(await refusal(`link ${code}`, onTelegram(bo))).toBe('You are Bo here, not eve.')
  const phone: Visitor = { via: 'telegram', userId: '4242', name: 'Evelyn', place: '4242' }
  expect(await say(`link ${code}`, phone)).toBe('You are eve here too.')
  expect(await say('whoami', phone)).toContain('You are eve, rep, on Telegram')
  expect(await refusal(`link ${code}`, { ...phone, userId: '4343' })).toContain('not valid any more')
  const late = /link (\S+)/.exec((await runCommand(app, 'link', rep)).text)?.[1] ?? ''
  shop.pass(601)
  expect(await refusal(`link ${late}`, { ...phone, userId: '4343' })).toContain('not valid any more')
})

test('route hangs a pipeline elsewhere, what waits follows, and it can be taken back', async () => {
  const { id } = await shop.order('marlo')
  app.findPlace = {
    slack: async (named) => {
      if (named === '#closed') throw new Refusal('I am not in #closed. Invite me there first: /invite @deskhand')
      return { place: named === '#sales' ? 'C0SALES' : named, name: named }
    },
  }
  const places = async () =>
    (await app.em.fork().find(CardPost, { subjectId: id, platform: 'slack' })).map(({ place, ring }) => [place, ring])
  await sql(
    app.em.fork(),
    `update card_posts set rung = ring, shown = wanted, message_ref = '{"place":"C0ORDERS","message":"1"}'`,
  )
  const [[, ring] = []] = await places()
  expect(await refusal('route orders #closed')).toContain('Invite me there first')
  expect(await say('route orders')).toBe('orders: C0ORDERS (Slack) and -100 (Telegram)')
  expect(await say('route orders #sales')).toBe(
    'The cards of orders hang in #sales from now on, no longer in C0ORDERS. 1 waits now.',
  )
  expect(await places()).toEqual([['C0SALES', Number(ring) + 1]])
  expect(await say('route orders')).toBe('orders: C0SALES (Slack) and -100 (Telegram)')
  expect(await runCommand(app, 'route orders here', { ...ann, here: 'C0HERE' })).toMatchObject({
    text: expect.stringContaining('C0HERE'),
  })
  expect(await say('route orders default')).toBe('orders: C0ORDERS (Slack) and -100 (Telegram)')
  expect((await places()).map(([place]) => place)).toEqual(['C0ORDERS'])
  expect(await refusal('route nonsense here')).toContain('There are: orders, prices, operations, people')
})

test('a verb under another name is refused like the verb, and written down once', async () => {
  const before = await app.em.fork().count(RefusedPress)
  expect(await refusal('sale close S-1', foreign)).toContain('not yours to decide')
  expect(await app.em.fork().count(RefusedPress)).toBe(before + 1)
})

test('a ref alone shows its card, in whatever way it is written; of another it is not told', async () => {
  const { number } = await shop.order('marlo')
  for (const words of [`O-${number}`, `#o${number}`, `/o-${number}`]) {
    const { cards } = await runCommand(app, words, ann)
    expect(cards?.map(({ title }) => title)).toEqual([expect.stringContaining(`O-${number} `)])
  }
  expect(await refusal(`O-${number}`, foreign)).toBe('That one is not yours.')
  expect(await refusal('O-9999')).toBe('There is no O-9999.')
})

test('one verb for several: each is done by itself, and what cannot be is said beside it', async () => {
  const [one, two] = [await order('pair.one', '1 gold'), await order('pair.two', '1 gold')]
  expect(await say(`approve O-${one}, O-${two} o9999`)).toMatch(
    new RegExp(`^O-${one}: Approved\\..*\nO-${two}: Approved\\..*\nO9999: There is no O-9999\\.$`),
  )
  expect(await say(`edit O-${one} O-${two}`)).toBe(
    [one, two].map((n) => `O-${n}: that asks first. Write it alone: edit O-${n}`).join('\n'),
  )
})

test('orders unpaid lists those that wait for money, and no others', async () => {
  await sql(
    app.em.fork(),
    `update orders set state = 'shopping-cart-link-sent', paid_at = null where username = 'pair.one'`,
  )
  await sql(
    app.em.fork(),
    `update orders set state = 'shopping-cart-link-sent', paid_at = now() where username = 'pair.two'`,
  )
  const told = await say('orders unpaid')
  expect(told).toContain('@pair.one')
  expect(told).not.toContain('@pair.two')
  expect(await say('sales')).toMatch(/^S-1 open · /)
})

async function order(username: string, text: string): Promise<number> {
  await meta.act.comment({ username, text: `${text} ${username}@example.com`, shortcode: '28yy9oRb9O', silent: true })
  await sql(app.em.fork(), 'update sales set scraped_at = null')
  app.ring('orders.scrape')
  await shop.settle()
  return (await shop.order(username)).number
}

test('of more than ten finds the newest ten are shown, and that there are older ones', async () => {
  await meta.act.comments(
    Array.from({ length: 11 }, (_, n) => ({ username: `many${n}`, text: `1 gold many${n}@several.example` })).map(
      (one) => ({ ...one, shortcode: '28yy9oRb9O', silent: true }),
    ),
  )
  await sql(app.em.fork(), 'update sales set scraped_at = null')
  app.ring('orders.scrape')
  await shop.settle()
  const found = (await say('find several.example')).split('\n')
  const numbers = found.slice(0, -1).map((line) => Number(/^O-(\d+)/.exec(line)?.[1]))
  const made = await sql<{ number: number }>(
    app.em.fork(),
    `select number from orders where email like '%several.example' order by number desc`,
  )
  expect(made).toHaveLength(11)
  expect(numbers).toEqual(made.slice(0, 10).map(({ number }) => Number(number)))
  expect(found.at(-1)).toBe('and older ones: say more of it')
})
