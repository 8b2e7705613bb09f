import { uuid } from '#entities/uuid.ts'
import type { App, Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'

/** The step that reads what came from a source. */
const STEP: Record<string, string> = {
  instagram: 'orders.take-comments',
  gmail: 'orders.take-mails',
  twilio: 'bookings.take-texts',
}

const MOST_ITEMS = 1_000
const MOST_CHARS = 8_000_000

type Waiting = {
  row: { id: string; source: string; externalId: string; body: string; receivedAt: Date }
  done: () => void
  failed: (error: unknown) => void
}

/**
 * Stores what came in before anybody reads it: resolves when it is committed, also when it was there already, and
 * rejects when it is not. What arrives while one insert runs goes into the next one together.
 */
export function createInlet(app: Needs<'em' | 'clock' | 'ring'>): App['inlet'] {
  const waiting: Waiting[] = []
  let running = false

  const run = async () => {
    running = true
    while (waiting.length > 0) await store(app, waiting.splice(0, groupSize(waiting)))
    running = false
  }
  return (source, externalId, body) =>
    new Promise((done, failed) => {
      const row = { id: uuid(), source, externalId, body: body.replaceAll('\0', '\ufffd'), receivedAt: app.clock() }
      waiting.push({ row, done, failed })
      // In a later turn: requests that were read together are stored together from the first one on.
      if (!running) {
        running = true
        setImmediate(() => void run())
      }
    })
}

function groupSize(waiting: Waiting[]): number {
  let chars = 0
  const over = waiting.findIndex(({ row }, i) => {
    chars += row.body.length
    return i === MOST_ITEMS || (i > 0 && chars > MOST_CHARS)
  })
  return over === -1 ? waiting.length : over
}

async function store({ em, ring }: Needs<'em' | 'ring'>, group: Waiting[]): Promise<void> {
  try {
    const rows = group.map(({ row }) => row)
    await sql(em.fork(), INSERT, [
      rows.map(({ id }) => id),
      rows.map(({ source }) => source),
      rows.map(({ externalId }) => externalId),
      rows.map(({ body }) => body),
      rows.map(({ receivedAt }) => receivedAt),
    ])
  } catch (error) {
    for (const { failed } of group) failed(error)
    return
  }
  for (const { done } of group) done()
  for (const source of new Set(group.map(({ row }) => row.source))) {
    const step = STEP[source]
    if (step) ring(step)
  }
}

const INSERT = `
  insert into inbox (id, source, external_id, body, received_at)
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
  on conflict (source, external_id) do nothing`
