import { expect, test } from 'vitest'
import { InboxItem } from '#entities/operations/inbox-item.ts'
import { sql } from '#src/database/sql.ts'
import { blockedQueries, testApp } from '#test/app.ts'

const app = await testApp()
const store = app.inlet
const items = () => app.em.fork().find(InboxItem, {}, { orderBy: { externalId: 'asc' } })

test('what came in is there when it is acknowledged, as it came, and its step is rung', async () => {
  await store('instagram', 'a', '{"text":"2 black \\u2764"}\0')
  expect(await items()).toMatchObject([
    {
      source: 'instagram',
      externalId: 'a',
      body: '{"text":"2 black \\u2764"}\ufffd',
      receivedAt: app.now,
    },
  ])
  expect(app.bells).toContainEqual({ step: 'orders.take-comments', at: undefined })
})

test('one delivery a hundred times at once is one item, and each is acknowledged', async () => {
  await Promise.all(Array.from({ length: 100 }, () => store('instagram', 'b', '{}')))
  await store('twilio', 'b', 'from another source')
  expect((await items()).map(({ source, externalId }) => source + externalId)).toEqual([
    'instagrama',
    'instagramb',
    'twiliob',
  ])
})

test('nothing is acknowledged before its own commit', async () => {
  let acknowledged = 0
  const held = await app.em.fork().transactional(async (em) => {
    await sql(em, 'lock table inbox in exclusive mode')
    const first = store('instagram', 'c1', '{}').then(() => acknowledged++)
    await blockedQueries(app, 1)
    const second = store('instagram', 'c2', '{}').then(() => acknowledged++)
    expect(acknowledged).toBe(0)
    return { both: Promise.all([first, second]) }
  })
  await held.both
  expect(acknowledged).toBe(2)
  expect((await items()).filter(({ externalId }) => externalId.startsWith('c'))).toHaveLength(2)
})

test('when the database refuses, the sender is told, and the next one gets through', async () => {
  await sql(app.em.fork(), 'alter table inbox rename to inbox_away')
  const before = app.bells.length
  await expect(store('instagram', 'd1', '{}')).rejects.toThrow('inbox')
  expect(app.bells).toHaveLength(before)
  await sql(app.em.fork(), 'alter table inbox_away rename to inbox')
  await store('instagram', 'd2', '{}')
  const ids = (await items()).map(({ externalId }) => externalId)
  expect(ids).toContain('d2')
  expect(ids).not.toContain('d1')
})

test('a flood of large bodies is stored in several groups', async () => {
  const body = 'x'.repeat(900_000)
  await Promise.all(Array.from({ length: 25 }, (_, n) => store('instagram', `e${n}`, body)))
  expect((await items()).filter(({ externalId }) => externalId.startsWith('e'))).toHaveLength(25)
})
