import { afterEach, beforeEach, expect, test } from 'vitest'
import { OutsideError } from '#src/errors.ts'
import { type Calendar, createCalendar } from '#src/integrations/google/google-calendar.ts'
import type { GoogleStandIn } from '#src/world/google/google.ts'
import { openGoogle } from '#test/integrations/google.ts'

const vera = 'vera@strings.example'
const [eleven, one] = [new Date('2026-02-10T16:00:00Z'), new Date('2026-02-10T18:00:00Z')]
const day = [new Date('2026-02-10T00:00:00Z'), new Date('2026-02-11T00:00:00Z')] as const
const session = {
  id: 'b7violin0',
  summary: 'Session for Ismael Dunwoody: violin',
  description: 'B-7',
  start: eleven,
  end: one,
  zone: 'America/New_York',
  private: { booking: 'B-7' },
}

let google: GoogleStandIn
let calendar: Calendar

beforeEach(async () => {
  const opened = await openGoogle()
  google = opened.google
  calendar = createCalendar({ auth: opened.auth, apiRoot: google.url })
  await google.act.shareCalendar(vera)
})

afterEach(() => google.close())

async function failure(promise: Promise<unknown>): Promise<OutsideError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(OutsideError)
  return error as OutsideError
}

function eventsOf(id: string) {
  return google.view().calendars.find((one) => one.id === id)?.events ?? []
}

test('002-006: the busy times of a musician are read as instants', async () => {
  await google.act.addBusy(vera, eleven, one, 'Lesson')
  expect(await calendar.freeBusy([vera], ...day)).toEqual({ [vera]: { busy: [{ start: eleven, end: one }] } })
})

test('a calendar that Google refuses fails alone: the others are answered', async () => {
  await google.act.shareCalendar('cora@strings.example')
  await google.act.refuseCalendar('cora@strings.example')
  const answer = await calendar.freeBusy([vera, 'cora@strings.example', 'nobody@strings.example'], ...day)
  expect(answer).toEqual({
    [vera]: { busy: [] },
    'cora@strings.example': { error: 'notFound' },
    'nobody@strings.example': { error: 'notFound' },
  })
})

test('130 calendars are asked for in three calls, and every one is in the answer', async () => {
  const ids = Array.from({ length: 130 }, (_, n) => `player${n}@strings.example`)
  await Promise.all(ids.map((id) => google.act.shareCalendar(id)))
  const answer = await calendar.freeBusy(ids, ...day)
  expect(Object.keys(answer)).toHaveLength(130)
  expect(Object.values(answer)).toEqual(ids.map(() => ({ busy: [] })))
})

test('with no calendar to ask for, Google is not asked', async () => {
  google.fault = { kind: 'down' }
  expect(await calendar.freeBusy([], ...day)).toEqual({})
})

test('002-026: an event carries our id, its zone and our private words; then its owner is busy', async () => {
  expect(await calendar.insert(vera, session)).toEqual({ id: 'b7violin0' })
  const { summary, start, end, zone, private: own } = session
  expect(eventsOf(vera)).toMatchObject([{ id: 'b7violin0', summary, start, end, zone, private: own }])
  expect(await calendar.freeBusy([vera], ...day)).toEqual({ [vera]: { busy: [{ start, end }] } })
})

test('002-026: when the answer is lost and the insert repeated, there is one event', async () => {
  google.fault = { kind: 'lost-answer' }
  expect(await failure(calendar.insert(vera, session))).toMatchObject({ retry: 'later', status: null })
  google.fault = null
  expect(await calendar.insert(vera, session)).toEqual({ id: 'b7violin0' })
  expect(eventsOf(vera)).toHaveLength(1)
})

test('an event that is removed is gone for everyone, and removing it again is fine', async () => {
  await calendar.insert(vera, session)
  await calendar.remove(vera, session.id)
  await calendar.remove(vera, session.id)
  await calendar.remove(vera, 'neverthere')
  expect(eventsOf(vera)).toEqual([])
  expect(await calendar.get(vera, session.id)).toBeNull()
})

test('an event that was removed and is booked again comes back to life under its old id', async () => {
  await calendar.insert(vera, session)
  await calendar.remove(vera, session.id)
  await calendar.insert(vera, session)
  expect(eventsOf(vera)).toHaveLength(1)
  expect(await calendar.get(vera, session.id)).toEqual({ id: session.id })
})

test('an event is found by our id, and null when it is not there', async () => {
  expect(await calendar.get(vera, session.id)).toBeNull()
  await calendar.insert(vera, session)
  expect(await calendar.get(vera, session.id)).toEqual({ id: session.id })
})

test('a calendar that is no longer shared refuses the event for good', async () => {
  await google.act.refuseCalendar(vera)
  expect(await failure(calendar.insert(vera, session))).toMatchObject({
    vendor: 'calendar',
    retry: 'never',
    status: 404,
  })
})

test('when Google asks us to wait, the wait is told', async () => {
  google.fault = { kind: 'rate-limited', retryAfterS: 7 }
  expect(await failure(calendar.freeBusy([vera], ...day))).toMatchObject({ retry: 'later', retryAfterS: 7 })
})

test('a revoked token is told as one, so that a person reconnects', async () => {
  await google.act.revokeToken()
  expect(await failure(calendar.freeBusy([vera], ...day))).toMatchObject({ retry: 'never', code: 'invalid_grant' })
})

test('the pane shows a calendar of a week, and takes it away', async () => {
  const { renderCalendarPane, handleCalendarAct } = await import('#src/world/google/pane/calendar-pane.ts')
  await calendar.insert(vera, session)
  const names = { [vera]: 'Vera Lind' }
  const drawn = String(renderCalendarPane(google.view(), { names, zone: 'America/New_York' }))
  expect(drawn).toContain('Vera Lind')
  expect(drawn).toContain('Tue Feb 10')
  expect(drawn).toContain('11 AM-1 PM ET')
  await handleCalendarAct(google, 'refuse', { calendar: vera })
  expect(google.view().calendars[0]?.refused).toBe(true)
  await handleCalendarAct(google, 'busy', {
    calendar: vera,
    start: '2026-02-12T09:00',
    hours: '2',
    zone: 'America/New_York',
  })
  expect(eventsOf(vera).at(-1)?.start).toEqual(new Date('2026-02-12T14:00:00Z'))
})
