import type { EntityManager } from '@mikro-orm/postgresql'
import type { Needs } from '#src/app.ts'
import type { AnySubject, Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { ringCards } from '#src/moves/ring-cards.ts'
import { afterQuietHours } from '#src/outbox/quiet-hours.ts'
import { subjects } from '../press/subjects.ts'

/** The step that rings again for what nobody decided. */
export const REMIND = 'desk.remind'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Of a pile only these ring, the oldest ones: the others wait right above them. */
const MOST_RINGS = 3

type App = Needs<'em' | 'clock' | 'ring' | 'settings'>
type Due = { id: string; subject_id: string; place: string }

/** Rings again for cards that wait for a decision: after some hours, then daily, never at night. How many rang. */
export async function remindPeople(app: App): Promise<number> {
  const { QUIET_HOURS, STORE_TIMEZONE, REMIND_AFTER_H } = app.settings
  const now = app.clock()
  if (afterQuietHours(QUIET_HOURS, STORE_TIMEZONE, now) > now) return 0
  const first = new Date(now.getTime() - REMIND_AFTER_H * HOUR_MS)
  const daily = new Date(now.getTime() - DAY_MS)
  return inTransaction(app, async (tx) => {
    let rang = 0
    for (const subject of subjects()) rang += await ringAgain(tx, await findDue(tx.em, subject, first, daily))
    return rang
  })
}

/** What `remind` does: what waits for this member rings now, in its places. */
export async function remindNow(app: App, member: Member): Promise<number> {
  return inTransaction(app, async (tx) => {
    let rang = 0
    for (const subject of subjects()) {
      const waiting = await findDue(tx.em, subject, tx.at, tx.at)
      const views = await subject.load(
        tx.em,
        waiting.map((post) => post.subject_id),
      )
      const mine = new Set(views.filter((view) => subject.mayPress(member, view, 'show')).map(({ id }) => id))
      rang += await ringAgain(
        tx,
        waiting.filter((post) => mine.has(post.subject_id)),
      )
    }
    return rang
  })
}

/** Cards of waiting records that last rang before `first`, or, where people were reminded already, before `daily`. */
function findDue(em: EntityManager, { kind }: AnySubject, first: Date, daily: Date): Promise<Due[]> {
  return sql<Due>(
    em,
    `select c.id, c.subject_id, c.platform || ' ' || c.place as place from card_posts c
     where c.subject = $1 and not c.queued and c.rung = c.ring
       and c.rang_at <= case when c.reminders = 0 then $2::timestamptz else $3::timestamptz end
       and c.subject_id in (select id from "${kind.table}" where ${kind.waitsSql})
     order by c.rang_at, c.id for update of c skip locked`,
    [kind.name, first, daily],
  )
}

async function ringAgain(tx: Tx, due: Due[]): Promise<number> {
  if (due.length === 0) return 0
  const places = Map.groupBy(due, ({ place }) => place)
  const rings = [...places.values()].flatMap((posts) => posts.slice(0, MOST_RINGS)).map(({ id }) => id)
  await sql(
    tx.em,
    `update card_posts set ring = ring + case when id = any($2::uuid[]) then 1 else 0 end,
      reminders = reminders + 1, rang_at = $3
     where id = any($1::uuid[])`,
    [due.map(({ id }) => id), rings, tx.at],
  )
  ringCards(tx)
  return rings.length
}
