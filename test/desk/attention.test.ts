import { expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import { Alert } from '#entities/operations/alert.ts'
import { Digest } from '#entities/operations/digest.ts'
import { openAlert } from '#src/alerts/alerts.ts'
import { alertKind } from '#src/alerts/kind.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { remindPeople } from '#src/desk/remind/remind.ts'
import { tellDigests } from '#src/desk/told/digest.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { makeMember, onTelegram } from '#test/make.ts'
import { openShop } from '#test/orders/shop.ts'

const shop = await openShop({ STORE_TIMEZONE: 'Europe/Prague', QUIET_HOURS: '21:00-08:00' })
const { app, meta, ann } = shop
await shop.openSale()
const at = (time: string) => {
  app.now = new Date(time)
}

/** As if every card had just been drawn. */
const draw = () => sql(app.em.fork(), 'update card_posts set rung = ring, shown = wanted')
const rings = async (subjectId: string) =>
  (await app.em.fork().find(CardPost, { subjectId }, { orderBy: { platform: 'asc' } })).map(({ ring }) => ring)

await meta.act.comment({
  username: 'tilly.f',
  text: '2 black tilly@example.com',
  shortcode: '28yy9oRb9O',
  silent: true,
})
app.ring('orders.scrape')
await shop.settle()
await draw()
const tilly = await shop.order('tilly.f')

test('what nobody decided rings again after four hours, then daily, never at night', async () => {
  at('2026-03-02T18:01:00Z')
  expect(await remindPeople(app)).toBe(0)
  at('2026-03-02T18:02:00Z')
  expect(await remindPeople(app)).toBe(2)
  expect(await rings(tilly.id)).toEqual([2, 2])
  await draw()
  expect(await remindPeople(app)).toBe(0)
  at('2026-03-03T18:01:00Z')
  expect(await remindPeople(app)).toBe(0)
  // 21:30 in Prague.
  at('2026-03-03T20:30:00Z')
  expect(await remindPeople(app)).toBe(0)
  at('2026-03-04T06:59:00Z')
  expect(await remindPeople(app)).toBe(0)
  at('2026-03-04T07:00:00Z')
  expect(await remindPeople(app)).toBe(2)
  await draw()
})

test('of a pile only the oldest three ring, and remind rings at once', async () => {
  await inTransaction(app, async (tx) => {
    for (const n of [1, 2, 3, 4, 5]) {
      await openAlert(tx, { key: `test:${n}`, pipeline: 'orders', title: `Trouble ${n}`, detail: '.', step: null })
    }
  })
  await draw()
  at('2026-03-04T12:00:00Z')
  expect(await remindPeople(app)).toBe(6)
  expect(await remindPeople(app)).toBe(0)
  await draw()
  const rep = await makeMember(app, 'Rita', 'rep')
  expect((await runCommand(app, 'remind', rep)).text).toBe('Nothing waits for you.')
  at('2026-03-04T12:01:00Z')
  expect((await runCommand(app, 'remind', ann)).text).toBe('8 cards ring again.')
  await sql(app.em.fork(), `update alerts set state = 'closed'`)
})

test('a decided card rings no more', async () => {
  await draw()
  await shop.press(ann, 'order', 'reject', tilly.id)
  const before = await rings(tilly.id)
  at('2026-03-06T12:00:00Z')
  expect(await remindPeople(app)).toBe(0)
  expect(await rings(tilly.id)).toEqual(before)
})

test('the digest is told at nine in two zones, once a place and day, however many processes tell it', async () => {
  // The orders of Telegram go to Bo alone, who lives in New York.
  await sql(app.em.fork(), `update people set zone = 'America/New_York' where name = 'Bo'`)
  app.findPlace = { telegram: async (named) => ({ place: named, name: named }) }
  const bo = { ...onTelegram({ ...ann, name: 'Bo' }), here: 'tg-Bo' }
  await runCommand(app, 'route orders here', bo)

  at('2026-03-06T13:00:00Z')
  await meta.act.comments(
    ['a', 'b', 'c'].map((name) => ({
      username: `buyer.${name}`,
      text: `1 black ${name}@example.com`,
      shortcode: '28yy9oRb9O',
      silent: true,
    })),
  )
  await sql(app.em.fork(), 'update sales set scraped_at = null')
  app.ring('orders.scrape')
  await shop.settle()
  await shop.press(ann, 'order', 'approve', (await shop.order('buyer.a')).id)

  // Nine in Prague is eight UTC.
  at('2026-03-07T07:59:00Z')
  expect(await tellDigests(app)).toBe(0)
  at('2026-03-07T08:00:00Z')
  const told = await Promise.all([tellDigests(app), tellDigests(app), tellDigests(app)])
  expect(told.reduce((sum, count) => sum + count, 0)).toBe(1)
  at('2026-03-07T13:59:00Z')
  expect(await tellDigests(app)).toBe(0)
  // Nine in New York is two in the afternoon UTC.
  at('2026-03-07T14:00:00Z')
  expect(await tellDigests(app)).toBe(1)
  expect(await tellDigests(app)).toBe(0)

  const digests = await app.em.fork().find(Digest, { day: '2026-03-07' }, { orderBy: { number: 'asc' } })
  expect(digests.map(({ platform, place }) => [platform, place])).toEqual([
    ['slack', 'C0ORDERS'],
    ['telegram', 'tg-Bo'],
  ])
  const ids = digests.map(({ id }) => id)
  const [slack, telegram] = await subjectNamed('digest').load(app.em.fork(), ids)
  if (!slack || !telegram) throw new Error('two digests')
  const title = (view: typeof slack) => subjectNamed('digest').card(view, app).title
  expect(title(slack)).toBe('Yesterday: 3 orders in, 1 approved, 0 links, 2 wait. Oldest waits since Fri 6 Mar, 14:00.')
  expect(title(telegram)).toContain('3 orders in, 1 approved, 0 links, 2 wait. Oldest waits since Fri 6 Mar, 08:00.')
  // What a place was told of a route meanwhile is no digest of the day.
  expect(await app.em.fork().count(CardPost, { subjectId: { $in: ids } })).toBe(2)
})

const tellAt = (time: string) => {
  at(time)
  return tellDigests(app)
}

test('who was not told by noon is told tomorrow; yesterday is the day of the calendar, also where clocks have changed', async () => {
  expect(await tellAt('2026-03-08T11:00:00Z')).toBe(0)
  // Half past eleven at night of the 7th in New York, whose 8th has 23 hours.
  at('2026-03-08T04:30:00Z')
  await shop.comment('buyer.d', '1 black d@example.com')
  expect(await tellAt('2026-03-09T10:59:00Z')).toBe(1)
  expect(await tellAt('2026-03-09T13:00:00Z')).toBe(1)
  const [newYork] = await app.em.fork().find(Digest, { day: '2026-03-09', platform: 'telegram' })
  expect(newYork?.lines.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Yesterday: no news of orders, 3 wait\./),
  ])
})

