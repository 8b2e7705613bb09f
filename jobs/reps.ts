import { readInbox } from '#src/inbox/read-inbox.ts'
import { playLeads } from '#src/reps/answers/play-leads.ts'
import { answerReader, READ_ANSWERS } from '#src/reps/answers/read-answers.ts'
import { dispatch } from '#src/reps/dispatch/dispatch.ts'
import { runShifts } from '#src/reps/shifts/run-shifts.ts'
import * as names from '#src/reps/steps.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'reps'
const minutely = { every: '1 minute', pipeline }

/** Requests -> the outbox, what leads write -> their reps, and the shifts. */
export function createRepSteps(): Step[] {
  return [
    defineStep({ name: names.DISPATCH, what: 'Handing out the reps\u2019 messages', ...minutely, run: dispatch }),
    defineStep({
      name: READ_ANSWERS,
      what: 'Reading leads\u2019 answers',
      ...minutely,
      run: (app) => readInbox(app, answerReader),
    }),
    defineStep({ name: names.SHIFTS, what: 'Opening and closing shifts', ...minutely, run: runShifts }),
    defineStep({ name: names.PLAY_LEADS, what: 'Playing the leads of sandboxes', ...minutely, run: playLeads }),
  ]
}
