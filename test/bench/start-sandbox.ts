import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'

/** `npm start` in a process of its own, with the seconds until it was ready. */
export async function startSandbox(settings: Record<string, string>) {
  const port = await freePort()
  const from = performance.now()
  const child = spawn(process.execPath, ['src/start.ts'], {
    env: { HOME: settings.DATA_DIR ?? '', PORT: String(port), LOG_LEVEL: 'silent', ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    if (answer?.status === 200) break
    if (child.exitCode !== null) throw new Error('the sandbox did not start')
    await setTimeout(20)
  }
  return {
    child,
    seconds: (performance.now() - from) / 1000,
    async end() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
