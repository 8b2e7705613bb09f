import type { Command } from 'commander'
import { writeOut } from './write-out.ts'

/** `deskhand backup` and `deskhand restore` */
export function addBackupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('write every table into one gzipped file, all as of one instant')
    .action(async (file: string) => {
      const { writeBackup } = await import('#src/database/backup.ts')
      const { tables, rows } = await withDatabase((url) => writeBackup(url, file, new Date()))
      await writeOut(`${file}: ${count(rows, 'row')} of ${count(tables, 'table')}. Keep SECRET_KEYS elsewhere.\n`)
    })
  program
    .command('restore <file>')
    .description('put a backup into an empty database; nothing is sent again')
    .action(async (file: string) => {
      const { restoreBackup } = await import('#src/database/restore.ts')
      const { at, rows, doubtful } = await withDatabase((url) => restoreBackup(url, file, new Date()))
      await writeOut(
        `Restored ${count(rows, 'row')} as of ${at.toISOString()}.\n` +
          `${count(doubtful, 'message')} may have left since: each is looked up before it leaves, or a card asks.\n`,
      )
    })
}

async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { processEnvironment } = await import('#src/config.ts')
  const { withServer } = await import('./open-app.ts')
  return withServer(processEnvironment(), work)
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
}
