import { expect, test } from 'vitest'
import { inTransaction } from '#src/database/transaction.ts'
import { loadBoard } from '#src/reps/plan/load-board.ts'
import { plan } from '#src/reps/plan/plan.ts'
import { makeShift, makeShifts } from '#src/reps/shifts/make-shift.ts'
import { runShifts } from '#src/reps/shifts/run-shifts.ts'
import { blockedQueries } from '#test/app.ts'
import { makeChannel, openOutreach } from './outreach.ts'

test('003-035, 003-036, 003-075: shifts are made once, numbered from 1 a day, and the database refuses a second', async () => {
  const { app, rep, rows, instagram } = await openOutreach()
  const ada = await rep('Ada')
  const other = await makeChannel(app, 'LinkedIn', instagram.url)
  await rows(
    `insert into rep_channels (id, state, rep_id, channel_id, start_time, end_time, max_capacity, timezone, created_at)
     values (gen_random_uuid(), 'open', $1, $2, '09:00', '17:00', 5, 'Africa/Nairobi', $3)`,
    [ada.repId, other, app.now],
  )
  await Promise.all(Array.from({ length: 10 }, () => inTransaction(app, (tx) => makeShifts(tx, ada.repId))))
  const shifts = await rows<{ n: number; date: string }>(
    `select shift_number as n, shift_date::text as date from rep_shifts order by shift_number`,
  )
  expect(shifts).toEqual([
    { n: 1, date: '2026-03-02' },
    { n: 2, date: '2026-03-02' },
  ])
  await expect(
    rows(
      `insert into rep_shifts (id, state, rep_id, shift_number, shift_date, begins_at, ends_at, created_at)
       values (gen_random_uuid(), 'planned', $1, 1, '2026-03-02', $2, $2, $2)`,
      [ada.repId, app.now],
    ),
  ).rejects.toThrow(/rep_shifts_rep_id_shift_number_shift_date_unique/)
})

