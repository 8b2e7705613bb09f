import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, inject, test } from 'vitest'

const START = fileURLToPath(new URL('../../src/start.ts', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'deskhand-start-'))
const file = join(folder, 'a-file')
await writeFile(file, '')
const taken = createServer()
await new Promise<void>((resolve) => void taken.listen(0, '127.0.0.1', resolve))
const { port } = taken.address() as { port: number }
afterAll(async () => {
  taken.close()
  await rm(folder, { recursive: true })
})

/** `npm start` that does not come up: its exit code, and all it says. */
function start(environment: Record<string, string>): Promise<{ code: number; said: string }> {
  const env = { LOG_LEVEL: 'silent', DATA_DIR: folder, PORT: '0', ...environment }
  return new Promise((resolve) => {
    execFile(process.execPath, [START], { env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: `${stdout}${stderr}` }),
    )
  })
}

test.each([
  ['a DATABASE_URL that is none', { DATABASE_URL: 'nonsense' }, /DATABASE_URL: write it like postgres:\/\//],
  [
    'a database that is not there',
    { DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' },
    /^The database does not answer: .*Is DATABASE_URL right\?$/m,
  ],
  [
    'a database of another name',
    { DATABASE_URL: `${inject('postgresUrl')}/not_there` },
    /^The database refuses us: .*Create it, or correct DATABASE_URL\.$/m,
  ],
  ['a folder that cannot be made', { DATA_DIR: join(file, 'data') }, /^I cannot write to .*Set DATA_DIR to a folder/m],
  ['a port that is taken', { PORT: String(port), DATABASE_URL: '' }, new RegExp(`^Port ${port} is taken`, 'm')],
  ['a HOST of another machine', { HOST: '192.0.2.1' }, /^I cannot listen on 192\.0\.2\.1:0 .*Is HOST an address/m],
] as [string, Record<string, string>, RegExp][])(
  '%s ends in one readable sentence',
  async (_, environment, sentence) => {
    const { code, said } = await start(environment)
    expect(said).toMatch(sentence)
    expect(said).not.toMatch(/^\s+at /m)
    expect(code).toBe(1)
  },
)
