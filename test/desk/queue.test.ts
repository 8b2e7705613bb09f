import { describe, expect, test } from 'vitest'
import { claimPosts, savePost } from '#bots/claim-posts.ts'
import { queueFlood } from '#bots/queue-flood.ts'
import { CardPost } from '#entities/cards/card-post.ts'
import { Order } from '#entities/orders/order.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { press } from '#src/desk/press/press.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { countQueued, recount } from '#src/desk/queue/queue.ts'
import { remindPeople } from '#src/desk/remind/remind.ts'
import { blockedQueries } from '#test/app.ts'
import { makeShop } from '#test/http/web.ts'
import { makeMember } from '#test/make.ts'
import { openFlood } from './flood.ts'

const { app, slack, telegram, ann, bo, run, arrive, deliver, queue, button } = await openFlood()
const subject = subjectNamed('order')
const statesOf = async (ids: string[]) =>
  (await app.em.fork().find(Order, { id: { $in: ids } })).map(({ state }) => state)

describe.each([
  ['Slack', slack],
  ['Telegram', telegram],
] as const)('a flood on %s', (_platform, hand) => {
  const fresh = () => hand.cards().at(-1)

  test('ten orders at once ring once: one card counts what is clear and what is to check', async () => {
    const before = hand.cards().length
    await arrive(7)
    await arrive(3, false)
    await deliver()
    expect(hand.cards().length - before).toBe(1)
    expect(fresh()).toMatchObject({ labels: ['Approve 7', 'Check 3'] })
    expect(fresh()?.text).toContain('10 new orders · 7 clear · 3 to check')
  })

  test('three orders are no flood: each has its own card', async () => {
    const before = hand.cards().length
    await arrive(3)
    await deliver()
    expect(hand.cards().length - before).toBe(3)
  })

  test('what Ann approved stays hers when Bo has pressed Check, and Undo goes when the mails have left', async () => {
    await arrive(5)
    const doubtful = await arrive(6, false)
    await deliver()
    await hand.press('ann', 'Approve 5')
    await deliver()
    expect(fresh()?.text).toContain('6 new orders · 6 to check')
    expect(fresh()?.text).toContain('Ann approved 5 at 14:02 · mails go 14:02:15')
    const card = hand.cards().at(-1)?.id
    await hand.press('bo', 'Check next 4', card)
    await deliver()
    const shown = () => hand.cards().find(({ id }) => id === card)
    expect(shown()?.text).toContain('Ann approved 5')
    expect(shown()?.labels).toEqual(['Check 2', 'Undo'])
    // The oldest ones were opened.
    const behind = await sql<{ id: string }>(
      app.em.fork(),
      `select id from orders where id = any($1::uuid[])
         and exists (select 1 from card_posts c where c.subject_id = orders.id and c.queued) order by number`,
      [doubtful],
    )
    expect(behind.map(({ id }) => id)).toEqual(doubtful.slice(4))
    // The mails leave, and the orders move on.
    await run(`update deliveries set state = 'sent'`)
    await run(`update card_posts set wanted = wanted + 1 where subject = 'order'`)
    await deliver()
    expect(shown()?.labels).toEqual(['Check 2'])
    expect(shown()?.text).not.toContain('mails go')
  })
})

test('one more order comes while a thumb is above the button: those that were shown are approved, and only they', async () => {
  const shown = await arrive(8)
  await deliver()
  const token = await button('approve')
  const late = await arrive(1)
  await deliver()
  expect((await queue()).clear).toBe(9)
  expect(await press(app, token, ann)).toBe('Approved 8. Their mails go 14:02:15.')
  expect(new Set(await statesOf(shown))).toEqual(new Set(['details-validated']))
  expect(await statesOf(late)).toEqual(['pending-details-validation'])
})

test('where there is not enough for all of them the first to comment are approved, and the others wait', async () => {
  const shown = await arrive(6)
  await run(`update sales set stock = '{"black": 5, "red": 9}'`)
  await deliver()
  expect(await press(app, await button('approve'), ann)).toBe(
    'Approved 2. 4 wait: there is not enough for them. Their mails go 14:02:15.',
  )
  expect(await statesOf(shown.slice(0, 2))).toEqual(['details-validated', 'details-validated'])
  expect(new Set(await statesOf(shown.slice(2)))).toEqual(new Set(['pending-details-validation']))
})

test('cards that hang already and are drawn again are no flood with the one that comes', async () => {
  await arrive(3)
  await deliver()
  await run(`update card_posts set wanted = wanted + 1 where subject = 'order'`)
  await arrive(1)
  await deliver()
  expect(await run('select 1 from card_posts where queued')).toEqual([])
  expect(slack.cards().at(-1)?.labels[0]).toBe('Approve')
})

