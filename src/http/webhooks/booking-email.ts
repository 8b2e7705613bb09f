import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { Needs } from '#src/app.ts'
import type { Inlet } from '#src/instagram/inlet.ts'
import { Problem } from '../problem.ts'
import { rawBodyOf, type Web } from '../web.ts'
import { readBookingPost } from './read-booking-post.ts'

/**
 * Row 002-002: the booking form's mail, passed on by Zapier. Answered only after it is stored; the same mail delivered
 * again is stored once.
 */
export function bookingEmail({ settings, clock }: Needs<'settings' | 'clock'>, inlet: Inlet | undefined): Hono<Web> {
  const { BOOKING_WEBHOOK_TOKEN: token } = settings
  return new Hono<Web>().post('/email', async (c) => {
    if (!token) throw new Problem(503, 'not_configured', 'BOOKING_WEBHOOK_TOKEN is not set here.')
    if (!inlet) throw new Problem(503, 'no_inlet', 'Bookings are not taken here.')
    const given = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
    if (!isSame(given, token)) {
      c.header('www-authenticate', 'Bearer')
      throw new Problem(401, 'unauthorized', 'Send the token: Authorization: Bearer BOOKING_WEBHOOK_TOKEN.')
    }
    const post = await readBookingPost(rawBodyOf(c), c.req.header('content-type') ?? '', clock())
    if (!post) throw new Problem(400, 'empty', 'There is no mail in this call.')
    await inlet('booking', post.externalId, JSON.stringify(post.mail))
    return c.json({ stored: true })
  })
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
