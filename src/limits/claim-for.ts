import type { Needs } from '#src/app.ts'
import { type Claim, claim, type Lease, nextFree } from './lease.ts'

/**
 * Claims rows for a step. When none is left to claim, the step is rung for the moment the first of those that others
 * hold, or that wait after a failure, comes free: whoever held it, or had taken the bell for it, may have been killed,
 * and the next sweep may be far.
 */
export async function claimFor(app: Needs<'em' | 'clock' | 'ring'>, step: string, what: Claim): Promise<Lease[]> {
  const leases = await claim(app.em.fork(), app.clock(), what)
  if (leases.length > 0) return leases
  const free = await nextFree(app.em.fork(), app.clock(), what)
  if (free) app.ring(step, free)
  return []
}