test('a morning without news rings nobody, nor does what came since midnight: that has just rung', async () => {
  await sql(app.em.fork(), `update orders set state = 'not-valid', attention = null`)
  await sql(app.em.fork(), `update alerts set state = 'closed'`)
  expect(await tellAt('2026-03-20T08:00:00Z')).toBe(0)
  at('2026-03-23T07:30:00Z')
  await shop.comment('buyer.e', '1 black e@example.com')
  expect(await tellAt('2026-03-23T08:00:00Z')).toBe(0)
})

test('a card for one person hangs in their own chats, not in the place of its pipeline', async () => {
  const id = await inTransaction(app, async (tx) => {
    await openAlert(tx, { key: 'test:own', pipeline: 'nowhere', title: 'For Ann', detail: '.', step: null })
    await sql(tx.em, `delete from card_posts where subject = 'alert'`)
    await sql(tx.em, `update identities set place = '610000001' where platform = 'telegram' and handle = 'Ann'`)
    const alert = await tx.em.findOneOrFail(Alert, { key: 'test:own' })
    const [person] = await sql<{ id: string }>(tx.em, `select id from people where name = 'Ann'`)
    const audience = () => ({ personIds: [person?.id ?? ''] })
    await raiseNewCards(tx, { ...alertKind, audience }, [alert])
    return alert.id
  })
  const posts = await app.em.fork().find(CardPost, { subjectId: id }, { orderBy: { platform: 'asc' } })
  expect(posts.map(({ platform, place }) => [platform, place])).toEqual([
    ['slack', 'UANN'],
    ['telegram', '610000001'],
  ])
})