test('a button that no card has shown yet is none', async () => {
  await arrive(5)
  await deliver()
  const { id, moves, round } = await queue()
  const ahead = writeToken({ subject: 'queue', verb: 'approve', id, moves, arg: String(round + 1) })
  await expect(press(app, ahead, ann)).rejects.toThrow()
  expect(await queue()).toMatchObject({ pending: 5 })
})

test('once the mails of a batch are leaving its card offers no Undo, and the button of before says why', async () => {
  await arrive(5)
  await deliver()
  await press(app, await button('approve'), ann)
  await deliver()
  const undo = await button('undo')
  await run('update deliveries set trying_since = $1', [app.now])
  await expect(press(app, undo, ann)).rejects.toThrow('Too late to undo: the mails have left.')
  await run(`update card_posts set wanted = wanted + 1 where subject = 'order'`)
  await deliver()
  expect(slack.cards().at(-1)?.labels).toEqual([])
})

test('an order that somebody decided or spoiled meanwhile is not approved with the others', async () => {
  const [first = '', second = ''] = await arrive(6)
  await deliver()
  const token = await button('approve')
  await run(`update orders set reading = jsonb_set(reading, '{clear}', 'false') where id = $1`, [first])
  await run(`update orders set state = 'not-valid' where id = $1`, [second])
  expect(await press(app, token, ann)).toBe('Approved 4. Their mails go 14:02:15.')
  expect(await statesOf([first])).toEqual(['pending-details-validation'])
})

test('an order that is spoiled while a press waits for it is not approved with the others', async () => {
  const [first = ''] = await arrive(6)
  await deliver()
  const token = await button('approve')
  const held = await app.em.fork().transactional(async (em) => {
    await sql(em, 'select 1 from orders where id = $1 for update', [first])
    const pressed = press(app, token, ann)
    await blockedQueries(app, 1)
    await sql(em, `update orders set reading = jsonb_set(reading, '{clear}', 'false') where id = $1`, [first])
    return { pressed }
  })
  expect(await held.pressed).toBe('Approved 5. Their mails go 14:02:15.')
  expect(await statesOf([first])).toEqual(['pending-details-validation'])
})

test("a seller's press on the queue card decides the orders of their own store alone", async () => {
  const theirs = await arrive(2)
  const [own] = await run('select store_id as id from sales')
  await arrive(4)
  const seller = await makeMember(app, 'Zuri', 'seller', (own as { id: string }).id)
  await deliver()
  expect(await press(app, await button('approve'), seller)).toBe('Approved 2. Their mails go 14:02:15.')
  expect(new Set(await statesOf(theirs))).toEqual(new Set(['details-validated']))
  expect(await queue()).toMatchObject({ pending: 4, clear: 4 })
})

test('two approve at once: the second reads who was first, and each mail is written once', async () => {
  const ids = await arrive(6)
  await deliver()
  const token = await button('approve')
  const held = await app.em.fork().transactional(async (em) => {
    await sql(em, 'select 1 from orders where id = any($1::uuid[]) for update', [ids])
    const both = Promise.allSettled([press(app, token, ann), press(app, token, bo)])
    await blockedQueries(app, 2)
    return { both }
  })
  const said = (await held.both).map((done) => (done.status === 'fulfilled' ? done.value : done.reason.message))
  expect(said).toContainEqual(expect.stringMatching(/^Approved 6\./))
  expect(said).toContainEqual(expect.stringMatching(/^(Ann|Bo) approved these at 14:02\.$/))
  expect(await run('select 1 from deliveries')).toHaveLength(6)
})

test('years of decided orders are not counted, and what waits behind them is', async () => {
  await arrive(5)
  await deliver()
  const { saleId } = await makeShop(app, 'Old')
  await run(
    `insert into orders (id, created_at, state, ig_media_id, comment_id, source_comment, username, email, items, message_ids, last_modified_date)
     select gen_random_uuid(), now(), 'details-validated', (select ig_media_id from sales where id = $1), 'old' || n,
       '{}', 'old' || n, null, null, '{}', now() from generate_series(1, 1200) n`,
    [saleId],
  )
  await run(
    `insert into card_posts (id, subject, subject_id, platform, place, rang_at, queued, rung, wanted)
     select gen_random_uuid(), 'order', id, 'slack', 'C0ORDERS', now(), true, 1, 2 from orders where state = 'details-validated'`,
  )
  expect(await countQueued(app.em.fork(), subject)).toEqual({ pending: 5, clear: 5 })
  await deliver()
  expect(await run('select 1 from card_posts where queued')).toHaveLength(10)
})

