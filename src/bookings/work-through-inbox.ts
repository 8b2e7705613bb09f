import type { Needs } from '#src/app.ts'
import { claim, type Lease, releaseFailed } from '#src/limits/lease.ts'

/** A model may take its 30 s twice. */
const LEASE_MS = 120_000

/**
 * Takes what came in from a source, one after the other as it came. One that cannot be read holds up no other: it is
 * tried again later, and the run ends with its error.
 */
export async function workThroughInbox(
  app: Needs<'em' | 'clock'>,
  source: string,
  work: (lease: Lease) => Promise<void>,
): Promise<number> {
  const bugs: unknown[] = []
  for (let count = 0; ; count += 1) {
    const due = `source = '${source}' and read_at is null`
    const what = { table: 'inbox', due, order: 'received_at, id', limit: 1, leaseMs: LEASE_MS }
    const [lease] = await claim(app.em.fork(), app.clock(), what)
    if (!lease) {
      if (bugs.length > 0) throw bugs[0]
      return count
    }
    await work(lease).catch(async (error: unknown) => {
      bugs.push(error)
      await releaseFailed(app.em.fork(), lease, app.clock(), { message: String(error), retryAfterS: null })
    })
  }
}
