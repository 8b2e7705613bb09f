import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startEmbeddedPostgres } from '#src/database/embedded/embedded-postgres.ts'

/**
 * `npm run test:image`: what the Dockerfile does, in a clean folder and without Docker. Installs with its own command,
 * starts in production against a PostgreSQL that is not ours, and asks for what native packages are needed for.
 */
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'deskhand-image-'))
const home = join(folder, 'app')
const since = Date.now()
const tell = (words: string) =>
  process.stdout.write(`${((Date.now() - since) / 1000).toFixed(0).padStart(4)} s  ${words}\n`)

const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')
const install = /^RUN (npm ci [^&\n]+&& rm -rf [^&\n]+)/m.exec(dockerfile)?.[1]
if (!install) throw new Error('the Dockerfile does not install as this expects')
mkdirSync(home)
for (const name of ['package.json', 'package-lock.json']) cpSync(join(root, name), join(home, name))
execFileSync('sh', ['-c', install], { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] })
tell(install)

for (const [, name = ''] of dockerfile.matchAll(/^COPY (entities|src|bots|jobs) /gm)) {
  // As .dockerignore has it: the stand-ins stay behind.
  cpSync(join(root, name), join(home, name), { recursive: true, filter: (from) => !from.endsWith('src/world') })
}

const DRAW = `
const { drawChart } = await import('#src/prices/history/chart.ts')
const { fitPicture } = await import('#src/integrations/fit-picture.ts')
const sharp = (await import('sharp')).default
const wide = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#c33' } }).png().toBuffer()
const { width, jpeg } = await fitPicture(wide, 1080)
const points = [90, 80, 85].map((price, at) => ({ at: new Date(Date.UTC(2026, 2, at + 1)), price: BigInt(price * 100) }))
const end = new Date(Date.UTC(2026, 2, 5))
const png = drawChart(points, 'USD', { held: end, until: end }, 'UTC')
if (width !== 1080 || jpeg[0] !== 0xff || png.subarray(1, 4).toString() !== 'PNG') throw new Error('no picture')
console.log('a chart of ' + png.length + ' bytes, a picture of ' + jpeg.length)
`

const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), database: 'deskhand' })
try {
  await checkStart(await freePort())
  const drawn = execFileSync(process.execPath, ['--input-type=module', '-e', DRAW], { cwd: home, encoding: 'utf8' })
  tell(drawn.trim())
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** It answers that it may get work, and ends when it is asked to. */
async function checkStart(port: number): Promise<void> {
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: postgres.url,
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    SECRET_KEYS: `first:${randomBytes(32).toString('base64')}`,
    REPS: 'on',
    MAIL_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'shop@example.com',
  }
  const child = spawn(process.execPath, ['src/start.ts'], { cwd: home, env, stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = once(child, 'exit')
  for (let left = 120; ; left -= 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    if (answer?.ok) break
    if (left === 0 || child.exitCode !== null) throw new Error(`it did not start: ${await answer?.text()}`)
    await setTimeout(500)
  }
  tell('started in production, ready for work')
  child.kill('SIGTERM')
  const [code] = await ended
  if (code !== 0) throw new Error(`it ended with ${code}`)
  tell('stopped')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}
