import { expect, test, vi } from 'vitest'
import { loadBoard } from '#src/reps/plan/load-board.ts'
import { plan } from '#src/reps/plan/plan.ts'
import { watchQueries } from '#test/queries.ts'
import { openOutreach } from './outreach.ts'

vi.setConfig({ testTimeout: 120_000 })

test.each([
  ['an ordinary night', 'America/Los_Angeles', '2026-03-03T08:00:00Z', '2026-03-03'],
  ['the night the clocks go forward', 'America/Los_Angeles', '2026-03-08T08:00:00Z', '2026-03-08'],
  ['the night after', 'America/Los_Angeles', '2026-03-09T07:00:00Z', '2026-03-09'],
  ['the night the clocks go back', 'America/Los_Angeles', '2026-11-01T07:00:00Z', '2026-11-01'],
  ['the night after that', 'America/Los_Angeles', '2026-11-02T08:00:00Z', '2026-11-02'],
  ['Nairobi, which has no such nights', 'Africa/Nairobi', '2026-03-07T21:00:00Z', '2026-03-08'],
  ['Nairobi in November', 'Africa/Nairobi', '2026-10-31T21:00:00Z', '2026-11-01'],
])('003-026, 003-028: on both sides of midnight, %s, each day has its own count', async (_, zone, midnight, date) => {
  const { app, rep, queue, settle, rows, states } = await openOutreach()
  app.now = new Date(new Date(midnight).getTime() - 1_000)
  const ada = await rep('Ada', { zone, start: '00:00', end: '24:00', capacity: 2, lifted: true })
  await queue(ada, 6)
  await settle()
  expect(await states()).toEqual({ done: 2, queued: 4 })
  app.now = new Date(midnight)
  await settle()
  expect(await states()).toEqual({ done: 4, queued: 2 })
  const days = await rows<{ date: string; taken: number }>('select date::text, taken from rep_days order by date desc')
  expect(days.map(({ taken }) => taken)).toEqual([2, 2])
  expect(days[0]?.date).toBe(date)
  const shifts = await rows<{ n: number }>(
    `select count(*)::int as n from rep_shift_activities t join rep_shifts s on s.id = t.shift_id
     group by s.shift_date order by s.shift_date`,
  )
  expect(shifts.map(({ n }) => n)).toEqual([2, 2])
})

test('003-030: hours over midnight on the night the clocks change count for the day they began on, and end on the wall', async () => {
  const { app, rep, queue, settle, states, rows } = await openOutreach()
  app.now = new Date('2026-03-08T07:30:00Z')
  const ada = await rep('Ada', { start: '22:00', end: '04:00', capacity: 10, lifted: true })
  await queue(ada, 1)
  await settle()
  // 3:59 in the morning is an hour earlier than it would have been the night before.
  app.now = new Date('2026-03-08T10:59:00Z')
  await queue(ada, 1)
  await settle()
  app.now = new Date('2026-03-08T11:00:00Z')
  await queue(ada, 1)
  await settle()
  expect(await states()).toEqual({ done: 2, queued: 1 })
  expect(await rows('select date::text, taken from rep_days')).toEqual([{ date: '2026-03-07', taken: 2 }])
})

test('100,000 queued requests are planned and dispatched with as many queries as a hundred, within the promise', async () => {
  const { app, rep, queue, rows, dispatch, laneOf } = await openOutreach()
  const ada = await rep('Ada', { capacity: 20, lifted: true })
  const ben = await rep('Ben', { capacity: 20, lifted: true })
  const many = async (from: number, to: number) => {
    await rows(
      `insert into leads (id, state, name, created_at)
       select gen_random_uuid(), 'open', 'n' || n, $3 from generate_series($1::int, $2::int) n`,
      [from, to, app.now],
    )
    await rows(
      `insert into rep_requests (id, state, rep_id, rep_channel_id, rep_activity_id, lead_id, content, is_bulk, created_at)
       select gen_random_uuid(), 'queued', case when n % 2 = 0 then $3::uuid else $4::uuid end,
         case when n % 2 = 0 then $5::uuid else $6::uuid end, case when n % 2 = 0 then $7::uuid else $8::uuid end, l.id,
         'Hello', true, $9
       from (select id, substr(name, 2)::int as n from leads where name ~ '^n[0-9]+$') l where n between $1 and $2`,
      [
        from,
        to,
        ada.repId,
        ben.repId,
        ada.repChannelId,
        ben.repChannelId,
        (await laneOf(ada)).id,
        (await laneOf(ben)).id,
        app.now,
      ],
    )
    await rows('analyze rep_requests')
  }
  let queries = 0
  const callOff = watchQueries(() => {
    queries += 1
  })
  const measured = async (work: () => Promise<unknown>) => {
    queries = 0
    const started = process.cpuUsage()
    const began = performance.now()
    await work()
    return {
      queries,
      seconds: (performance.now() - began) / 1_000,
      own: process.cpuUsage(started).user / 1e6,
    }
  }
  const planned = () =>
    measured(async () => {
      const board = await loadBoard(app.em.fork(), { REPS_GUARD_H: 24 }, null)
      let count = 0
      for (const _ of plan(board, app.now, new Date(app.now.getTime() + 7 * 86_400_000))) count += 1
      expect(count).toBeGreaterThan(0)
    })
  await queue(ada, 1)
  await many(1, 100)
  const few = { plan: await planned(), dispatch: await measured(dispatch) }
  await many(101, 100_000)
  const all = { plan: await planned(), dispatch: await measured(dispatch) }
  callOff()
  expect(few.plan.queries).toBeGreaterThan(0)
  expect([all.plan.queries, all.dispatch.queries]).toEqual([few.plan.queries, expect.any(Number)])
  expect(all.dispatch.queries).toBeLessThanOrEqual(few.dispatch.queries)
  // Measured by the processor: other work on the machine is not ours.
  expect(all.plan.own).toBeLessThan(5)
  expect(all.dispatch.own).toBeLessThan(5)
})
