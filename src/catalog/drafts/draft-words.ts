import { fromDecimal } from '#src/money.ts'
import { writeAmount, writePrice } from '../money.ts'
import { draftNow } from './approve.ts'
import type { DraftView } from './draft-view.ts'

/** `Blue denim jacket`, `KES 2,200`; of several products `Beaded tote and 2 more`. */
export function nameAndPrice(draft: Parameters<typeof writeDraftPrice>[0]): string[] {
  const [first, ...others] = draft.reading.products
  const price = writeDraftPrice(draft)
  if (first && price === null) return [`${first.name} and ${others.length} more`]
  return [draftNow(draft).name, price ?? 'needs a price']
}

export function writeDraftPrice(view: Pick<DraftView, 'extractedData' | 'sellerEdits' | 'reading'>): string | null {
  const { price, currency } = draftNow(view)
  if (price === null) return null
  const { was, high } = view.reading
  const now = writePrice(fromDecimal(price, currency), currency)
  const isRead = price === view.extractedData.price
  const range = isRead && high ? ` to ${writeAmount(fromDecimal(high, currency), currency)}` : ''
  const before = isRead && was ? ` (was ${writeAmount(fromDecimal(was, currency), currency)})` : ''
  return `${now}${range}${before}`
}

/** `94 %`, never parted by the end of a line. */
export function percent(confidence: number): string {
  return `${Math.round(confidence * 100)}\u00a0%`
}
