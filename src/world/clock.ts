import type { EntityManager } from '@mikro-orm/postgresql'
import { listen } from '#src/database/listen.ts'
import { sql } from '#src/database/sql.ts'

const NOTE = 'sandbox:clock'
/** Told in every process when the clock was wound. */
const CHANNEL = 'sandbox_clock'

/**
 * The sandbox's business clock: the machine's, and as far ahead as people have wound it. Every process reads the same.
 */
export type BusinessClock = {
  now(): Date
  aheadMs(): number
  forward(ms: number): Promise<void>
  /** Hears in every process that the clock was wound, or set back to the machine's. */
  onWound(listener: () => void): void
  /** After the note itself was taken away. */
  look(): Promise<void>
  close(): Promise<void>
}

export async function createBusinessClock(em: EntityManager, databaseUrl: string): Promise<BusinessClock> {
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
  const lookSoon = () => void look().catch(() => undefined)
  // Who was away for a moment has not heard what was told meanwhile.
  const line = listen({
    url: databaseUrl,
    channels: [CHANNEL],
    onNotice: lookSoon,
    onListening: lookSoon,
    onLost: () => undefined,
  })
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
      await line.close()
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
    await sql(tx, `select pg_notify($1, '')`, [CHANNEL])
  })
}
