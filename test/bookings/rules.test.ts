import { expect, test } from 'vitest'
import { decideYes } from '#src/bookings/answers/decide-yes.ts'
import { holdUntil } from '#src/bookings/answers/hold-until.ts'
import { cutOut } from '#src/bookings/completion/cut-out.ts'
import { writeIcs } from '#src/bookings/completion/write-ics.ts'
import { type AskedOffer, nextOffers } from '#src/bookings/offers/next-offers.ts'
import { offerText, toGsm7 } from '#src/bookings/offers/write-texts.ts'
import { findFeasibleTimes } from '#src/bookings/plan/feasible-times.ts'
import { matchSeats } from '#src/bookings/plan/match-seats.ts'
import { orderMusicians } from '#src/bookings/plan/order-musicians.ts'
import { isInHours, orderTimes } from '#src/bookings/plan/order-times.ts'
import { planBooking } from '#src/bookings/plan/plan.ts'
import { isOpen, readStudioHours } from '#src/bookings/plan/studio-hours.ts'
import { writeSession } from '#src/bookings/write-times.ts'
import { countSegments } from '#src/world/twilio/segments.ts'
import { expectCpuMs } from '#test/cpu.ts'

const NY = 'America/New_York'
const span = (start: string, end: string) => ({ start: new Date(start), end: new Date(end) })

test('002-013, 002-014: whole sessions between 10 and 6 first, earliest first, then the others', () => {
  const early = span('2026-02-10T14:00:00Z', '2026-02-10T16:00:00Z')
  const noon = span('2026-02-11T17:00:00Z', '2026-02-11T19:00:00Z')
  const ten = span('2026-02-11T15:00:00Z', '2026-02-11T17:00:00Z')
  const late = span('2026-02-10T22:00:00Z', '2026-02-10T23:30:00Z')
  expect(orderTimes([late, noon, early, ten], NY)).toEqual([ten, noon, early, late])
})

test('002-013: both ends may touch 10:00 and 18:00, a minute more is outside', () => {
  expect(isInHours(span('2026-02-10T15:00:00Z', '2026-02-10T23:00:00Z'), NY)).toBe(true)
  expect(isInHours(span('2026-02-10T14:59:00Z', '2026-02-10T16:00:00Z'), NY)).toBe(false)
  expect(isInHours(span('2026-02-10T22:00:00Z', '2026-02-10T23:01:00Z'), NY)).toBe(false)
  expect(isInHours(span('2026-02-10T17:00:00Z', '2026-02-11T17:00:00Z'), NY)).toBe(false)
})

test('002-037: on the days the clocks change 10:00 is 10:00 of that day', () => {
  expect(isInHours(span('2026-03-08T14:00:00Z', '2026-03-08T22:00:00Z'), NY)).toBe(true)
  expect(isInHours(span('2026-03-08T13:00:00Z', '2026-03-08T14:00:00Z'), NY)).toBe(false)
  expect(isInHours(span('2026-11-01T15:00:00Z', '2026-11-01T23:00:00Z'), NY)).toBe(true)
  expect(isInHours(span('2026-11-01T14:00:00Z', '2026-11-01T15:00:00Z'), NY)).toBe(false)
  expect(writeSession(span('2026-03-08T15:00:00Z', '2026-03-08T17:00:00Z'), NY)).toBe('Sun Mar 8, 11 AM-1 PM ET')
  expect(writeSession(span('2026-11-01T16:00:00Z', '2026-11-01T18:00:00Z'), NY)).toBe('Sun Nov 1, 11 AM-1 PM ET')
})

test('002-015, 002-016: the fewest days since the last booking first; never booked is for ever; idle-first is the reverse', () => {
  const now = new Date('2026-02-10T12:00:00Z')
  const people = [
    { number: 1, lastBookingAt: null },
    { number: 2, lastBookingAt: new Date('2026-02-01T12:00:00Z') },
    { number: 3, lastBookingAt: new Date('2026-02-08T12:00:00Z') },
    { number: 4, lastBookingAt: null },
  ]
  expect(orderMusicians(people, 'recent-first', now).map(({ number }) => number)).toEqual([3, 2, 1, 4])
  expect(orderMusicians(people, 'idle-first', now).map(({ number }) => number)).toEqual([1, 4, 2, 3])
})

test('002-007: every chair needs someone of its own', () => {
  expect(matchSeats([['ann', 'bo'], ['ann']])).toEqual(['bo', 'ann'])
  expect(matchSeats([['ann'], ['ann']])).toEqual(['ann', null])
  const time = span('2026-02-10T16:00:00Z', '2026-02-10T18:00:00Z')
  const both = { id: 'both', instruments: ['violin', 'viola'], busy: [] }
  expect(findFeasibleTimes([time], { violin: 1, viola: 1 }, [both])[0]).toMatchObject({
    possible: false,
    missing: ['viola'],
  })
  const second = { id: 'second', instruments: ['violin'], busy: [] }
  expect(findFeasibleTimes([time], { violin: 1, viola: 1 }, [both, second])[0]?.possible).toBe(true)
})

