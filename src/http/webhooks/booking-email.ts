import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { Needs } from '#src/app.ts'
import { receiveBookingMail } from '#src/bookings/receive.ts'
import { Problem } from '../problem.ts'
import { rawBodyOf, type Web } from '../web.ts'
import { readBookingPost } from './read-booking-post.ts'

/**
 * Row 002-002: the booking form's mail, passed on by Zapier. Answered only after it is stored; the same mail delivered
 * again is stored once.
 */
export function bookingEmail(app: Needs<'clock' | 'inlet' | 'settings'>): Hono<Web> {
  const { BOOKING_WEBHOOK_TOKEN: token } = app.settings
  return new Hono<Web>().post('/email', async (c) => {
    if (!token) throw new Problem(503, 'not_configured', 'BOOKING_WEBHOOK_TOKEN is not set here.')
    const given = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
    if (!isSame(given, token)) {
      c.header('www-authenticate', 'Bearer')
      throw new Problem(401, 'unauthorized', 'Send the token: Authorization: Bearer BOOKING_WEBHOOK_TOKEN.')
    }
    const mail = await readBookingPost(rawBodyOf(c), c.req.header('content-type') ?? '', app.clock())
    if (!mail) throw new Problem(400, 'empty', 'There is no mail in this call.')
    await receiveBookingMail(app, mail)
    return c.json({ stored: true })
  })
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
