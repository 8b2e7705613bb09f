import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Environment } from '#src/config.ts'

/** `node <script> <word>`. */
export type WorkerStart = { script: string; word: string; environment: Environment }

const BACK_AFTER_MS = 200
const STOP_MS = 11_000

/** The process that runs the steps. It may be killed at any moment, and comes back. */
export type Worker = {
  view(): { pid: number | null; working: boolean; restarts: number }
  /** kill -9. */
  kill(): void
  /** Resolves as soon as it works. */
  ready(): Promise<void>
  onChange(listener: () => void): void
  /** Kills it, and has it back only when this is done. */
  without(work: () => Promise<void>): Promise<void>
  /** Lets it finish what it has in hand. */
  stop(): Promise<void>
}

export function startWorker({ script, word, environment }: WorkerStart): Worker {
  const listeners = new Set<() => void>()
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | undefined
  let working = false
  let starts = 0
  let stopping = false

  const tell = () => {
    for (const listener of [...listeners]) listener()
  }
  const start = () => {
    // It ends with us even when we are killed: the channel between us closes.
    const mine = spawn(process.execPath, [script, word], {
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child = mine
    starts += 1
    mine.on('message', (said) => {
      working = said === 'working'
      tell()
    })
    mine.once('exit', (code) => {
      child = null
      working = false
      // Ctrl-C reaches every process of the terminal: it has ended by itself, and so do we.
      if (!stopping && code !== 0) timer = setTimeout(start, BACK_AFTER_MS)
      tell()
    })
  }
  start()

  return {
    view: () => ({ pid: child?.pid ?? null, working, restarts: starts - 1 }),
    kill: () => void child?.kill('SIGKILL'),
    ready: () =>
      new Promise((resolve) => {
        const look = () => {
          if (!working) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
      }),
    onChange: (listener) => void listeners.add(listener),
    async without(work) {
      stopping = true
      clearTimeout(timer)
      if (child) await end(child, 'SIGKILL')
      await work()
      stopping = false
      start()
    },
    async stop() {
      stopping = true
      clearTimeout(timer)
      if (child) await end(child, 'SIGTERM')
    },
  }
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const ended = once(child, 'exit')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  child.kill(signal)
  await ended
  clearTimeout(late)
}
