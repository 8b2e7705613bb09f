import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { ownPort } from '#test/port.ts'

const START = fileURLToPath(new URL('../src/start.ts', import.meta.url))

export type Process = {
  url: string
  /** What it has printed so far. */
  said(): string
  kill(signal: 'SIGKILL' | 'SIGTERM'): void
  /** Its exit code: 1 where it had to give up what was in hand. */
  ended(): Promise<number | null>
}

/** `npm start` as a process of its own, ready to work. Its words go to ours, when it fails. */
export async function startProcess(environment: Record<string, string>): Promise<Process> {
  const port = await ownPort()
  const child = spawn(process.execPath, [START], {
    env: { PORT: String(port), LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  afterAll(async () => {
    child.kill('SIGKILL')
    await exited
  })
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  await greeted(child)
  return {
    url: `http://127.0.0.1:${port}`,
    said: () => said,
    kill: (signal) => void child.kill(signal),
    async ended() {
      await exited
      return child.exitCode
    },
  }
}

/** What it prints when it has started. */
function greeted(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (text: string) => {
      if (text.includes('Deskhand')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`it ended with ${code} before it had started`)))
  })
}