test('a slow worker does not put back behind the queue what Check has opened', async () => {
  await arrive(4, false)
  await deliver()
  await run(`update card_posts set wanted = wanted + 1 where subject = 'order'`)
  const claimed = await [...(await claimPosts(app, 'slack')), ...(await claimPosts(app, 'telegram'))]
  await press(app, await button('check'), ann)
  for (const post of claimed) await savePost(app, post, post)
  const before = slack.cards().length
  await deliver()
  expect(slack.cards().length - before).toBe(4)
  expect(await app.em.fork().count(CardPost, { queued: true })).toBe(0)
})

test('a worker that was slow with a flood does not put behind the queue what has been opened since', async () => {
  const ids = await arrive(5, false)
  const claimed = await [...(await claimPosts(app, 'slack')), ...(await claimPosts(app, 'telegram'))]
  app.now = new Date(app.now.getTime() + 60_000)
  await deliver()
  await press(app, await button('check'), ann)
  const views = await subject.load(app.em.fork(), ids)
  await queueFlood(
    app,
    claimed.map((post) => ({ post, view: views.find(({ id }) => id === post.subjectId) ?? null })),
  )
  expect(await app.em.fork().count(CardPost, { queued: true, platform: 'slack' })).toBe(1)
})

test('a count that waits for a press counts after it', async () => {
  await arrive(9)
  await deliver()
  const counted = await app.em.fork().transactional(async (em) => {
    await sql(em, 'select 1 from queues for update')
    const counting = inTransaction(app, (tx) => recount(tx, subject, false))
    await blockedQueries(app, 1)
    await sql(em, `update orders set state = 'details-validated'`)
    return { counting }
  })
  await counted.counting
  expect(await queue()).toMatchObject({ pending: 0, clear: 0 })
})

test('Undo of a batch and Undo of one of its orders do not end in each other', async () => {
  const [first = ''] = await arrive(5)
  await deliver()
  await press(app, await button('approve'), ann)
  const undoAll = await button('undo')
  const undoOne = writeToken({ subject: 'order', verb: 'undo', id: first })
  const held = await app.em.fork().transactional(async (em) => {
    await sql(em, 'select 1 from deliveries where subject_id = $1 for update', [first])
    const both = Promise.allSettled([press(app, undoAll, ann), press(app, undoOne, bo)])
    await blockedQueries(app, 2)
    return { both }
  })
  const said = (await held.both).map((done) => (done.status === 'fulfilled' ? done.value : done.reason.message))
  expect(said.filter((words) => /deadlock|40P01/i.test(words))).toEqual([])
  expect(new Set(await statesOf((await queue()).batch?.ids ?? []))).toEqual(new Set(['pending-details-validation']))
  expect(await run(`select 1 from deliveries where state = 'waiting'`)).toEqual([])
})

test('what a batch took back stands behind the queue again, and can be approved again', async () => {
  await arrive(5)
  await deliver()
  await press(app, await button('approve'), ann)
  await deliver()
  await press(app, await button('undo'), ann)
  const before = slack.cards().length
  await deliver()
  expect(slack.cards().length - before).toBe(1)
  expect(slack.cards().at(-1)?.labels).toEqual(['Approve 5'])
  expect((await queue()).batch).toMatchObject({ verb: 'undo', by: 'Ann' })
  expect(slack.cards().at(-1)?.text).toMatch(/Ann took back 5 /)
  expect(await press(app, await button('approve'), bo)).toBe('Approved 5. Their mails go 14:02:15.')
})

test('once all of a flood is decided the next order has a card of its own', async () => {
  await arrive(5)
  await deliver()
  await press(app, await button('approve'), ann)
  await deliver()
  await arrive(1)
  await deliver()
  for (const hand of [slack, telegram]) {
    expect(hand.cards().at(-1)?.labels).toContain('Edit')
    expect(hand.cards().at(-1)?.text).toMatch(/O-\d+ /)
  }
})

test('an order that comes right after the last of a flood was decided, before its cards are drawn, has a card of its own', async () => {
  await arrive(5)
  await deliver()
  await press(app, await button('approve'), ann)
  await arrive(1)
  await deliver()
  expect(await queue()).toMatchObject({ pending: 0 })
  for (const hand of [slack, telegram]) expect(hand.cards().at(-1)?.labels).toContain('Edit')
})

