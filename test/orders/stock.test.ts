import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { openQueue, putBehind, recount } from '#src/desk/queue/queue.ts'
import { admit } from '#src/orders/stock/stock.ts'
import { blockedQueries } from '#test/app.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, meta, google, ann, bo } = shop
const saleId = await shop.openSale()

async function order(username: string, text: string) {
  await meta.act.comment({ username, text: `${text} ${username}@example.com`, shortcode: '28yy9oRb9O', silent: true })
  await sql(app.em.fork(), 'update sales set scraped_at = null')
  app.ring('orders.scrape')
  await shop.settle()
  return shop.order(username)
}
const approve = (id: string, by = ann) => shop.press(by, 'order', 'approve', id)
const title = async (id: string) => (await shop.card('order', id)).title

test('sale add asks how many of each; what cannot be read is said, and empty is not counted', async () => {
  expect((await shop.card('sale', saleId)).labels).toContain('How many of each')
  await expect(shop.press(ann, 'sale', 'count', saleId, { stock: '3 purple' })).rejects.toThrow(
    "'3 purple' cannot be read. Write it like: 10 black, 10 red, 10 white, 10 gold",
  )
  await shop.press(ann, 'sale', 'count', saleId, { stock: '3 black, red: 5' })
  const { facts, footer } = await shop.card('sale', saleId)
  expect(facts).toContainEqual({ label: 'Stock', value: '3 of 3 black, 5 of 5 red left; white, gold not counted' })
  expect(footer).toBe('Open by Ann, 14:02. Comments become orders.')
  const typed = async (words: string) => (await runCommand(app as never, words, bo)).text
  await expect(typed('stock S-1 4 black, 5 red')).rejects.toThrow('write: count S-1 4 black, 5 red')
  shop.pass(60)
  expect(await typed('count S-1 3 black, 5 red')).toBe('Counted. Approving takes from it.')
  expect((await shop.card('sale', saleId)).footer).toBe('Open by Ann, 14:02. Comments become orders.')
})

test('sold out: approving takes from stock, the rest wait in the order of their comments, what comes free is offered to the next', async () => {
  const first = await order('first', '2 black')
  const second = await order('second', '2 black')
  const third = await order('third', '2 black')
  const other = await order('other', '1 gold')
  await approve(first.id)
  await expect(approve(second.id)).rejects.toThrow('Not enough: 1 black left. Edit it, or let it wait.')
  expect(await title(second.id)).toMatch(/^O-\d+ Waits, 1 black left · @second: 2 black/)
  expect((await shop.card('order', second.id)).labels[0]).not.toBe('Approve')
  await approve(other.id)
  expect((await runCommand(app as never, 'stock S-1', ann)).text).toBe(
    'S-1: 1 of 3 black, 5 of 5 red left; white, gold not counted.',
  )

  await shop.press(ann, 'order', 'close', first.id)
  expect(await title(second.id)).toMatch(/@second can have it now: 2 black came free$/)
  expect(await title(third.id)).toMatch(/^O-\d+ @third: 2 black/)
  expect((await shop.card('order', second.id)).labels[0]).toBe('Approve')
  await approve(second.id)
  expect(await title(third.id)).toMatch(/Waits, 1 black left/)
})

test('an undone approval gives its items to the next who waits; taken by another meanwhile, the card says so and is rung again', async () => {
  await shop.press(ann, 'sale', 'count', saleId, { stock: '' })
  const quick = await order('quick', '2 gold')
  const [next, later] = [await order('next', '2 gold'), await order('later', '2 gold')]
  await shop.press(ann, 'sale', 'count', saleId, { stock: '3 gold' })
  await approve(quick.id)
  await shop.press(ann, 'order', 'undo', quick.id)
  expect(await title(next.id)).toMatch(/@next can have it now: 2 gold came free$/)
  expect(await title(later.id)).toMatch(/^O-\d+ @later: 2 gold/)
  await approve(quick.id, bo)
  expect(await title(next.id)).toMatch(/^O-\d+ Waits, 0 gold left · @next: 2 gold/)
  expect((await shop.card('order', next.id)).footer).toMatch(/Edit it, or let it wait/)
  const { moves } = await shop.order('next')
  await shop.press(ann, 'order', 'close', quick.id)
  expect(await title(next.id)).toMatch(/@next can have it now/)
  expect((await shop.order('next')).moves).toBe(moves + 1)
})

test('what came free leads with Approve where it was read without a doubt, with Edit where it was not', async () => {
  await shop.press(ann, 'sale', 'count', saleId, { stock: '' })
  const taker = await order('taker', '8 gold')
  const [clear, doubtful] = [await order('clear', '1 gold'), await order('doubtful', '1 gold 1 cherry')]
  await shop.press(ann, 'sale', 'count', saleId, { stock: '9 gold' })
  await approve(taker.id)
  await shop.press(ann, 'order', 'close', taker.id)
  const leading = async (id: string) => {
    const subject = subjectNamed('order')
    const [view] = await subject.load(app.em.fork(), [id])
    return view && subject.offers(view).flatMap(({ verb, first }) => (first ? [verb] : []))
  }
  for (const { id } of [clear, doubtful]) expect(await title(id)).toMatch(/can have it now/)
  expect([await leading(clear.id), await leading(doubtful.id)]).toEqual([['approve'], ['edit']])
})

