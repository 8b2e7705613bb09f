import type { EntityManager } from '@mikro-orm/postgresql'
import { writeCount } from '#src/basics/write-count.ts'
import { readTime, sql } from '#src/database/sql.ts'
import type { Backlog, Pipeline } from '#src/pipeline.ts'
import { respondDoors } from './answers/respond-doors.ts'
import { statusReader, textReader } from './answers/take-texts.ts'
import { musicianRoutes } from './api.ts'
import { bookingSubject } from './card/booking-subject.ts'
import { clientReaders } from './clients/take-mails.ts'
import { bookingCommands } from './commands.ts'
import { bookingDeliveries } from './deliveries.ts'
import { bookingPeople } from './erase.ts'
import { bookingReader } from './intake/read-mails.ts'
import { labelReader } from './intake/take-labelled.ts'
import { bookingDoors } from './intake/webhook.ts'
import { offerLink } from './offers/offer-link.ts'
import { awayWords, ownChats } from './own-chat.ts'
import { payLink } from './pay/pay-list.ts'
import { bookingShown } from './shown.ts'
import * as steps from './steps.ts'

/** Booking mail -> offers by text -> calendars. */
export const bookingPipeline: Pipeline = {
  name: 'bookings',
  title: 'Bookings',
  isConfigured: ({ TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN }) => Boolean(TWILIO_ACCOUNT_SID && TWILIO_AUTH_TOKEN),
  needs: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  hours: 12,
  deciders: ['booker'],
  menders: ['booker'],
  places: ownChats,
  away: awayWords,
  kinds: [{ subject: bookingSubject, shown: bookingShown }],
  commands: bookingCommands,
  deliveries: bookingDeliveries,
  readers: [bookingReader, labelReader, ...clientReaders, textReader, statusReader],
  doors: [...bookingDoors, ...respondDoors],
  links: { offer: offerLink, event: offerLink, pay: payLink },
  routes: musicianRoutes,
  people: bookingPeople,
  backlog,
  digest,
}

type Waiting = { what: string; step: string; count: number; oldest: string }

async function backlog(em: EntityManager): Promise<Backlog[]> {
  const rows = await sql<Waiting>(
    em,
    `select what, step, count(*)::int as count, min(at) as oldest from (
       select case step when $1 then 'booking mails to read' else 'texts to read' end as what,
       step::text, received_at as at
         from inbox_readings where step in ($1, $2) and read_at is null
       union all select 'bookings to plan', $3, created_at from bookings where state = 'new'
     ) waiting group by what, step order by min(at)`,
    [steps.READ, steps.TAKE_TEXTS, steps.PLAN],
  )
  return rows.map((row) => ({ ...row, oldest: readTime(row.oldest) }))
}

async function digest(em: EntityManager, from: Date, to: Date): Promise<string[]> {
  const [row] = await sql<{ came: number; booked: number; stuck: number }>(
    em,
    `select (select count(*)::int from bookings where created_at >= $1 and created_at < $2) as came,
       count(distinct record_id) filter (where verb = 'complete')::int as booked,
       count(distinct record_id) filter (where verb = 'stick')::int as stuck
     from moves where kind = 'booking' and at >= $1 and at < $2 and verb in ('complete', 'stick')`,
    [from, to],
  )
  if (!row || row.came + row.booked + row.stuck === 0) return []
  const came = writeCount(row.came, 'booking in', 'bookings in')
  return [came, `${row.booked} booked`, ...(row.stuck ? [`${row.stuck} stuck`] : [])]
}
