import type { Command } from 'commander'
import { writeCount } from '#src/basics/write-count.ts'
import type { Terminal } from '#src/pipeline.ts'

/** `deskhand archive run` and `deskhand archive restore` */
export function addPriceCommands(program: Command, { withApp, write }: Terminal): void {
  const archive = program.command('archive').description('the prices of past days, as CSV below ARCHIVE_URL')
  archive
    .command('run')
    .description('archive every day that is over, and prune what is archived')
    .action(async () => {
      const { requireArchive } = await import('./archive/require-archive.ts')
      const { archiveDays } = await import('./archive/archive-days.ts')
      const days = await withApp((app) => {
        requireArchive(app)
        return archiveDays(app)
      })
      const lines = days.map(
        ({ day, rows, pruned }) => `${day}: ${writeCount(rows, 'price')} archived, ${pruned} pruned.\n`,
      )
      await write(lines.join('') || 'Every day that is over is archived already.\n')
    })
  archive
    .command('restore')
    .description('put the whole archive into an empty database')
    .action(async () => {
      const { requireArchive } = await import('./archive/require-archive.ts')
      const { restoreArchive } = await import('./archive/restore.ts')
      const { days, rows } = await withApp((app) => restoreArchive(app, requireArchive(app)))
      await write(`Restored ${writeCount(rows, 'row')} of ${writeCount(days, 'day')}.\n`)
    })
}
