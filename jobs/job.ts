import type { App } from '#src/app.ts'

/** One stage of a pipeline. Agenda runs it: at every sweep, and when its bell rings. */
export type Step = {
  /** `domain.step`, and the name of its Agenda job. */
  name: string
  /** What people read of it: `Reading comments` (failed, is paused). */
  what: string
  /** How often the sweep comes round, a minute or more: '1 minute', '1 hour'. */
  every: string
  /** In whose place its alerts hang. */
  pipeline: string
  /** Asks a vendor for news: never in two processes at once. */
  alone?: boolean
  /** Works on all that waits, and returns how many rows that were. */
  run(app: App): Promise<number>
}

export function defineStep(step: Step): Step {
  return step
}