test('what a batch took back, and hangs on one platform by itself, offers Approve there again', async () => {
  const waitOnTelegram = `update card_posts set next_try_at = $1 where platform = 'telegram'`
  const ids = await arrive(3)
  await run(waitOnTelegram, [new Date('2026-03-02T15:00:00Z')])
  await deliver()
  ids.push(...(await arrive(2)))
  await run(`${waitOnTelegram} and next_try_at is null`, [new Date('2026-03-02T15:00:00Z')])
  await deliver()
  const own = () => slack.cards().filter(({ text, labels }) => /O-\d+ /.test(text) && labels.includes('Approve'))
  const before = own().length
  expect(before).toBeGreaterThanOrEqual(5)
  await run(`update card_posts set next_try_at = null where platform = 'telegram'`)
  await deliver()
  expect(await queue()).toMatchObject({ pending: 5 })
  await press(app, await button('approve'), bo)
  await deliver()
  expect(own()).toHaveLength(before - 5)
  await press(app, await button('undo'), bo)
  await deliver()
  expect(own()).toHaveLength(before)
})

test('a reminder rings the queue card and none of the cards behind it', async () => {
  await arrive(8)
  await deliver()
  const before = [slack.cards().length, telegram.cards().length]
  app.now = new Date('2026-03-02T19:02:00Z')
  expect(await remindPeople(app)).toBe(2)
  await deliver()
  expect([slack.cards().length, telegram.cards().length]).toEqual(before.map((count) => count + 1))
})

test('what counts as clear is the same on the card of one order and in the count of many', async () => {
  const ids = await arrive(6)
  const [noEmail, noItems, doubtful, same, sameSale] = ids
  await run('update orders set email = null where id = $1', [noEmail])
  await run('update orders set items = null where id = $1', [noItems])
  await run(`update orders set reading = jsonb_set(reading, '{clear}', 'false') where id = $1`, [doubtful])
  await run(`update orders set email = 'x@example.com' where id = any($1::uuid[])`, [[same, sameSale]])
  await deliver()
  const views = await subject.load(app.em.fork(), ids)
  const clear = views.filter((view) => subject.batch?.includes(view) && subject.batch.isClear(view))
  expect(clear).toHaveLength(1)
  expect(await countQueued(app.em.fork(), subject)).toEqual({ pending: 6, clear: 1 })
})

test('a press that waited for an edit acts on what the edit left', async () => {
  const [id = ''] = await arrive(1)
  await deliver()
  const held = await app.em.fork().transactional(async (em) => {
    await sql(em, 'select 1 from orders where id = $1 for update', [id])
    const pressed = press(app, writeToken({ subject: 'order', verb: 'approve', id }), ann)
    await blockedQueries(app, 1)
    await sql(em, `update orders set items = '{"red": 4}', moves = moves + 1 where id = $1`, [id])
    return { pressed }
  })
  expect(await held.pressed).toMatch(/^Approved\./)
  const [mail] = await run('select payload from deliveries')
  expect(JSON.stringify(mail)).toContain('4 red')
})

test('a flood of 2,000 is counted in a moment, however many orders its sale has', async () => {
  const ids = await arrive(1)
  await run(
    `insert into orders (id, created_at, state, ig_media_id, comment_id, source_comment, username, email, items, reading, message_ids, last_modified_date)
     select gen_random_uuid(), o.created_at, o.state, o.ig_media_id, 'n' || n, o.source_comment, 'many' || n, 'many' || n || '@example.com',
       o.items, o.reading, '{}', o.last_modified_date from orders o, generate_series(1, 2000) n where o.id = $1`,
    [ids[0]],
  )
  await run(
    `insert into card_posts (id, subject, subject_id, platform, place, rang_at, queued)
     select gen_random_uuid(), 'order', id, 'slack', 'C0ORDERS', now(), true from orders on conflict do nothing`,
  )
  await run('update card_posts set queued = true')
  const counted = await app.em.fork().transactional(async (em) => {
    await sql(em, `set local statement_timeout = '3s'`)
    return countQueued(em, subject)
  })
  expect(counted).toEqual({ pending: 2001, clear: 2001 })
})

test('a flood over what is in stock: the card says so, one press approves the first comments, the rest wait', async () => {
  const ids = await arrive(9)
  await run(`update orders set items = '{"white": 1}'`)
  await run(`update sales set stock = '{"white": 3}'`)
  await deliver()
  expect(slack.cards().at(-1)?.text).toContain('3 white left, 9 wanted')
  expect(await press(app, await button('approve'), ann)).toBe(
    'Approved 3. 6 wait: there is not enough for them. Their mails go 14:02:15.',
  )
  const orders = await app.em.fork().find(Order, { id: { $in: ids } }, { orderBy: { number: 'asc' } })
  const approved = orders.map(({ state }) => state === 'details-validated')
  expect(approved).toEqual([true, true, true, ...Array.from({ length: 6 }, () => false)])
})
