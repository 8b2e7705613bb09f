import { join } from 'node:path'
import type { Hono } from 'hono'
import type { App } from '#src/app.ts'
import type { Environment, Settings } from '#src/config.ts'
import type { BusinessClock } from './clock.ts'
import { type Controls, createControls } from './controls.ts'
import { createSandboxRoutes } from './page/routes.ts'
import { seedWorld } from './seed.ts'
import { createWorld, type World } from './world.ts'

/** Everything around the product that is not there yet: its vendors, the people, the page where one plays them. */
export type Sandbox = {
  world: World
  /** The people one plays, at the first start. */
  seed(app: App): Promise<void>
  /** Pages and buttons, once the product stands. `worker`: the steps run in a process of their own. */
  open(parts: Parts): { controls: Controls; web: { extraRoutes: Hono[]; front: string } }
}

type Parts = {
  app: App
  clock: BusinessClock
  /** How the process is started that runs the steps; null: they run in this one. */
  worker: { script: string; word: string; environment: Environment; databaseUrl: string } | null
  settle(): Promise<void>
}

export async function openSandbox(settings: Pick<Settings, 'DATA_DIR'>, clock: () => Date): Promise<Sandbox> {
  const world = await createWorld({ dir: join(settings.DATA_DIR, 'sandbox'), clock })
  return {
    world,
    seed: (app) => seedWorld(app, world),
    open({ app, worker, ...rest }) {
      const controls = createControls({ ...rest, app, world, worker: worker && startOf(worker, world, app.publicUrl) })
      return { controls, web: { extraRoutes: [createSandboxRoutes(world, controls)], front: '/sandbox' } }
    },
  }
}

/** With our database and our vendors, and no world of its own. */
function startOf(worker: NonNullable<Parts['worker']>, world: World, publicUrl: string) {
  const { script, word, environment, databaseUrl } = worker
  const own = { DATABASE_URL: databaseUrl, PUBLIC_URL: publicUrl, DESKHAND_ROLES: 'jobs', PORT: '0' }
  return { script, word, environment: { ...world.environment, ...environment, ...own } }
}
