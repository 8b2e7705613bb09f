import { OutsideError } from '#src/errors.ts'

/** Connection lost or refused, server stopping or full, deadlock: SQLSTATE classes and Node's own codes. */
const STATES = '08...|57P0[1-4]|53300|40001|40P01'
const CODES = String.raw`ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN`
const AWAY = new RegExp(`^(${STATES}|${CODES})$`)

/** A table that is not there, no disk, read-only, a broken server. */
const BROKEN = /^(42|53|58|25|XX)...$/

/** What the driver says without a code. */
const WORDS = /Connection terminated|connection timeout|trying to connect|not queryable|Query read timeout/i

/** Nothing is wrong with the work: the database was away for a moment, or asked us to take another turn. */
export function isDatabaseAway(error: unknown): boolean {
  return someCause(error, (code, words) => AWAY.test(code) || WORDS.test(words))
}

/** The database is away, or not as it should be: whatever row was worked on is not to blame. */
export function isDatabasesFault(error: unknown): boolean {
  return isDatabaseAway(error) || someCause(error, (code) => BROKEN.test(code))
}

function someCause(error: unknown, fits: (code: string, words: string) => boolean): boolean {
  if (error instanceof OutsideError) return false
  for (let each = error; each instanceof Error; each = each.cause) {
    if (fits('code' in each ? String(each.code) : '', each.message)) return true
  }
  return false
}
