import { expect, test, vi } from 'vitest'
import { dispatch } from '#src/reps/dispatch/dispatch.ts'
import { loadBoard } from '#src/reps/plan/load-board.ts'
import { plan } from '#src/reps/plan/plan.ts'
import { testApp } from '#test/app.ts'
import { watchQueries } from '#test/queries.ts'
import { makeTeam, queueMany } from './crowd.ts'
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

test('a long queue is planned and dispatched with as many statements as a short one', async () => {
  const app = await testApp({}, { REPS: 'on' })
  await makeTeam(app.em.fork(), { reps: 20, at: app.now, secret: () => 'nothing leaves' })
  const statements = async (work: () => Promise<unknown>) => {
    let count = 0
    const callOff = watchQueries(() => {
      count += 1
    })
    await work()
    callOff()
    return count
  }
  const planWeek = async () => {
    const board = await loadBoard(app.em.fork(), { REPS_GUARD_H: 24 }, null)
    const acts = [...plan(board, app.now, new Date(app.now.getTime() + 7 * 86_400_000))]
    expect(acts.length).toBe(board.wishes.length)
  }
  await queueMany(app.em.fork(), 40, app.now)
  const few = { plan: await statements(planWeek), dispatch: await statements(() => dispatch(app)) }
  expect([few.plan, few.dispatch > 5]).toEqual([2, true])
  await queueMany(app.em.fork(), 4_000, app.now)
  app.now = new Date(app.now.getTime() + 2 * 3_600_000)
  expect(await statements(planWeek)).toBe(few.plan)
  expect(await statements(() => dispatch(app))).toBe(few.dispatch)
})
