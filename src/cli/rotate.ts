import { writeCount } from '#src/basics/write-count.ts'
import { writeOut } from './write-out.ts'

/** `deskhand key rotate` */
export async function rotateKeys(): Promise<void> {
  const { withApp } = await import('./open-app.ts')
  const { inTransaction } = await import('#src/database/transaction.ts')
  const { rotateSecrets } = await import('#src/secrets.ts')
  const { pipelines } = await import('#src/pipelines.ts')
  const sealed = pipelines.flatMap(({ sealed: own = [] }) => own)
  const n = await withApp((app) => inTransaction(app, (tx) => rotateSecrets(tx, app, sealed)))
  const done = `${writeCount(n, 'secret')} encrypted anew with the first key.`
  await writeOut(`${done} The other keys are needed for old backups only.\n`)
}
