import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest, the longest first: one that begins last keeps everybody waiting. */
const LONGEST = [
  'test/stories/stage.test.ts',
  'test/prices/processes.test.ts',
  'test/faults/kill-worker.test.ts',
  'test/stories/e-catalog.test.ts',
  'test/database/embedded-postgres.test.ts',
  'test/stories/b-bookings.test.ts',
  'test/stories/controls.test.ts',
  'test/catalog/review.test.ts',
  'test/reps/bad-channels.test.ts',
  'test/stories/a-orders.test.ts',
  'test/stories/c-reps.test.ts',
  'test/reps/dispatch.test.ts',
  'test/bookings/answers.test.ts',
  'test/start/refused.test.ts',
  'test/jobs/agenda.test.ts',
  'test/catalog/speed.test.ts',
  'test/reps/shifts.test.ts',
  'test/stories/many-processes.test.ts',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files)
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(file))
      return at < 0 ? LONGEST.length : at
    }
    return rest.toSorted((one, other) => place(one) - place(other))
  }
}
