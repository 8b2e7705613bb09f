import type { App } from '#src/app.ts'
import type { Environment } from '#src/config.ts'
import type { BusinessClock } from './clock.ts'
import { emptyTables } from './reset.ts'
import { seedPeople } from './seed.ts'
import { startWorker, type Worker } from './worker.ts'
import type { World } from './world.ts'

/** What one may do to the sandbox as a whole. */
export type Controls = {
  clock: BusinessClock
  /** None: the steps run in this process, as in tests. */
  worker: Worker | null
  zone: string
  /** Everything as at the very first start. */
  reset(): Promise<void>
}

type Parts = {
  app: App
  world: World
  clock: BusinessClock
  /** What the worker is started with; none: no worker. */
  workerEnvironment: Environment | null
  /** Writes down again what every start writes down. */
  settle(): Promise<void>
}

export function createControls({ app, world, clock, workerEnvironment, settle }: Parts): Controls {
  const worker = workerEnvironment && startWorker(workerEnvironment)
  const reset = async () => {
    await emptyTables(app.em)
    await world.reset()
    await settle()
    await seedPeople(app)
    await clock.look()
  }
  return {
    ...{ clock, worker, zone: app.settings.STORE_TIMEZONE },
    reset: () => (worker ? worker.without(reset) : reset()),
  }
}