test('002-006: busy for a part of it is busy, touching is free, and an unknown calendar is never free', () => {
  const time = span('2026-02-10T16:00:00Z', '2026-02-10T18:00:00Z')
  const free = (busy: { start: Date; end: Date }[] | null) =>
    findFeasibleTimes([time], { violin: 1 }, [{ id: 'a', instruments: ['violin'], busy }])[0]?.possible
  expect(
    free([span('2026-02-10T14:00:00Z', '2026-02-10T16:00:00Z'), span('2026-02-10T18:00:00Z', '2026-02-10T19:00:00Z')]),
  ).toBe(true)
  expect(free([span('2026-02-10T17:59:00Z', '2026-02-10T19:00:00Z')])).toBe(false)
  expect(free([span('2026-02-10T15:00:00Z', '2026-02-10T16:01:00Z')])).toBe(false)
  expect(free([span('2026-02-10T10:00:00Z', '2026-02-10T23:00:00Z')])).toBe(false)
  expect(free(null)).toBe(false)
  expect(cutOut([span('2026-02-10T15:00:00Z', '2026-02-10T19:00:00Z')], time)).toHaveLength(2)
})

test('002-007: 1,000 musicians, 40 times, 4 seats in under 100 ms', async () => {
  const day = (n: number, hour: number) => new Date(Date.UTC(2026, 1, 1 + n, hour))
  const names = ['violin', 'viola', 'cello', 'flute']
  const musicians = Array.from({ length: 1000 }, (_, at) => ({
    id: `m${at}`,
    number: at,
    lastBookingAt: at % 3 ? day(-at, 0) : null,
    instruments: [names[at % 4] ?? 'violin', names[(at + 1) % 4] ?? 'viola'],
    busy: Array.from({ length: 20 }, (_, n) => ({
      start: day(n * 2, (at + n) % 24),
      end: day(n * 2, ((at + n) % 24) + 3),
    })),
  }))
  const times = Array.from({ length: 40 }, (_, n) => ({ start: day(n, 15), end: day(n, 17) }))
  const instruments = { violin: 1, viola: 1, cello: 1, flute: 1 }
  const hours = readStudioHours('Mon-Sun 00:00-24:00')
  const plan = () =>
    planBooking({
      times,
      instruments,
      musicians,
      studioBusy: [],
      hours,
      zone: NY,
      rotation: 'recent-first',
      now: day(-1, 0),
    })
  const options = plan()
  await expectCpuMs(100, plan)
  expect(options.filter(({ position }) => position !== null)).toHaveLength(40)
})

test('002-005, 002-008: a time says why it is not possible', () => {
  const at = (day: string) => span(`2026-02-${day}T16:00:00Z`, `2026-02-${day}T18:00:00Z`)
  const base = {
    instruments: { violin: 2, cello: 1 },
    musicians: [
      { id: 'a', number: 1, instruments: ['violin'], busy: [], lastBookingAt: null },
      { id: 'b', number: 2, instruments: ['violin', 'cello'], busy: [], lastBookingAt: null },
    ],
    studioBusy: [at('11')],
    hours: readStudioHours('Mon-Fri 09:00-22:00'),
    zone: NY,
    rotation: 'recent-first' as const,
    now: new Date('2026-02-10T20:00:00Z'),
  }
  const plan = planBooking({ ...base, times: [at('10'), at('11'), at('12'), at('14')] })
  expect(plan.map(({ why, position }) => [why, position])).toEqual([
    ['in the past', null],
    ['studio busy', null],
    ['no cello left over', null],
    ['studio closed', null],
  ])
  const [right] = planBooking({
    ...{ ...base, instruments: { violin: 1 }, times: [at('11')] },
    studioBusy: [
      span('2026-02-11T15:00:00Z', '2026-02-11T16:00:00Z'),
      span('2026-02-11T18:00:00Z', '2026-02-11T19:00:00Z'),
    ],
  })
  expect(right).toMatchObject({ why: null, position: 0 })
})

test('002-036: opening hours over midnight and weekends', () => {
  const hours = readStudioHours('Fri-Mon 18:00-24:00')
  expect(isOpen(hours, span('2026-02-14T03:00:00Z', '2026-02-14T05:00:00Z'), NY)).toBe(true)
  expect(isOpen(hours, span('2026-02-14T03:00:00Z', '2026-02-14T05:30:00Z'), NY)).toBe(false)
  expect(isOpen(hours, span('2026-02-11T23:30:00Z', '2026-02-12T01:00:00Z'), NY)).toBe(false)
})

const offer = (musicianId: string, instrument: string, answer: AskedOffer['answer'], more = {}) => ({
  id: `${musicianId}-${instrument}`,
  musicianId,
  instrument,
  answer,
  round: 1,
  counts: true,
  ...more,
})

