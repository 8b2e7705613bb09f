import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Needs } from '#src/app.ts'
import { hashOf } from '#src/basics/hash.ts'
import { writeBackup } from '#src/database/backup.ts'
import { countRows } from '#src/database/restore.ts'
import { Refusal } from '#src/errors.ts'
import type { ObjectStore } from '#src/integrations/object-store.ts'
import { type Backup, DATABASE, MANIFEST, nameOf, PICTURES } from './backups.ts'
import { keepNewest } from './keep-newest.ts'

export type BackingUp = Needs<'em' | 'clock' | 'backups' | 'pictures'>

/**
 * Writes the database and the pictures to BACKUP_URL, reads the database back from there and counts its rows; only then
 * it is a backup, and the fifteenth of them goes. Pictures are named by what is in them: only new ones are written.
 */
export async function makeBackup(app: BackingUp): Promise<Backup> {
  const store = requireStore(app)
  const at = app.clock()
  const name = nameOf(at)
  const database = await putDatabase(app, store, `${name}/${DATABASE}`, at)
  const pictures = await putPictures(app.pictures, store)
  const backup: Backup = { name, at: at.toISOString(), ...database, pictures }
  await store.put(`${name}/${MANIFEST}`, Buffer.from(JSON.stringify(backup)))
  await keepNewest(store)
  return backup
}

function requireStore({ backups }: Pick<BackingUp, 'backups'>): ObjectStore {
  if (backups) return backups
  throw new Refusal('BACKUP_URL is not set: file:///folder or s3://bucket/prefix. Or name a file.')
}

async function putDatabase({ em }: BackingUp, store: ObjectStore, key: string, at: Date) {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-backup-'))
  try {
    const file = join(folder, DATABASE)
    const { rows } = await writeBackup(em.config.get('clientUrl') ?? '', file, at)
    const bytes = await readFile(file)
    await store.put(key, bytes)
    await readBack(store, key, bytes, join(folder, 'back.gz'), rows)
    return { rows, bytes: bytes.length, sha256: hashOf(bytes) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What cannot be read is no backup. */
async function readBack(store: ObjectStore, key: string, sent: Buffer, file: string, rows: number): Promise<void> {
  const bytes = await store.get(key)
  if (!bytes?.equals(sent)) throw new Error(`the backup ${key} came back other than it was written`)
  await writeFile(file, bytes, { mode: 0o600 })
  const found = await countRows(file)
  if (found !== rows) throw new Error(`the backup ${key} holds ${found} rows of ${rows}`)
}

async function putPictures(from: ObjectStore, to: ObjectStore): Promise<string[]> {
  const keys = await from.list('')
  const there = new Set(await to.list(`${PICTURES}/`))
  for (const key of keys) {
    if (there.has(`${PICTURES}/${key}`)) continue
    const bytes = await from.get(key)
    if (bytes) await to.put(`${PICTURES}/${key}`, bytes)
  }
  return keys
}
