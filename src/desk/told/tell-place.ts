import type { DigestLine } from '#entities/operations/digest.ts'
import type { Platform } from '#entities/people/identity.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { cardStep } from '#src/moves/ring-cards.ts'

/** One message in one place, once for each `when`: nothing to decide. */
export async function tellPlace(
  tx: Tx,
  { platform, place }: { platform: Platform; place: string },
  when: string,
  lines: DigestLine[],
): Promise<boolean> {
  const [row] = await sql<{ id: string }>(
    tx.em,
    `insert into digests (id, state, platform, place, day, lines, created_at) values ($1, 'told', $2, $3, $4, $5, $6)
     on conflict (platform, place, day) do nothing returning id`,
    [uuid(), platform, place, when, JSON.stringify(lines), tx.at],
  )
  if (!row) return false
  await sql(
    tx.em,
    `insert into card_posts (id, subject, subject_id, platform, place)
      values (gen_random_uuid(), 'digest', $1, $2, $3)`,
    [row.id, platform, place],
  )
  tx.ring(cardStep(platform))
  return true
}
