import { isDatabaseAway } from '#src/database/database-away.ts'
import { OutsideError, Refusal } from '#src/errors.ts'

/** Why we could not start, or a command could not be done: a sentence where a person can mend it, else all we know. */
export function describeFailure(error: unknown): string {
  if (error instanceof Refusal || error instanceof OutsideError) return error.message
  const known = someCause(error, readFailure)
  if (known) return known
  if (isDatabaseAway(error)) return `The database does not answer: ${wordsOf(error)}. Is DATABASE_URL right?`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const LOGIN = /^28/
const NO_DATABASE = '3D000'

function readFailure(error: Error): string | null {
  const { code = '', path, port } = error as NodeJS.ErrnoException & { port?: number }
  if (LOGIN.test(code)) return `The database refuses us: ${error.message}. Are user and password of DATABASE_URL right?`
  if (code === NO_DATABASE) return `The database refuses us: ${error.message}. Create it, or correct DATABASE_URL.`
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Stop what listens there, or set another PORT.`
  if (path && ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code))
    return `I cannot write to ${path} (${code}). Set DATA_DIR to a folder that I may write in.`
  if (code === 'ENOSPC') return 'The disk is full. Free some space and start again: nothing is lost.'
  return null
}

function someCause(error: unknown, read: (error: Error) => string | null): string | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    const found = read(each)
    if (found) return found
  }
  return null
}

/** Node's own errors about several addresses at once have no message. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || String((error as NodeJS.ErrnoException).code)
}
