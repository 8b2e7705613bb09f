import type { Tx } from '#src/database/transaction.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { LINK_DAYS } from '../link-days.ts'
import type { TellingApp } from './types.ts'

/** A link of its own to what a subscriber watches: what is kept of it is only its hash. */
export async function mintManageLink(tx: Tx, { publicUrl }: TellingApp, watchId: string): Promise<string> {
  const expiresAt = new Date(tx.at.getTime() + LINK_DAYS.alert * 24 * 60 * 60_000)
  return writeLink(publicUrl, await mintLink(tx, { purpose: 'price-watch', subjectId: watchId, expiresAt }))
}
