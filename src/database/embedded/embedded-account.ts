import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The user the server runs as; null: the one we are. */
export type Account = { uid: number; gid: number } | null

/**
 * Postgres refuses to run as root, so root hands it to whoever owns the folder (or its nearest existing parent): then a
 * later start by that person finds files of their own. What is root's, or a nameless user's (a folder from outside a
 * container), goes to `nobody`.
 */
export async function chooseAccount(folder: string): Promise<Account> {
  if (process.getuid?.() !== 0) return null
  const { uid, gid } = await statNearest(folder)
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  if (uid !== 0 && users.some((user) => Number(user[2]) === uid)) return { uid, gid }
  const nobody = users.find(([name]) => name === 'nobody')
  return { uid: Number(nobody?.[2] ?? 65534), gid: Number(nobody?.[3] ?? 65534) }
}

/** Of a database that is there: its owner, for Postgres accepts nobody else. */
export async function readAccount(cluster: string): Promise<Account> {
  if (process.getuid?.() !== 0) return null
  const { uid, gid } = await stat(cluster)
  return { uid, gid }
}

/** `cwd` is `/` because Postgres stops when it cannot name the folder it was started in; no PG... variable leaks in. */
export function runOptions(account: Account) {
  return { cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }, ...account }
}

/** Runs a program to its end. Never rejects: `output` says why it failed. */
export function runAs(account: Account, program: string, args: string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const done = (error: Error | null, stdout = '', stderr = '') =>
      resolve({ ok: !error, output: stderr.trim() || error?.message || stdout.trim() })
    try {
      execFile(program, args, runOptions(account), done)
    } catch (error) {
      // A change of user that is not allowed is thrown, not emitted.
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

async function statNearest(path: string): Promise<{ uid: number; gid: number }> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return statNearest(dirname(path))
    throw error
  })
}
