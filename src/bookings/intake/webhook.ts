import type { App } from '#src/app.ts'
import type { Answer, Call } from '#src/web/answer.ts'
import { isSame } from '#src/web/is-same.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { Problem } from '#src/web/problem.ts'
import { readBookingPost } from './read-booking-post.ts'
import { receiveBookingMail } from './receive.ts'

/**
 * The booking form's mail, passed on by Zapier. Answered only after it is stored; the same mail delivered
 * again is stored once.
 */
export const bookingDoors: OpenDoor[] = [{ method: 'post', path: '/workflow/email', take: takeMail }]

async function takeMail(app: App, { headers, raw }: Call): Promise<Answer> {
  const { BOOKING_WEBHOOK_TOKEN: token } = app.settings
  if (!token) throw new Problem(503, 'not_configured', 'BOOKING_WEBHOOK_TOKEN is not set here.')
  const given = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? ''
  if (!isSame(given, token)) {
    throw new Problem(401, 'unauthorized', 'Send the token: Authorization: Bearer BOOKING_WEBHOOK_TOKEN.')
  }
  const mail = await readBookingPost(raw, headers.get('content-type') ?? '', app.clock())
  if (!mail) throw new Problem(400, 'empty', 'There is no mail in this call.')
  await receiveBookingMail(app, mail)
  return { json: { stored: true } }
}
