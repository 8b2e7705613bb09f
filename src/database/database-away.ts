import { OutsideError } from '#src/errors.ts'

/** Connection lost or refused, server stopping or full, deadlock: SQLSTATE classes and Node's own codes. */
const CODES =
  /^(08...|57P0[1-4]|53300|40001|40P01|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/

/** What the driver says without a code. */
const WORDS = /Connection terminated|connection timeout|trying to connect|not queryable|Query read timeout/i

/** Nothing is wrong with the work: the database was away for a moment, or asked us to take another turn. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof OutsideError) return false
  for (let each = error; each instanceof Error; each = each.cause) {
    const code = 'code' in each ? String(each.code) : ''
    if (CODES.test(code) || WORDS.test(each.message)) return true
  }
  return false
}
