import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { writeCount } from '#src/basics/write-count.ts'
import type { Settings } from '#src/config.ts'
import type { Restored } from '#src/database/restore.ts'
import { writeOut } from './write-out.ts'

/** `deskhand backup` and `deskhand restore` */
export function addBackupCommands(program: Command): void {
  program
    .command('backup [file]')
    .description('write every table into one gzipped file; without a file: to BACKUP_URL, with the pictures')
    .action(async (file: string | undefined) => writeOut(file === undefined ? await backUp() : await backUpTo(file)))
  program
    .command('restore <backup>')
    .description('put a file, or a backup of BACKUP_URL (latest, 2026-03-02), into an empty database')
    .action(async (backup: string) => {
      const { settings, withDatabase } = await open()
      await writeOut(await withDatabase((url) => restore(settings, url, backup)))
    })
}

async function backUp(): Promise<string> {
  const { withApp } = await import('./open-app.ts')
  const { backUpNow } = await import('#src/backup/nightly.ts')
  const { name, rows } = await withApp(backUpNow)
  return `${name}: ${writeCount(rows, 'row')}, read back. Keep SECRET_KEYS elsewhere.\n`
}

async function backUpTo(file: string): Promise<string> {
  const { writeBackup } = await import('#src/database/backup.ts')
  const { withDatabase } = await open()
  const { tables, rows } = await withDatabase((url) => writeBackup(url, file, new Date()))
  return `${file}: ${writeCount(rows, 'row')} of ${writeCount(tables, 'table')}. Keep SECRET_KEYS elsewhere.\n`
}

/** A name that is no file is one of the backups of BACKUP_URL, where that is set. */
async function restore(settings: Settings, url: string, name: string): Promise<string> {
  const { backupsOf, picturesOf } = await import('#src/vendors.ts')
  const store = backupsOf(settings)
  const { restoreBackup } = await import('#src/database/restore.ts')
  if (existsSync(name) || !store) return tell(await restoreBackup(url, name, new Date()))
  const { restoreFrom } = await import('#src/backup/fetch-backup.ts')
  const restored = await restoreFrom({ store, pictures: picturesOf(settings), url, name, now: new Date() })
  const lost = restored.lost > 0 ? ` ${writeCount(restored.lost, 'picture')} could not be found.` : ''
  return `${tell(restored)}${writeCount(restored.put, 'picture')} put back.${lost}\n`
}

function tell({ at, rows, doubtful }: Restored): string {
  return (
    `Restored ${writeCount(rows, 'row')} as of ${at.toISOString()}.\n` +
    `${writeCount(doubtful, 'message')} may have left since: each is looked up before it leaves, or a card asks.\n`
  )
}

async function open() {
  const { processEnvironment, readSettings } = await import('#src/config.ts')
  const { withServer } = await import('./open-app.ts')
  const environment = processEnvironment()
  const withDatabase = <T>(work: (url: string) => Promise<T>) => withServer(environment, work)
  return { settings: readSettings(environment), withDatabase }
}
