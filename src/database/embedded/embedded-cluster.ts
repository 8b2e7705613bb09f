import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runAs } from './embedded-account.ts'
import { explainFailure } from './embedded-failure.ts'
import type { Home } from './embedded-home.ts'

/** `data`: Postgres' own folder, as the kernel spells it. The password lies beside it, readable by its owner only. */
type Cluster = { data: string; password: string }

const HALF_MADE = 'new-'

/** Opens the cluster of this home, making it the first time; `sync`: so that it outlives a power cut. */
export async function openCluster(home: Home, bin: string, sync = true): Promise<Cluster> {
  const folder = join(home.folder, 'cluster')
  if (!existsSync(folder)) await makeCluster(home, bin, folder, sync)
  try {
    const password = await readFile(join(folder, 'password'), 'utf8')
    return { data: await realpath(join(folder, 'data')), password: password.trim() }
  } catch (error) {
    throw new Error(
      `The database in ${folder} cannot be read. Start as its owner, or give it to this user (chown -R).`,
      {
        cause: error,
      },
    )
  }
}

/** Made aside and renamed whole: of two first starts one wins, and a kill half-way leaves no half database. */
async function makeCluster(home: Home, bin: string, folder: string, sync: boolean): Promise<void> {
  await sweep(home.folder)
  const half = join(home.folder, `${HALF_MADE}${process.pid}-${randomBytes(4).toString('hex')}`)
  await mkdir(half, { mode: 0o700 })
  const password = join(half, 'password')
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (home.account) {
    await chown(password, home.account.uid, home.account.gid)
    await chown(half, home.account.uid, home.account.gid)
  }
  const data = join(half, 'data')
  const made = await runAs(home.account, join(bin, 'initdb'), [
    ...['-D', data, '--username=deskhand', `--pwfile=${password}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--no-instructions', ...(sync ? [] : ['--no-sync'])],
  ])
  if (made.ok) await rename(half, folder).catch(ignoreLostRace)
  await rm(half, { recursive: true, force: true })
  if (!made.ok) throw explainFailure('The database could not be made', made.output, data)
}

function ignoreLostRace(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
}

/** What a killed first start left; an hour is longer than any that still runs. */
async function sweep(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(HALF_MADE))
  for (const path of names.map((name) => join(folder, name))) {
    const old = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs > 3_600_000,
      () => false,
    )
    if (old) await rm(path, { recursive: true, force: true })
  }
}