test('003-036: of two who make one shift at once the second waits, and finds that of the first', async () => {
  const { app, rep } = await openOutreach()
  const { repChannelId } = await rep('Ada')
  const [made, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = inTransaction(app, async (tx) => {
    const id = await makeShift(tx, repChannelId, '2026-03-02')
    made.resolve()
    await goOn.promise
    return id
  })
  await made.promise
  const second = inTransaction(app, (tx) => makeShift(tx, repChannelId, '2026-03-02'))
  await blockedQueries(app, 1)
  goOn.resolve()
  expect(await second).toBe(await first)
})

test('003-028: a new shift comes at local midnight, also on the days of both clock changes', async () => {
  const { app, rep, rows } = await openOutreach()
  await rep('Ada')
  await rep('Nia', { zone: 'Africa/Nairobi' })
  const dates = async () =>
    (
      await rows<{ d: string }>(`select distinct shift_date::text as d from rep_shifts s join reps r on r.id = s.rep_id
      where full_name like 'Ada%' order by 1 desc limit 1`)
    )[0]?.d
  for (const [midnight, date] of [
    ['2026-03-08T08:00:00Z', '2026-03-08'],
    ['2026-03-09T07:00:00Z', '2026-03-09'],
    ['2026-11-01T07:00:00Z', '2026-11-01'],
    ['2026-11-02T08:00:00Z', '2026-11-02'],
  ] as const) {
    app.now = new Date(new Date(midnight).getTime() - 1_000)
    await runShifts(app)
    expect(await dates()).not.toBe(date)
    app.now = new Date(midnight)
    await runShifts(app)
    expect(await dates()).toBe(date)
  }
})

test('the shift card comes with the first hours and tells at the end what the day was', async () => {
  const { app, rep, queue, settle, rows, card, say } = await openOutreach()
  app.now = new Date('2026-03-02T16:59:00Z')
  const ada = await rep('Ada')
  await runShifts(app)
  const posts = () => rows<{ ring: number }>(`select ring from card_posts where subject = 'shift'`)
  expect(await posts()).toEqual([])
  app.now = new Date('2026-03-02T17:00:00Z')
  await runShifts(app)
  expect(await posts()).toEqual([{ ring: 1 }])
  await queue(ada, 2)
  await settle()
  const [shift] = await rows<{ id: string }>('select id from rep_shifts')
  const shown = await card('shift', shift?.id ?? '')
  expect(shown.title).toBe('Instagram today: message 2 of 4')
  expect(shown.labels).toEqual(['Instagram off', 'All off'])
  expect(await say(ada.who, 'off SH-1 all')).toBe('You are off. Nothing waits.')
  expect(await say(ada.who, 'shifts')).toContain('9:00 AM to 5:00 PM, Los Angeles')
  app.now = new Date('2026-03-03T01:00:00Z')
  await runShifts(app)
  expect(await posts()).toEqual([{ ring: 2 }])
  const summary = await card('shift', shift?.id ?? '')
  expect(summary.title).toBe('Instagram, done for today: message 2 of 4 · 0 answers · 0 errors')
  expect([summary.footer, summary.labels]).toEqual(['The shift is over.', []])
  await queue(ada, 1)
  expect((await card('shift', shift?.id ?? '')).footer).toBe(
    'The shift is over. 1 waits. Next: tomorrow 9:00 AM, Los Angeles.',
  )
})

test('an account that is made after its hours hears nothing of a day it did not have', async () => {
  const { app, rep, rows, say } = await openOutreach()
  app.now = new Date('2026-03-03T03:00:00Z')
  const ada = await rep('Ada')
  await runShifts(app)
  await runShifts(app)
  expect(await rows('select state from rep_shifts')).toEqual([{ state: 'over' }])
  expect(await rows(`select 1 from card_posts where subject = 'shift'`)).toEqual([])
  expect(await say(ada.who, 'shifts')).toContain('next tomorrow 9:00 AM')
  app.now = new Date('2026-03-03T17:00:00Z')
  await runShifts(app)
  expect(await rows(`select ring from card_posts where subject = 'shift'`)).toEqual([{ ring: 1 }])
})

test('003-087: an error stands in the shift with the code of the platform, and an error-heavy day rings the admin', async () => {
  const { rep, lead, queue, settle, instagram, rows, say, app } = await openOutreach()
  const ada = await rep('Ada')
  const ids = []
  for (const handle of ['a.a', 'b.b', 'c.c']) {
    await instagram.act.refuse(handle, { code: 551, message: 'Instagram blocked a message' })
    ids.push(await lead(handle))
  }
  await queue(ada, 3, { leadIds: ids })
  await settle()
  expect(await rows('select distinct code, level from rep_shift_errors')).toEqual([{ code: 551, level: 2 }])
  const [alert] = await rows<{ title: string }>(`select title from alerts`)
  expect(alert?.title).toBe('Instagram refuses Ada Quist: 3 of 3 failed today.')
  app.now = new Date('2026-03-03T18:00:00Z')
  expect(await say(ada.who, 'capacity')).toContain(
    'Instagram message: Today 0 of 4; it grows to 20. You began at 4 and gain 1 each good day; Monday took one back: Instagram blocked a message.',
  )
})

test('hours that are changed while a shift is under way are its hours: its card ends it when they end', async () => {
  const { app, rep, admin, queue, settle, press, rows, states, card } = await openOutreach()
  const ada = await rep('Ada')
  await settle()
  const form = { startTime: '9:00', maxCapacity: '20', timezone: 'America/Los_Angeles' }
  await press(admin, 'repchannel', 'edit', ada.repChannelId, { ...form, endTime: '19:00' })
  app.now = new Date('2026-03-03T01:00:00Z')
  await queue(ada, 1)
  await settle()
  const [shift] = await rows<{ id: string; state: string }>('select id, state from rep_shifts')
  expect([shift?.state, await states()]).toEqual(['open', { done: 1 }])
  await press(admin, 'repchannel', 'edit', ada.repChannelId, { ...form, endTime: '18:00' })
  app.now = new Date('2026-03-03T02:00:00Z')
  await settle()
  expect((await card('shift', shift?.id ?? '')).title).toBe(
    'Instagram, done for today: message 1 of 4 · 0 answers · 0 errors',
  )
})

test('an evening activity of its own makes the shift end with it', async () => {
  const { app, rep, settle, laneOf, rows } = await openOutreach()
  const ada = await rep('Ada')
  await settle()
  const { id } = await laneOf(ada, 'like')
  await rows(`update rep_activities set start_time = '20:00', end_time = '24:00' where id = $1`, [id])
  const stateAt = async (time: string) => {
    app.now = new Date(time)
    await settle()
    return (await rows<{ state: string }>(`select state from rep_shifts where shift_date = '2026-03-02'`))[0]?.state
  }
  expect([await stateAt('2026-03-03T07:59:00Z'), await stateAt('2026-03-03T08:00:00Z')]).toEqual(['open', 'over'])
})

test('the cards of a rep come to the rep alone, on Slack and on Telegram', async () => {
  const { rep, settle, rows } = await openOutreach()
  await rep('Ada')
  await rows(`update identities set place = '7007' where user_id = 'tg-Ada'`)
  await settle()
  const posts = await rows<{ platform: string; place: string }>(
    `select platform, place from card_posts where subject = 'shift' order by platform`,
  )
  expect(posts).toEqual([
    { platform: 'slack', place: 'UADA' },
    { platform: 'telegram', place: '7007' },
  ])
})

test('003-027: what is planned is what happens, minute by minute over seven days', async () => {
  const { app, rep, queue, settle, rows } = await openOutreach()
  app.now = new Date('2026-03-04T15:00:00Z')
  const [ada, nia] = [
    await rep('Ada', { capacity: 10 }),
    await rep('Nia', { capacity: 6, zone: 'Africa/Nairobi', start: '22:00', end: '02:00' }),
  ]
  await queue(ada, 25, { isBulk: true })
  await queue(nia, 12, { isBulk: true })
  await queue(ada, 3)
  const until = new Date(app.now.getTime() + 7 * 86_400_000)
  const board = await loadBoard(app.em.fork(), { REPS_GUARD_H: 24 }, null)
  const planned = [...plan(board, app.now, until)].map(({ wish, at }) => [wish.number, at.toISOString()])
  expect(planned.length).toBeGreaterThan(25)
  const begin = app.now.getTime()
  const hours = Array.from({ length: 7 * 24 }, (_, hour) => begin + hour * 3_600_000 + 1_800_000)
  // A minute before nothing of it has happened, at its minute all of it; and nothing at any other time.
  const looks = [...hours, ...planned.flatMap(([, at]) => [-60_000, 0].map((ms) => Date.parse(String(at)) + ms))]
  for (const at of new Set(looks.toSorted((a, b) => a - b))) {
    app.now = new Date(at)
    await settle()
  }
  const happened = await rows<{ number: number; at: string }>(
    `select number, taken_at as at from rep_requests where state = 'done' order by taken_at, number`,
  )
  const sorted = planned.toSorted((a, b) => String(a[1]).localeCompare(String(b[1])) || Number(a[0]) - Number(b[0]))
  expect(happened.map(({ number, at }) => [number, new Date(at).toISOString()])).toEqual(sorted)
}, 120_000)

test('003-064: an activity of another channel is refused by the database itself', async () => {
  const { app, rep, rows, instagram } = await openOutreach()
  const ada = await rep('Ada')
  const other = await makeChannel(app, 'LinkedIn', instagram.url)
  await expect(
    rows(
      `insert into rep_activities (id, rep_channel_id, activity_id, channel_id)
       select gen_random_uuid(), $1, id, channel_id from channel_activities where channel_id = $2 limit 1`,
      [ada.repChannelId, other],
    ),
  ).rejects.toThrow(/rep_activities_rep_channel_fk/)
  expect(await inTransaction(app, (tx) => makeShift(tx, ada.repChannelId, '2026-03-02'))).toMatch(/^[0-9a-f-]{36}$/)
})
