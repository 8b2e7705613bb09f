import type { App } from '#src/app.ts'
import type { BusinessClock } from './clock.ts'
import { emptyTables } from './reset.ts'
import { seedWorld } from './seed.ts'
import type { Story } from './stories/story.ts'
import { startWorker, type Worker, type WorkerStart } from './worker.ts'
import type { World } from './world.ts'

/** What one may do to the sandbox as a whole. */
export type Controls = {
  app: App
  clock: BusinessClock
  /** None: the steps run in this process, as in tests. */
  worker: Worker | null
  zone: string
  /** Everything as at the very first start. */
  reset(): Promise<void>
  /** What one story made is gone; the others stand. */
  resetStory(story: Story): Promise<void>
}

export type ControlParts = {
  app: App
  world: World
  clock: BusinessClock
  /** None: the steps run in this process. */
  worker: WorkerStart | null
  /** Writes down again what every start writes down. */
  settle(): Promise<void>
}

export function createControls({ app, world, clock, worker: start, settle }: ControlParts): Controls {
  const worker = start && startWorker(start)
  const reset = async () => {
    await emptyTables(app.em)
    // The vendors begin anew in the machine's time.
    await clock.look()
    await world.reset()
    await settle()
    await seedWorld(app, world)
  }
  const alone = (work: () => Promise<void>) => (worker ? worker.without(work) : work())
  const zone = app.settings.STORE_TIMEZONE
  return {
    ...{ app, clock, worker, zone },
    reset: () => alone(reset),
    resetStory: (story) => alone(() => story.reset({ app, world, zone })),
  }
}
