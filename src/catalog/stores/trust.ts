import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'

/** Of so many drafts that people decided last, so many must have been approved as they were read. */
const LAST = 50
const EARNED = 0.9
/** Of the products that go in by themselves, a person is asked about one in so many. */
export const AUDIT_EVERY = 10

/** Lets drafts above a confidence go into the shop by themselves. Refused before the readings have earned it. */
export async function trust({ em }: Tx, storeId: string, above: number): Promise<void> {
  const { decided, asRead } = await measureTrust(em, storeId)
  if (decided < LAST) {
    throw new Refusal(
      `That has to be earned: decide ${LAST - decided} more drafts first, so that I know how well I read.`,
    )
  }
  if (asRead / decided < EARNED) {
    const now = Math.round((100 * asRead) / decided)
    throw new Refusal(
      `That has to be earned: of the last ${LAST}, ${now} % were right as I read them. It takes ${EARNED * 100} %.`,
    )
  }
  await sql(em, 'update stores set approves_above = $2 where id = $1', [storeId, above])
}

async function measureTrust(em: EntityManager, storeId: string): Promise<{ decided: number; asRead: number }> {
  const [row] = await sql<{ decided: number; asRead: number }>(
    em,
    `select count(*)::int as decided,
       count(*) filter (where state = 'approved' and seller_edits is null)::int as "asRead"
     from (select state, seller_edits from product_drafts
           where store_id = $1 and state in ('approved', 'rejected') and not is_automatic
           order by coalesce(approved_at, rejected_at) desc limit ${LAST}) last`,
    [storeId],
  )
  return row ?? { decided: 0, asRead: 0 }
}

/** People are asked about every draft again; whether that is new. */
export async function takeBackTrust({ em }: Tx, storeId: string): Promise<boolean> {
  const rows = await sql(
    em,
    'update stores set approves_above = null where id = $1 and approves_above is not null returning 1',
    [storeId],
  )
  return rows.length > 0
}

/** Whether a person is asked to look at the automatic approval of this draft. */
export function isAudited({ number }: { number: number }): boolean {
  return number % AUDIT_EVERY === 0
}
