import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashOf } from '#src/basics/hash.ts'
import { restoreBackup } from '#src/database/restore.ts'
import { Refusal } from '#src/errors.ts'
import type { ObjectStore } from '#src/integrations/object-store.ts'
import { type Backup, DATABASE, PICTURES, readBackups } from './backups.ts'

/** The backup of a name, of the beginning of one (`2026-03-02`), or the `latest`; refuses with the names there are. */
async function findBackup(store: ObjectStore, name: string): Promise<Backup> {
  const all = await readBackups(store)
  const found = all.findLast((one) => name === 'latest' || one.name.startsWith(name))
  if (found) return found
  const names = all.map((one) => one.name)
  throw new Refusal(names.length > 0 ? `There is no backup ${name}. There are: ${names.join(', ')}.` : 'No backup yet.')
}

async function fetchDatabase(store: ObjectStore, { name, sha256 }: Backup, file: string): Promise<void> {
  const bytes = await store.get(`${name}/${DATABASE}`)
  if (!bytes || hashOf(bytes) !== sha256) throw new Refusal(`The backup ${name} is damaged. Take the one before.`)
  await writeFile(file, bytes, { mode: 0o600 })
}

/** Puts back the pictures that are missing; returns how many those were, and how many even the backup lacks. */
async function putPicturesBack(from: ObjectStore, to: ObjectStore, { pictures }: Backup) {
  const there = new Set(await to.list(''))
  const missing = pictures.filter((key) => !there.has(key))
  let lost = 0
  for (const key of missing) {
    const bytes = await from.get(`${PICTURES}/${key}`)
    if (bytes) await to.put(key, bytes)
    else lost += 1
  }
  return { put: missing.length - lost, lost }
}

type Restoring = { store: ObjectStore; pictures: ObjectStore; url: string; name: string; now: Date }

/** The database and its pictures, from the place of backups. The database must be empty. */
export async function restoreFrom({ store, pictures, url, name, now }: Restoring) {
  const backup = await findBackup(store, name)
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-restore-'))
  try {
    const file = join(folder, DATABASE)
    await fetchDatabase(store, backup, file)
    const restored = await restoreBackup(url, file, now)
    return { ...restored, ...(await putPicturesBack(store, pictures, backup)) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