test('002-011, 002-031: the next group is one more for every open chair; a lost time is skipped', () => {
  const queue = [
    { instrument: 'violin', musicians: ['a', 'b', 'c'] },
    { instrument: 'cello', musicians: ['d'] },
  ]
  const cascade = (offers: AskedOffer[], later: AskedOffer[] = []) => ({
    options: [
      { id: 'first', queue, offers },
      { id: 'second', queue, offers: later },
    ],
    instruments: { violin: 2, cello: 1 },
    round: 1,
    isOut: () => false,
  })
  const asked = (group: ReturnType<typeof nextOffers>) =>
    group.map(({ optionId, musicianId }) => `${optionId} ${musicianId}`)
  expect(asked(nextOffers(cascade([])))).toEqual(['first a', 'first b', 'first d'])
  const silent = [offer('a', 'violin', 'yes'), offer('b', 'violin', null), offer('d', 'cello', null)]
  expect(asked(nextOffers(cascade(silent)))).toEqual(['first c'])
  const lost = [offer('a', 'violin', 'yes'), offer('b', 'violin', null), offer('d', 'cello', 'no')]
  expect(asked(nextOffers(cascade(lost)))).toEqual(['second a', 'second b', 'second d'])
  expect(nextOffers({ ...cascade(silent), isOut: (id) => id === 'c' })).toMatchObject([{ optionId: 'second' }, {}, {}])
})

test('a new round asks who was silent again, never who said no', () => {
  const queue = [{ instrument: 'cello', musicians: ['a', 'b'] }]
  const offers = [offer('a', 'cello', 'no'), offer('b', 'cello', null)]
  const cascade = { options: [{ id: 'o', queue, offers }], instruments: { cello: 1 }, round: 1, isOut: () => false }
  expect(nextOffers(cascade)).toEqual([])
  expect(nextOffers({ ...cascade, round: 2 })).toMatchObject([{ musicianId: 'b' }])
})

test('002-022 to 002-025: filled, pencilled, complete; one musician fills one seat', () => {
  const seats = { violin: 1, viola: 1 }
  const offers = [
    offer('a', 'violin', null),
    offer('b', 'violin', null),
    offer('a', 'viola', null),
    offer('c', 'viola', null),
  ]
  expect(decideYes(seats, offers, 'a-violin')).toBe('pencilled')
  const after = [offer('a', 'violin', 'yes'), ...offers.slice(1)]
  expect(decideYes(seats, after, 'b-violin')).toBe('filled')
  expect(decideYes(seats, after, 'a-viola')).toBe('filled')
  expect(decideYes(seats, after, 'c-viola')).toBe('complete')
  const closed = [offer('a', 'violin', 'yes', { counts: false }), ...offers.slice(1)]
  expect(decideYes(seats, closed, 'b-violin')).toBe('pencilled')
})

test('002-017: GSM-7 in at most two segments, whatever the names', () => {
  const studio = { STUDIO_NAME: 'Café “Tracks” 🎻 Żółć', BOOKING_PAY: '$150' }
  const seat = { instrument: 'violin', time: span('2026-02-10T16:00:00Z', '2026-02-10T18:00:00Z'), zone: NY }
  const link = `https://desk.example/booking/respond/${'x'.repeat(22)}`
  const text = offerText(studio, seat, 'K7Q2', link)
  const said = 'Café "Tracks"  Zoc: violin, Tue Feb 10, 11 AM-1 PM ET, $150. First yes gets it. '
  expect(text).toBe(`${said}Yes ${link}/yes No ${link}/no or text YES K7Q2 / NO K7Q2`)
  expect(countSegments(text)).toBeLessThanOrEqual(2)
  expect(countSegments(toGsm7(`${'Żółć 🎻 '.repeat(100)} YES K7Q2`))).toBe(2)
  expect(writeSession(seat.time, 'Europe/Prague')).toBe('Tue Feb 10, 5-7 PM GMT+1')
})

test('story D: told by 6 PM, the next day from four on, and an hour before it begins at the latest', () => {
  const start = new Date('2026-02-20T16:00:00Z')
  expect(holdUntil(new Date('2026-02-10T19:00:00Z'), start, NY).toISOString()).toBe('2026-02-10T23:00:00.000Z')
  expect(holdUntil(new Date('2026-02-10T21:30:00Z'), start, NY).toISOString()).toBe('2026-02-11T23:00:00.000Z')
  expect(holdUntil(new Date('2026-02-20T14:30:00Z'), start, NY).toISOString()).toBe('2026-02-20T15:00:00.000Z')
  expect(holdUntil(new Date('2026-02-20T15:10:00Z'), start, NY).toISOString()).toBe('2026-02-20T16:00:00.000Z')
})

test('002-026: the .ics file escapes what it says and folds long lines', () => {
  const file = writeIcs({
    uid: 'a@deskhand',
    at: new Date('2026-02-01T00:00:00Z'),
    time: span('2026-02-10T16:00:00Z', '2026-02-10T18:00:00Z'),
    summary: 'Custom Tracks; violin, second',
    description: `line\nbreak ${'ü'.repeat(80)}`,
  })
  expect(file).toContain('DTSTART:20260210T160000Z\r\n')
  expect(file).toContain('SUMMARY:Custom Tracks\\; violin\\, second\r\n')
  expect(Math.max(...file.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
})
