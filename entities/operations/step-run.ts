import { defineEntity, p } from '@mikro-orm/core'

const StepRunSchema = defineEntity({
  name: 'StepRun',
  tableName: 'step_runs',
  properties: {
    step: p.string().primary(),
    paused: p.boolean().default(false),
    /**
     * Of the last run on record: idle runs are recorded once a minute. After `finishedAt`: it is still running, or
     * died.
     */
    startedAt: p.datetime().strictNullable(),
    finishedAt: p.datetime().strictNullable(),
    /** Rows that run worked on. */
    count: p.integer().default(0),
    /** Failures in a row. */
    failures: p.integer().default(0),
    lastError: p.text().strictNullable(),
    /** After a failure: not before this. */
    nextTryAt: p.datetime().strictNullable(),
  },
})

/** How a step is doing: when it last ran, how often in a row it failed. */
export class StepRun extends StepRunSchema.class {}

StepRunSchema.setClass(StepRun)
