import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, inject } from 'vitest'
import { ownPort } from '#test/port.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `npm run faults`: every fault test at its full length. */
    faultsAtLength: boolean
  }
}

/** How often a fault strikes: a few times in `npm test`, as promised in `npm run faults`. */
export function times(few: number, promised: number): number {
  return inject('faultsAtLength') ? promised : few
}

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))
const running = new Set<ChildProcess>()

/** Ends what a test of the file that calls it has left running: hooks of a shared file would be only the first one's. */
export function killProcessesAfterAll(): void {
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL')
  })
}

export type Process = {
  url: string
  pid: number
  kill(): Promise<void>
  /** Asks it to end, as a service manager does: its code, which is 1 where it had to give up what was in hand. */
  end(): Promise<number | null>
  /** The code it ended with by itself; null while it runs. */
  exitCode(): number | null
}

/** A process of its own, up to the moment it is ready. */
export async function startProcess(settings: Record<string, string>): Promise<Process> {
  const port = String(await ownPort())
  const child = fork(WORKER, [JSON.stringify({ PORT: port, ...settings })], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`the process ended with ${code} before it was ready`)
  })
  await Promise.race([once(child, 'message'), gone])
  gone.catch(() => undefined)
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    exitCode: () => child.exitCode,
    async end() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const [code] = await ended
      return code
    },
    async kill() {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
      child.kill('SIGKILL')
      await ended
    },
  }
}
