import type { CheckedAddress } from '#entities/orders/order.ts'
import type { Fact } from '#src/cards/card.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeAddress } from '../address/write-address.ts'
import { orderKind, saleKind } from '../kinds.ts'
import { writeItems, writeTotal } from '../write-items.ts'
import { attentionOf, markedPaid, type OrderView, type Sibling } from './order-view.ts'

type Row = [label: string, value: string | null | false]

/** What stands below the title of an order's card: what the title does not say. */
export function factsOf(view: OrderView, when: (at: Date) => string): Fact[] {
  const { email, items, sale, reading, siblings, address, state } = view
  const attention = attentionOf(view)
  const others = siblings.map((sibling) => writeSibling(sibling, sale.colours)).join(', ')
  const pending = state === 'pending-details-validation'
  const rows: Row[] = [
    // Without a question the title says these already.
    ['Items', attention && writeItems(items, sale.colours)],
    ['E-mail', attention ? email : !email && 'none'],
    ['Total', attention && writeTotal(items, sale)],
    ['Sale', writeRef(saleKind, sale)],
    [
      'Sure',
      pending && reading
        ? `${Math.round(reading.confidence * 100)} %${reading.by === 'model' ? ', read by the model' : ''}`
        : null,
    ],
    ['Not understood', pending && writeLeft(view)],
    ['Same person', others],
    ...addressRows(address),
    ...endRows(view, when),
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

function addressRows(address: CheckedAddress | null): Row[] {
  if (!address) return []
  return [
    ['Address', writeAddress(address)],
    ['Google says', address.notes.join(' ')],
    ['Suggestion', address.suggestion && address.formatted],
  ]
}

function endRows(view: OrderView, when: (at: Date) => string): Row[] {
  const { shippedAt, tracking, closedReason } = view
  return [
    ['Paid', paidWords(view, when)],
    ['Shipped', shippedAt && `${when(shippedAt)}${byOf(view, 'ship')}`],
    ['Tracking', tracking],
    ['Reason', closedReason],
  ]
}

/** `Mon 2 Mar, 15:10, marked by Ann` */
function paidWords(view: OrderView, when: (at: Date) => string): string {
  const { paidAt } = view
  const by = markedPaid(view)?.by.name
  return paidAt ? `${when(paidAt)}${by ? `, marked by ${by}` : ''}` : ''
}

function byOf({ done }: OrderView, wanted: string): string {
  const by = done.find(({ verb }) => verb === wanted)?.by.name
  return by ? ` by ${by}` : ''
}

/** `"rather than", "to Kenya?"`: what kept the order from being clear. */
function writeLeft({ reading }: OrderView): string {
  return (reading?.clear ? [] : (reading?.notUnderstood ?? [])).map((piece) => `"${piece}"`).join(', ')
}

/** `O-1 (2 black, 1 red, paid)` */
function writeSibling(sibling: Sibling, colours: string[]): string {
  return `${writeRef(orderKind, sibling)} (${writeItems(sibling.items, colours)}${sibling.isPaid ? ', paid' : ''})`
}
