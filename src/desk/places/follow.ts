import type { Platform } from '#entities/people/identity.ts'
import type { Needs } from '#src/app.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { notePlace } from '#src/moves/place-now.ts'
import { cardStep } from '#src/moves/ring-cards.ts'
import { SET_MENUS } from '../commands/menus.ts'
import { subjects } from '../press/subjects.ts'

type Moved = { platform: Platform; from: string; to: string }

/**
 * A place goes on under another id: a Telegram group that became a supergroup. Every route follows, what waits rings
 * there, and the settings' old id is read as the new one from now on.
 */
export async function followPlace(app: Needs<'em' | 'clock' | 'ring'>, moved: Moved): Promise<void> {
  const { platform, from, to } = moved
  await inTransaction(app, async (tx) => {
    await notePlace(tx, { platform, place: from }, to)
    for (const subject of subjects()) await moveAll(tx, subject, moved)
    await sql(tx.em, 'update routes set place = $3 where platform = $1 and place = $2', [platform, from, to])
    await sql(tx.em, 'update digests set place = $3 where platform = $1 and place = $2', [platform, from, to])
    tx.ring(cardStep(platform))
    tx.ring(SET_MENUS)
  })
}

/** Nothing can be edited in the old place: what waits hangs anew, the rest when it changes. */
async function moveAll(tx: Tx, { kind }: AnySubject, { platform, from, to }: Moved): Promise<void> {
  await sql(
    tx.em,
    `update card_posts c set place = $4, next_try_at = null, attempts = 0, lease_token = null, leased_until = null,
       ring = c.ring + w.waits, rang_at = case when w.waits > 0 then $5 else c.rang_at end
     from (select r.id, case when ${kind.waitsSql} then 1 else 0 end as waits from "${kind.table}" r) w
     where c.subject = $1 and c.platform = $2 and c.place = $3 and w.id = c.subject_id and not exists (
       select 1 from card_posts o where o.subject = $1 and o.subject_id = c.subject_id
         and o.platform = $2 and o.place = $4)`,
    [kind.name, platform, from, to, tx.at],
  )
}
