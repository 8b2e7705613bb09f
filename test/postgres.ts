import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '#src/database/embedded/embedded-postgres.ts'
import { isAlive } from '#src/database/embedded/embedded-postmaster.ts'
import { migrateDatabase } from '#src/database/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server, without a database: `postgres://deskhand:<password>@127.0.0.1:<port>`. */
    postgresUrl: string
  }
}

const TEMPLATE = 'template_deskhand'
const PREFIX = 'deskhand-test-'

/** One real server for the whole run, with one migrated template every test file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepKilledRuns()
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const postgres = await startEmbeddedPostgres({
    dataDir,
    database: TEMPLATE,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  })
  const close = async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  await migrateDatabase(postgres.url).catch(async (error: unknown) => {
    await close()
    throw error
  })
  project.provide('postgresUrl', postgres.url.slice(0, postgres.url.lastIndexOf('/')))
  return close
}

/** The server of a killed run ends by itself, within a minute of losing its lock file. */
async function sweepKilledRuns(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX))
  const dead = names.filter((name) => !isAlive(Number(name.slice(PREFIX.length).split('-')[0])))
  // Another user's are theirs to sweep.
  await Promise.allSettled(dead.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })))
}
