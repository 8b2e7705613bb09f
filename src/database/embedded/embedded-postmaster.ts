import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The server that has the data now, as its lock file tells. */
export type Postmaster = { pid: number; port: number; ready: boolean }

const LOCK_FILE = 'postmaster.pid'

/** Postgres puts this name into the command line of each of its processes. */
export const nameCluster = (data: string) => `deskhand-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`

/** Fast shutdown: open transactions are rolled back, everything committed is kept. */
export async function stopServer({ pid }: Postmaster, data: string): Promise<void> {
  signal(pid, 'SIGINT')
  for (let waitedMs = 0; (await findPostmaster(data))?.pid === pid; waitedMs += 5) {
    // Immediate shutdown: as safe as a power cut, and no client can hold it up.
    if (waitedMs === 15_000) signal(pid, 'SIGQUIT')
    await sleep(5)
  }
}

/** The living server of this data folder. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const lines = (await readLock(data)).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!pid || !(await isPostmaster(pid, data))) return undefined
  return { pid, port, ready: lines[7]?.trim() === 'ready' }
}

/**
 * Removes a lock file no process stands behind. Postgres does so itself unless the number in it is taken: by a zombie
 * (a container's first process may be slow to reap) or, after a container's restart, by a stranger.
 */
export async function removeStaleLock(data: string): Promise<void> {
  const before = await readLock(data)
  // Never while a backend outlives its postmaster: two servers on one folder destroy it.
  if (process.platform !== 'linux' || !before || (await hasProcesses(data))) return
  if ((await readLock(data)) === before) await rm(join(data, LOCK_FILE), { force: true })
}

// A command line is world-readable; /proc/<pid>/cwd of another user is not, even to root in a container.
async function isPostmaster(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return isAlive(pid)
  return (await readCommand(String(pid))).split('\0').includes(data)
}

async function hasProcesses(data: string): Promise<boolean> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(pids.map(readCommand))
  const title = `postgres: ${nameCluster(data)}`
  return commands.some((command) => command.startsWith(title) || command.split('\0').includes(data))
}

const readCommand = (pid: string) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')

const readLock = (data: string) => readFile(join(data, LOCK_FILE), 'utf8').catch(() => '')

export const isAlive = (pid: number) => signal(pid, 0)

/** False when there is no such process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
