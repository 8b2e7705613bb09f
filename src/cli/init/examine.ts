import type { App } from '#src/app.ts'
import { type Environment, environmentWith, readSettings } from '#src/config.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import type { EnvFile } from './env-file.ts'

/** What the environment says comes before the file, as at every start. */
export function known(file: EnvFile): Environment {
  return environmentWith(file.read())
}

/** What the doctor says of these, on the settings as they now are. */
export async function examine(file: EnvFile, names: string[]) {
  const { writeFinding } = await import('#src/doctor/finding.ts')
  try {
    const findings = await withAppOf(file, async (app) => (await Promise.all(names.map(app.doctor))).flat())
    const isWell = findings.every(({ state }) => state !== 'wrong')
    return { findings, isWell, lines: findings.map(writeFinding).join('\n    ') }
  } catch (error) {
    return { findings: [], isWell: false, lines: sentenceOf(error) }
  }
}

/** Whether a start would take these settings. Where not, it is a choice without its key: no database mends that. */
export function canBeRead(file: EnvFile): boolean {
  try {
    readSettings(known(file))
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

export async function withAppOf<T>(file: EnvFile, work: (app: App) => Promise<T>): Promise<T> {
  const { withApp } = await import('../open-app.ts')
  return withApp(work, known(file))
}

/** A slip in what was typed is told and asked again; a fault of ours is not hidden. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Refusal || error instanceof OutsideError) return error.message
  if (error instanceof Error && 'code' in error) return `That does not answer: ${error.message || String(error.code)}`
  throw error
}
