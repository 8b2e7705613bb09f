import { randomUUID } from 'node:crypto'
import { createCommands } from './mongo/commands.ts'
import { serveWire } from './mongo/wire.ts'

type TestMongo = {
  /** A database of its own: `mongodb://127.0.0.1:<port>/<name>`. */
  url: string
  stop(): Promise<void>
}

/**
 * The server of TEST_MONGODB_URL where one is given (`mongodb://127.0.0.1:27017`), else a stub: no mongod can be
 * installed from a package registry. The stub speaks the real wire protocol to the real driver, and knows the commands
 * Agenda sends; it has no transactions, no change streams, no storage, and no index but uniqueness.
 */
export async function startMongo(): Promise<TestMongo> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  // biome-ignore lint/style/noProcessEnv: tells the tests, not the product, where a real server is
  const real = process.env.TEST_MONGODB_URL
  if (real) return { url: `${real.replace(/\/$/, '')}/${name}`, stop: async () => undefined }
  const { port, close } = await serveWire(createCommands())
  return { url: `mongodb://127.0.0.1:${port}/${name}?directConnection=true`, stop: close }
}
