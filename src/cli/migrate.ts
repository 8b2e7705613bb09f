import type { Command } from 'commander'
import { writeOut } from './write-out.ts'

/** `deskhand migrate` */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date')
    .action(async () => {
      const { processEnvironment } = await import('#src/config.ts')
      const { withServer } = await import('./open-app.ts')
      const { migrateDatabase } = await import('#src/database/migrate.ts')
      await withServer(processEnvironment(), migrateDatabase)
      await writeOut('The database is up to date.\n')
    })
}
