import { hashInSql } from '#src/database/hash-in-sql.ts'
import type { Sender } from './types.ts'

/** Under which channel people who asked to stop stand: a STOP counts for every text, whoever sends it. */
export function stopsOf(sender: Sender, channel: string): string {
  return sender.isText ? 'sms' : channel
}

/**
 * A condition in SQL: somebody asked us to stop. Both are expressions. Who was erased since stands there as a hash, so
 * that the same number is still left in peace when it comes back.
 */
export function hasOptedOut(channel: string, recipient: string): string {
  return `exists (select 1 from opt_outs o
    where o.channel = ${channel} and o.recipient in (${recipient}, ${hashInSql(recipient)}))`
}
