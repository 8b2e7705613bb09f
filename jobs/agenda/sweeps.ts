import type { Agenda, Job } from 'agenda'
import { Refusal } from '#src/errors.ts'
import type { Step } from '../job.ts'
import type { Hands } from './hands.ts'
import type { Storage } from './storage.ts'

/**
 * Jobs of one step that a process takes at once: its sweep, the run in hand, bells set for the next seconds. Without
 * a limit Agenda takes a whole backlog before it starts the first; at the limit a step hears no bell.
 */
export const LOCKED_AT_ONCE = 50

const SHORTEST_SWEEP_MS = 60_000

/** An interval that Agenda cannot read never comes round, and says nothing. */
export function checkSweeps(agenda: Agenda, steps: Step[]): void {
  for (const step of steps) {
    // The first sweep of a job that begins now; a millisecond passes between the two looks at the clock.
    if (intervalOf(agenda, step) < SHORTEST_SWEEP_MS - 100) {
      throw new Refusal(`${step.name}: '${step.every}' is not an interval of a minute or more, such as '1 hour'.`)
    }
  }
}

function intervalOf(agenda: Agenda, { name, every }: Step): number {
  const from = Date.now()
  const { nextRunAt } = agenda.create(name).repeatEvery(every, { skipImmediate: true }).attrs
  return nextRunAt ? nextRunAt.getTime() - from : 0
}

type Working = {
  lockMs: number
  hands: Hands
  absorb: (step: string) => Promise<void>
  complain: (error: unknown) => void
}

/** Agenda hands every job of a step to its hand at once and waits itself: jobs it queues lose their locks unseen. */
export function defineSteps(agenda: Agenda, steps: Step[], { lockMs, hands, absorb, complain }: Working): void {
  const options = { concurrency: LOCKED_AT_ONCE, lockLimit: LOCKED_AT_ONCE, lockLifetime: lockMs }
  for (const step of steps) {
    // One parameter: a handler with two is taken for one that calls back, and never ends.
    const handle = async (job: Job) => {
      const beat = keepLock(job, lockMs / 3, complain)
      await hands.take(step, () => absorb(step.name)).finally(beat.stop)
    }
    agenda.define(step.name, handle, options)
  }
}

/** A lock that is not renewed goes to the next process while this one still works. */
function keepLock(job: Job, everyMs: number, complain: (error: unknown) => void) {
  let last = Promise.resolve()
  const timer = setInterval(() => {
    last = job.touch().catch(complain)
  }, everyMs)
  return {
    /** A renewal still under way would lock the job again after its end. */
    stop: () => {
      clearInterval(timer)
      return last
    },
  }
}

export async function scheduleSweeps(agenda: Agenda, steps: Step[], storage: Storage): Promise<void> {
  await agenda.purge()
  for (const step of steps) {
    await agenda.every(step.every, step.name)
    await storage.advance(step.name, new Date(Date.now() + intervalOf(agenda, step)))
  }
}
