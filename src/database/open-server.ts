import { join } from 'node:path'
import type { Settings } from '#src/config.ts'
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts'

/** A database server, and how it is let go. */
export type Server = { url: string; stop(): Promise<void> }

/** The server of the settings; or our own under the data folder, started, or shared with whoever runs it now. */
export async function openServer(
  { DATABASE_URL, DATA_DIR }: Pick<Settings, 'DATABASE_URL' | 'DATA_DIR'>,
  log?: (line: string) => void,
): Promise<Server> {
  if (DATABASE_URL) return { url: DATABASE_URL, stop: async () => {} }
  const postgres = await startEmbeddedPostgres({ dataDir: join(DATA_DIR, 'postgres'), ...(log && { log }) })
  return { url: postgres.url, stop: () => postgres.stop() }
}
