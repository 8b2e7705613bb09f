import type { EntityManager } from '@mikro-orm/postgresql'
import { PriceArchive } from '#entities/prices/price-archive.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { exportDay } from './export-day.ts'
import { forgetPeople } from './forget-people.ts'
import { keepDays, markArchived, pruneArchived } from './keep-days.ts'

export type ArchivingApp = Needs<'em' | 'clock' | 'ring' | 'archive'>
export type ArchivedDay = { day: string; part: number; rows: number; pruned: number }

/**
 * Archives every UTC day that is over and is not archived yet, oldest first. A day's prices go only after its files
 * were read back; what fails leaves everything as it was, and is tried again.
 */
export async function archiveDays(app: ArchivingApp): Promise<ArchivedDay[]> {
  const { archive } = app
  if (!archive) return []
  return alone(app, async () => {
    const done: ArchivedDay[] = []
    for (const day of await findDays(app.em.fork(), startOfDay(app.clock())))
      done.push(await archiveDay(app, archive, day))
    await forgetPeople(app, archive)
    return done
  })
}

/** Two that write the same files would write over what the other has read back. */
function alone(app: ArchivingApp, work: () => Promise<ArchivedDay[]>): Promise<ArchivedDay[]> {
  return app.em.fork().transactional(async (em) => {
    const [row] = await sql<{ free: boolean }>(
      em,
      `select pg_try_advisory_xact_lock(hashtextextended('prices.archive', 0)) as free`,
    )
    return row?.free ? work() : []
  })
}

function startOfDay(now: Date): Date {
  return new Date(now.toISOString().slice(0, 10))
}

/** Days with prices that are not archived, and yesterday in any case: a day without news has its files too. */
async function findDays(em: EntityManager, today: Date): Promise<string[]> {
  const rows = await sql<{ day: string }>(
    em,
    `select to_char(d, 'YYYY-MM-DD') as day from (
       select distinct (at at time zone 'UTC')::date as d from prices where archived_on is null and at < $1::timestamptz
       union select ($1::timestamptz at time zone 'UTC')::date - 1 where exists (select 1 from websites)
         and not exists (
           select 1 from price_archives where day = (($1::timestamptz at time zone 'UTC')::date - 1)::text)) days
     order by d`,
    [today],
  )
  return rows.map(({ day }) => day)
}

async function archiveDay(
  app: ArchivingApp,
  store: NonNullable<ArchivingApp['archive']>,
  day: string,
): Promise<ArchivedDay> {
  const { manifest, ids } = await exportDay(app.em.fork(), store, day, app.clock())
  const pruned = await inTransaction(app, async (tx) => {
    for (const { table, rows, sha256, key } of manifest.files) {
      await tx.em.insert(PriceArchive, { day, part: manifest.part, name: table, key, rows, sha256, verifiedAt: tx.at })
    }
    await keepDays(tx, day, ids)
    await markArchived(tx, day, ids)
    return pruneArchived(tx)
  })
  return { day, part: manifest.part, rows: ids.length, pruned }
}