test('what is left changes: the card of the sale is drawn anew, and those of the orders it is enough for now or no more', async () => {
  await shop.press(ann, 'sale', 'count', saleId, { stock: '' })
  const [taker, short, fits] = [
    await order('takes', '2 red'),
    await order('short', '2 red'),
    await order('fits', '1 red'),
  ]
  const changed = async (act: () => Promise<unknown>) => {
    await sql(app.em.fork(), 'update card_posts set wanted = 0')
    await act()
    const rows = await sql<{ id: string }>(
      app.em.fork(),
      'select distinct subject_id as id from card_posts where wanted > 0',
    )
    const names = new Map([
      [saleId, 'sale'],
      [short.id, 'short'],
      [fits.id, 'fits'],
    ])
    return rows.flatMap(({ id }) => names.get(id) ?? []).toSorted()
  }
  const uncounted = await order('uncounted', '1 gold')
  expect(await changed(() => approve(uncounted.id))).toEqual([])
  const count = (stock: string) => changed(() => shop.press(ann, 'sale', 'count', saleId, { stock }))
  expect(await count('3 red')).toEqual(['fits', 'sale', 'short'])
  expect(await changed(() => approve(taker.id))).toEqual(['sale', 'short'])
  expect(await changed(() => shop.press(ann, 'order', 'undo', taker.id))).toEqual(['sale', 'short'])
  expect(await changed(() => inTransaction(app, (tx) => admit(tx, [taker])))).toEqual(['sale', 'short'])
  expect(await count('1 red')).toEqual(['sale', 'short'])
})

