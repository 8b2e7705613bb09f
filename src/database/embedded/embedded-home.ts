import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Account, chooseAccount, readAccount, runAs } from './embedded-account.ts'

/**
 * Where the database lives, and as whom. `folder` holds `cluster/`, and `postgres-<version>/` where we had to copy
 * it.
 */
export type Home = { folder: string; account: Account }

/**
 * The folder asked for; or, where root started us and the folder lies behind a closed door (a checkout in root's home),
 * a folder of our own under /var/lib, named by the hash of the one asked for.
 */
export async function openHome(dataDir: string, log: (line: string) => void): Promise<Home> {
  const elsewhere = join('/var/lib/deskhand', createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  const settled = [dataDir, elsewhere].find((folder) => existsSync(join(folder, 'cluster')))
  const account = settled ? await readAccount(join(settled, 'cluster')) : await chooseAccount(dataDir)
  const folder = settled ?? ((await settle(dataDir, account)) ? dataDir : elsewhere)
  if (folder === elsewhere) {
    log(`The database is kept in ${elsewhere}: Postgres does not run as root, and ${dataDir} is closed to other users.`)
    if (!settled && !(await settle(elsewhere, account))) {
      throw new Error(`Neither ${dataDir} nor ${elsewhere} can be used for the database. Set DATABASE_URL to a server.`)
    }
  }
  return { folder, account }
}

/** Makes the folder and gives it to the account; false when that account cannot work there. */
async function settle(folder: string, account: Account): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true })
    if (!account) return true
    await chown(folder, account.uid, account.gid)
  } catch (error) {
    if (account) return false
    throw new Error(`The database folder ${folder} cannot be made. Give this user the right to write there.`, {
      cause: error,
    })
  }
  const probe = await runAs(account, '/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', folder])
  return probe.ok
}
