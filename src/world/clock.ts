import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'

const NOTE = 'sandbox:clock'
const LOOK_EVERY_MS = 500

/** The sandbox's business clock: the machine's, and as far ahead as people have wound it. Every process reads the same. */
export type BusinessClock = {
  now(): Date
  aheadMs(): number
  forward(ms: number): Promise<void>
  /** Hears in every process that the clock was wound, or set back to the machine's. */
  onWound(listener: () => void): void
  /** Looks at once, not at the next half second. */
  look(): Promise<void>
  close(): Promise<void>
}

export async function createBusinessClock(em: EntityManager): Promise<BusinessClock> {
  const listeners = new Set<() => void>()
  let aheadMs = await readAhead(em)
  let looking: Promise<void> = Promise.resolve()
  // One after the other: an answer that was slow must not set the clock back.
  const look = () => {
    looking = looking
      .catch(() => undefined)
      .then(async () => {
        const now = await readAhead(em)
        if (now === aheadMs) return
        aheadMs = now
        for (const listener of listeners) listener()
      })
    return looking
  }
  // A database that is away for a moment is asked again.
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS)
  return {
    now: () => new Date(Date.now() + aheadMs),
    aheadMs: () => aheadMs,
    async forward(ms) {
      await wind(em, ms)
      await look()
    },
    onWound: (listener) => void listeners.add(listener),
    look,
    // A pool that is closed beside a look would wait for it for ever.
    async close() {
      clearInterval(timer)
      await looking.catch(() => undefined)
    },
  }
}

async function readAhead(em: EntityManager): Promise<number> {
  const [row] = await sql<{ ahead: number }>(
    em.fork(),
    `select (value->>'aheadMs')::float8 as ahead from notes where name = $1`,
    [NOTE],
  )
  return row?.ahead ?? 0
}

/** Agenda goes by the machine's clock: bells already set for later come nearer by as much. */
export async function wind(em: EntityManager, ms: number): Promise<void> {
  await em.fork().transactional(async (tx) => {
    await sql(
      tx,
      `insert into notes as n (name, value, at) values ($1, jsonb_build_object('aheadMs', $2::float8), $3)
       on conflict (name) do update set at = excluded.at,
         value = jsonb_build_object('aheadMs', (n.value->>'aheadMs')::float8 + $2::float8)`,
      [NOTE, ms, new Date()],
    )
    await sql(
      tx,
      `update agenda_jobs set next_run_at = next_run_at - make_interval(secs => $1::float8 / 1000)
       where type = 'normal' and locked_at is null and next_run_at > $2`,
      [ms, new Date()],
    )
  })
}
