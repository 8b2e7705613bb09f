import { backUpNightly } from '#src/backup/nightly.ts'
import { prune } from '#src/prune/prune.ts'
import { defineStep, type Step } from './job.ts'

/** Forgets by age, once a day, in small batches: what, and after how long, stands in `src/prune/prune.ts`. */
export function createPruneSteps(): Step[] {
  return [
    defineStep({
      name: 'jobs.prune',
      what: 'Forgetting what is old',
      every: '24 hours',
      pipeline: 'operations',
      run: prune,
    }),
    defineStep({
      name: 'jobs.backup',
      what: 'Backing up at night',
      every: '10 minutes',
      pipeline: 'operations',
      alone: true,
      run: backUpNightly,
    }),
  ]
}