test('two admins who approve the last one at once: one gets it, the other is told', async () => {
  await shop.press(ann, 'sale', 'count', saleId, { stock: '3 black, 1 red' })
  const [one, two] = [await order('one', '1 red'), await order('two', '1 red')]
  const both = await Promise.allSettled([approve(one.id), approve(two.id, bo)])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('what an edit or a new count makes free is offered to as many as it is enough for', async () => {
  await shop.press(ann, 'sale', 'count', saleId, { stock: '' })
  const [big, ...waiting] = [await order('big', '3 white'), await order('w1', '2 white'), await order('w2', '1 white')]
  const last = await order('w3', '4 white')
  await shop.press(ann, 'sale', 'count', saleId, { stock: '3 white' })
  await approve(big.id)
  await shop.press(ann, 'order', 'edit', big.id, { items: '1 white' })
  expect(await title(waiting[0]?.id ?? '')).toMatch(/@w1 can have it now: 2 white came free$/)
  expect(await title(waiting[1]?.id ?? '')).toMatch(/^O-\d+ @w2: 1 white/)
  await shop.press(ann, 'order', 'edit', waiting[1]?.id ?? '', { items: '3 white', email: 'w2@example.com' })

  await shop.press(ann, 'sale', 'count', saleId, { stock: '9 white' })
  const [, two] = waiting
  expect(await title(two?.id ?? '')).toMatch(/@w2 can have it now: 6 white came free$/)
  expect(await title(last.id)).toMatch(/@w3 can have it now|^O-\d+ @w3: 4 white/)
  await shop.press(ann, 'sale', 'count', saleId, { stock: '2 white' })
  await expect(approve(two?.id ?? '')).rejects.toThrow('Not enough: 1 white left')
})

test('a flood for too few: the queue card says how many can have it, none is a refusal that undoes nothing, a new count is drawn', async () => {
  await shop.press(ann, 'sale', 'count', saleId, { stock: '' })
  for (const one of await shop.orders()) if (one.state !== 'not-valid') await reject(one.id)
  const ids: string[] = []
  for (let n = 0; n < 4; n += 1) ids.push((await order(`flood${n}`, `${n < 2 ? 1 : 2} gold`)).id)
  const queue = subjectNamed('queue')
  await inTransaction(app, async (tx) => {
    await openQueue(tx, 'order')
    await putBehind(tx, 'order', 'c.subject_id = any($2::uuid[])', [ids])
    await recount(tx, subjectNamed('order'), true)
  })
  const [{ id = '' } = {}] = await sql<{ id: string }>(app.em.fork(), 'select id from queues')
  const look = async () => {
    const [view] = await queue.load(app.em.fork(), [id])
    if (!view) throw new Error('no queue')
    const labels = queue.offers(view).flatMap(({ quiet, label, verb }) => (quiet ? [] : [label ?? verb]))
    return { view, labels, ...queue.card(view, app) }
  }
  expect(await look()).toMatchObject({ labels: ['Approve 4'], facts: [] })
  await sql(app.em.fork(), `update card_posts set wanted = 0 where subject = 'queue'`)
  await shop.press(ann, 'sale', 'count', saleId, { stock: '2 gold' })
  const drawn = await sql(app.em.fork(), `select 1 from card_posts where subject = 'queue' and wanted > 0`)
  expect(drawn).not.toEqual([])
  const few = { title: '4 new orders · 4 clear', facts: [{ label: 'Stock', value: '2 gold left, 6 wanted' }] }
  expect(await look()).toMatchObject({ ...few, labels: ['Approve 2 of 4'] })

  const pressed = async () => {
    const { view } = await look()
    const [offer] = queue.offers(view)
    return shop.press(ann, 'queue', 'approve', id, {}, { moves: view.moves, arg: offer?.arg ?? '' })
  }
  expect(await pressed()).toMatch(/^Approved 2\. 2 wait: there is not enough for them\./)
  expect(await look()).toMatchObject({ labels: ['undo'], facts: [{ label: 'Stock', value: '0 gold left, 4 wanted' }] })
  await expect(pressed()).rejects.toThrow('There is not enough for any of them. They wait')
  expect((await look()).labels).toEqual(['undo'])
  expect(await shop.press(ann, 'queue', 'undo', id)).toBe('Took back 2 of 2.')
})

async function reject(id: string): Promise<void> {
  await sql(app.em.fork(), `update orders set state = 'not-valid', attention = null where id = $1`, [id])
}

test('what is taken stays taken until the order is over, however far it is on its way', async () => {
  await shop.press(ann, 'sale', 'count', saleId, { stock: '9 black' })
  const left = async () => (await runCommand(app as never, 'stock S-1', ann)).text.replace(/^S-1: (\d+) of 9 .*$/, '$1')
  const before = Number(await left())
  const { id } = await order('steady', '1 black')
  await approve(id)
  expect(await left()).toBe(String(before - 1))
  shop.pass(15)
  await shop.settle()
  expect([(await shop.order('steady')).state, await left()]).toEqual(['awaiting-address-reply', String(before - 1)])
  const text = 'Stea Dy\n1420 Alderwick Lane\nSpringfield, IL 62704'
  await google.act.customerReplies({ from: 'steady@example.com', text })
  await shop.settle()
  expect([(await shop.order('steady')).state, await left()]).toEqual(['shopping-cart-link-sent', String(before - 1)])
  await shop.press(ann, 'sale', 'count', saleId, { stock: `${9 - before + 1} black` })
  const next = await order('eager', '1 black')
  await shop.press(ann, 'order', 'close', id)
  expect(await title(next.id)).toMatch(/@eager can have it now: 1 black came free$/)
})

test('what came free is offered to nobody who asked something first: their question is not lost to it', async () => {
  await shop.press(ann, 'sale', 'count', saleId, { stock: '' })
  const taker = await order('holder', '3 red')
  const asks = await order('unsure', '3 red')
  await shop.press(ann, 'sale', 'count', saleId, { stock: '3 red' })
  await approve(taker.id)
  const question = `update orders set attention = 'question', attention_note = 'Is it a dark red?' where id = $1`
  await sql(app.em.fork(), question, [asks.id])
  await shop.press(ann, 'order', 'close', taker.id)
  expect(await shop.order('unsure')).toMatchObject({ attention: 'question', attentionNote: 'Is it a dark red?' })
})

test('an approval that meets another at its sale waits for it, and is refused what that one has taken', async () => {
  for (const one of await shop.orders()) await reject(one.id)
  const [first, second] = [await order('racer', '1 red'), await order('chaser', '1 red')]
  await shop.press(ann, 'sale', 'count', saleId, { stock: '1 red' })
  const held = await app.em.fork().transactional(async (em) => {
    await sql(em, 'select 1 from sales where id = $1 for update', [saleId])
    const told = approve(second.id).catch((error: Error) => error.message)
    await blockedQueries(app, 1)
    await sql(em, `update orders set state = 'details-validated' where id = $1`, [first.id])
    return { told }
  })
  expect(await held.told).toContain('Not enough: 0 red left')
})

test('what came free rings the phones of who decides, although the order waited before', async () => {
  const rings = async (id: string) => {
    const text = `select coalesce(sum(ring), 0)::int as n from card_posts where subject_id = $1`
    const [row] = await sql<{ n: number }>(app.em.fork(), text, [id])
    return row?.n ?? 0
  }
  const { id } = await shop.order('chaser')
  const before = await rings(id)
  await shop.press(ann, 'order', 'close', (await shop.order('racer')).id)
  expect(await title(id)).toMatch(/@chaser can have it now/)
  expect(await rings(id)).toBeGreaterThan(before)
})
