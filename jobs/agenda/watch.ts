import { openAlert } from '#src/alerts/alerts.ts'
import type { App } from '#src/app.ts'
import { keepTime } from '#src/cards/times.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { defineStep, type Step } from '../job.ts'
import { findUnfinished, stepAlert, type UnfinishedRun } from './step-runs.ts'

/** A run of most steps takes seconds; after this long nobody can be expected to wait and see. */
const PATIENCE_MS = 5 * 60_000

/** Tells people about a run that began and never ended: its process died and nobody took over, or it hangs. */
export function createWatch(steps: Step[]): Step {
  return defineStep({
    name: 'jobs.watch',
    what: 'Watching the jobs',
    every: '1 minute',
    pipeline: 'operations',
    run: (app) => watch(app, steps),
  })
}

async function watch(app: App, steps: Step[]): Promise<number> {
  const runs = await findUnfinished(app, new Date(app.clock().getTime() - PATIENCE_MS))
  const known = runs.flatMap((run) => steps.filter(({ name }) => name === run.step).map((step) => ({ step, run })))
  for (const { step, run } of known) await report(app, step, run)
  return known.length
}

async function report(app: App, step: Step, run: UnfinishedRun): Promise<void> {
  await inTransaction(app, (tx) =>
    openAlert(tx, {
      key: stepAlert(step.name),
      pipeline: step.pipeline,
      title: `${step.what} has not finished since ${keepTime(run.startedAt)}`,
      detail: 'Its process died, or it waits for something that does not come.',
      step: step.name,
    }),
  )
}
