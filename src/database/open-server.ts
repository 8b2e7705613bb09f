import { join } from 'node:path'
import { type Environment, isSandbox, type Settings } from '#src/config.ts'
import type { Log } from '#src/log.ts'
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts'

/** A database server, and how it is let go. */
export type Server = { url: string; stop(): Promise<void> }

/** On our own server the sandbox has a database of its own: its people are not there when real accounts are set. */
export function databaseOf(environment: Environment): string {
  return isSandbox(environment) ? 'sandbox' : 'deskhand'
}

/** The server of the settings; or our own under the data folder, started, or shared with whoever runs it now. */
export async function openServer(
  { DATABASE_URL, DATA_DIR }: Pick<Settings, 'DATABASE_URL' | 'DATA_DIR'>,
  database: string,
  log?: Log,
): Promise<Server> {
  if (DATABASE_URL) return { url: DATABASE_URL, stop: async () => {} }
  const postgres = await startEmbeddedPostgres({
    ...{ dataDir: join(DATA_DIR, 'postgres'), database },
    log: (line) => log?.debug({ operation: 'postgres' }, line),
  })
  return { url: postgres.url, stop: () => postgres.stop() }
}
