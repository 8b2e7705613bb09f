import { expect, test } from 'vitest'
import { Booking } from '#entities/bookings/booking.ts'
import { sql } from '#src/database/sql.ts'
import { openDesk } from './desk.ts'

const desk = await openDesk('webhooks', { STUDIO_PHONE: '+12125550100' })
const { app, slack } = desk

/** Two hours on each of so many days. */
const days = (count: number) =>
  Array.from({ length: count }, (_, day) => {
    const start = new Date(Date.UTC(2026, 4, 1 + day, 14))
    return { start: start.toISOString(), end: new Date(start.getTime() + 7_200_000).toISOString() }
  })

test('what Slack cannot show in a form is answered by what it holds: who corrects a phone loses no time of a booking', async () => {
  await sql(
    app.em.fork(),
    `insert into bookings (id, state, attention, inbox_id, subject_line, client, instruments, times, zone, problems,
       sentences, choices, warnings, created_at)
     values (gen_random_uuid(), 'checking', 'reading', gen_random_uuid(), '',
       '{"name":"Cleo","email":"cleo@example.com","phone":null}', '{"violin":2}', $1, 'UTC', '{}', '{}', '[]', '{}', $2)`,
    [JSON.stringify(days(130)), app.now],
  )
  const booking = () => app.em.fork().findOneOrFail(Booking, { state: { $in: ['checking', 'new'] } })
  const text = `/desk edit B-${(await booking()).number}`
  const { view } = await slack.act.command({ user: 'U0ANN', channel: 'C0ORDERS', text })
  expect(JSON.stringify(view?.blocks)).toMatch(/Times: \d+ characters, more than Slack can show here/)
  await slack.act.submit({ user: 'U0ANN', values: { phone: '+12125550142' } })
  expect(await booking()).toMatchObject({ state: 'new', client: { phone: '+12125550142' } })
  expect((await booking()).times.length).toBe(130)
})
