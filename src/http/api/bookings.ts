import { z } from 'zod'
import { Move } from '#entities/cards/move.ts'
import { type BookingView, loadBookings } from '#src/bookings/booking-view.ts'
import { findBookings } from '../find-rows.ts'
import { paginate, pagingShape } from '../paging.ts'
import { findFor } from '../records.ts'
import type { WebApp } from '../web.ts'
import { actOn, answersShape } from './act.ts'
import { bookingShape, bookingState } from './booking-shapes.ts'
import { defineRoute } from './route.ts'
import { moveShape, paginationShape } from './shapes.ts'
import { writeBooking } from './write-booking.ts'

const roles = ['admin' as const]
const params = { ref: 'A booking, such as B-7' }

/** Row 002-050: everything about the bookings, moved by the verbs of their cards. */
export const bookingRoutes = [
  defineRoute({
    method: 'get',
    path: '/bookings',
    summary: 'Bookings, newest first',
    roles,
    query: pagingShape.extend({ state: bookingState.optional() }),
    answer: z.strictObject({ bookings: z.array(bookingShape), pagination: paginationShape }),
    async run({ app, query: { state, ...paging } }) {
      const em = app.em.fork()
      const { ids, total } = await findBookings(em, state ? { state } : {}, paging)
      const bookings = (await loadBookings(em, ids)).sort((a, b) => b.number - a.number)
      return { bookings: bookings.map(writeBooking), pagination: paginate(total, paging) }
    },
  }),
  defineRoute({
    method: 'get',
    path: '/bookings/:ref',
    summary: 'One booking: its plan, its offers, its history',
    roles,
    params,
    answer: z.strictObject({ booking: bookingShape.extend({ history: z.array(moveShape) }) }),
    async run({ app, caller, params: { ref = '' } }) {
      const { view } = await findFor(app, caller, 'bookings', ref)
      return { booking: { ...writeBooking(view as unknown as BookingView), history: await loadHistory(app, view.id) } }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/bookings/:ref/:verb',
    summary: 'Does what a button of its card does',
    roles,
    params: {
      ...params,
      verb: 'pause, resume, assign, again, other, cancel ...: what the booking allows in its state',
    },
    body: answersShape,
    answer: z.strictObject({ message: z.string(), booking: bookingShape }),
    async run({ app, caller, params: { ref = '', verb = '' }, body }) {
      const found = await findFor(app, caller, 'bookings', ref)
      const message = await actOn(app, caller, found, verb, body)
      const [booking] = await loadBookings(app.em.fork(), [found.view.id])
      return { message, booking: booking && writeBooking(booking) }
    },
  }),
]

async function loadHistory({ em }: Pick<WebApp, 'em'>, recordId: string) {
  const moves = await em.fork().find(Move, { kind: 'booking', recordId }, { orderBy: { at: 'asc', id: 'asc' } })
  return moves.map(({ verb, from, to, by, at, edits, note }) => ({
    ...{ verb, from, to, at, edits, note },
    by: { name: by.name, via: by.via },
  }))
}
