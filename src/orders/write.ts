import type { Sale } from '#entities/orders/sale.ts'
import { writeRef } from '#src/cards/ref.ts'
import { toDecimal } from '#src/money.ts'
import type { OrderView } from './card/order-view.ts'
import { orderKind, saleKind } from './kinds.ts'
import { isOwnPage } from './link/cart-link.ts'
import { totalOf } from './write-items.ts'

/** A sale for programs: money as decimal strings, refs instead of ids. */
export function writeSale(sale: Sale) {
  const { igMediaId, igMediaShortCode, permalink, caption, colours, currency, maxPerPerson, maxPerColour, unit } = sale
  return {
    ref: writeRef(saleKind, sale),
    state: sale.state,
    igMediaId,
    igMediaShortCode,
    permalink,
    caption,
    colours,
    price: decimal(sale.price, currency),
    currency,
    maxPerPerson,
    maxPerColour,
    unit,
    stock: sale.stock,
    scrapedAt: sale.scrapedAt,
    createdAt: sale.createdAt,
  }
}

/** An order for programs. */
export function writeOrder(view: OrderView) {
  const { sale, email, username, items, igMediaId, sourceComment, address, gmailConversationId } = view
  return {
    ref: writeRef(orderKind, view),
    state: view.state,
    sale: writeRef(saleKind, sale),
    igMediaId,
    username,
    email,
    items,
    total: decimal(totalOf(items, sale), sale.currency),
    currency: sale.currency,
    address,
    sourceComment,
    gmailConversationId,
    attention: view.attention,
    attentionNote: view.attentionNote,
    cartLink: view.cartLink && isOwnPage(view.cartLink) ? null : view.cartLink,
    linkSentAt: view.linkSentAt,
    paidAt: view.paidAt,
    shippedAt: view.shippedAt,
    tracking: view.tracking,
    closedReason: view.closedReason,
    createdAt: view.createdAt,
    lastModifiedDate: view.lastModifiedDate,
  }
}

function decimal(minor: bigint | null, currency: string | null): string | null {
  return minor !== null && currency ? toDecimal(minor, currency) : null
}
