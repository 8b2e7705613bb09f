import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test, vi } from 'vitest'
import { holdPort } from '#src/http/hold-port.ts'
import { createWorld } from '#src/world/world.ts'
import { testApp } from '#test/app.ts'

const START = fileURLToPath(new URL('../../src/start.ts', import.meta.url))
// Whole processes on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const dir = await mkdtemp(join(tmpdir(), 'deskhand-worker-'))
const world = await createWorld({ dir })
afterAll(async () => {
  await world.close()
  await rm(dir, { recursive: true, force: true })
})
const { databaseUrl } = await testApp({})
const environment = { ...(world.environment as Record<string, string>), DATABASE_URL: databaseUrl, PORT: '0' }

const startWorker = () =>
  spawn(process.execPath, [START, 'sandbox-worker'], {
    env: { ...environment, PUBLIC_URL: 'http://127.0.0.1:9', DESKHAND_ROLES: 'jobs' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })

test('a worker ends when its sandbox is gone, whenever that was: before it has begun, or while it works', async () => {
  const before = startWorker()
  before.disconnect()
  expect(await once(before, 'exit')).toEqual([0, null])

  const working = startWorker()
  expect(await once(working, 'message')).toEqual(['working', undefined])
  working.disconnect()
  expect(await once(working, 'exit')).toEqual([0, null])
})

test('a second start on a port that is taken says so in one sentence, and leaves nothing running', async () => {
  const { port, release } = await holdPort(0, '127.0.0.1')
  const second = spawn(process.execPath, [START], {
    env: { DATABASE_URL: databaseUrl, DATA_DIR: join(dir, 'second'), PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')])
  expect(code).toBe(1)
  expect(said).toBe(`Port ${port} is taken, perhaps by another Deskhand. Stop that one, or set another PORT.\n`)
  await release()
})
