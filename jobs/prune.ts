import { backUpNightly } from '#src/backup/nightly.ts'
import { prune } from '#src/prune/prune.ts'
import { defineStep, type Step } from './job.ts'

/**
 * Forgets by age, once a day, in small batches: what came in and was read after 30 days, the moves of closed records
 * after 400, sent messages and refused presses after 180, links 30 days after they ran out, sessions and dialogues one,
 * calls of budgets after two days, bells that nobody heard after one. The list with its reasons is in
 * `src/prune/prune.ts`.
 */
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
