import type { Attention } from '#entities/orders/order.ts'
import type { Card, Tone } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Drawing } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import { isClear } from '../comments/is-clear.ts'
import { orderKind } from '../kinds.ts'
import { shortOf } from '../stock/stock.ts'
import { countItems, writeItems, writeTotal } from '../write-items.ts'
import { factsOf } from './order-facts.ts'
import { footerOf } from './order-footer.ts'
import { attentionOf, type OrderView } from './order-view.ts'

/** What an admin sees of an order, drawn from its present state. */
export function orderCard(view: OrderView, { settings, clock, hours }: Drawing): Omit<Card, 'buttons'> {
  const zone = settings.STORE_TIMEZONE
  const quote = quoteOf(view)
  return {
    title: titleOf(view),
    tone: toneOf(view),
    ...(quote && { quote }),
    facts: factsOf(view, (at) => writeWhen(at, zone, clock(), hours)),
    footer: footerOf(view, { zone, now: clock(), hours }),
    ...(view.sale.permalink && { links: [{ label: 'Open post', url: view.sale.permalink }] }),
  }
}

/** The line of a locked phone: who, what, where to, how much; or why a person is needed. */
function titleOf(view: OrderView): string {
  const ref = writeRef(orderKind, view)
  const who = `@${view.username}`
  const attention = attentionOf(view)
  if (attention) return `${ref} ${callOf[attention](who, view)}${noteOf(view)}`
  const order = [
    `${who}: ${writeItems(view.items, view.sale.colours)}`,
    view.email,
    writeTotal(view.items, view.sale),
  ].filter(Boolean)
  const isDoubtful = !isClear(view) || shortOf(view.items, view.left).length > 0
  const doubt = view.state === 'pending-details-validation' && isDoubtful ? `${doubtOf(view)} · ` : ''
  return `${ref} ${doubt}${order.join(' · ')}`
}

const callOf: Record<Attention, (who: string, view: OrderView) => string> = {
  change: (who) => `${who} changes the order`,
  question: (who, { attentionNote }) => `${who} ${attentionNote?.includes('?') ? 'asks' : 'wrote'}`,
  cancel: (who) => `${who} wants to cancel`,
  address: (who) => `Address of ${who} is doubtful`,
  'unchecked-address': (who) => `Address of ${who}: does it look right?`,
  'two-addresses': (who) => `${who} gave two addresses`,
  bounce: (who) => `Mail to ${who} came back`,
  mail: (who, { attentionNote }) => `${who} ${attentionNote?.includes('?') ? 'asks' : 'wrote'}`,
  silent: (who) => `${who} has not answered`,
  link: (who) => `No cart link for ${who}`,
  stock: (who) => `${who} can have it now`,
  payment: (who, view) => `${who} needs payment details · ${writeTotal(view.items, view.sale) ?? 'no price'}`,
}

const MOST_OF_NOTE = 120

function noteOf({ attentionNote }: OrderView): string {
  return attentionNote ? `: ${clip(attentionNote.replace(/\s+/g, ' '), MOST_OF_NOTE)}` : ''
}

/** The comment; or what a person is needed for, where the title does not hold all of it. */
function quoteOf(view: OrderView): string {
  const { attentionNote, sourceComment } = view
  if (!attentionOf(view)) return sourceComment.text
  return attentionNote && attentionNote.length > MOST_OF_NOTE ? attentionNote : ''
}

/** Why the order cannot simply be approved, in one sentence. */
function doubtOf(view: OrderView): string {
  const { reading, siblings, items, sale } = view
  const short = shortOf(items, view.left)
  if (short.length > 0) return `Waits, ${short.join(', ')}`
  if (reading && !reading.clear) return reading.why
  const together = countItems(items) + siblings.reduce((sum, sibling) => sum + countItems(sibling.items), 0)
  const over = sale.maxPerPerson !== null && together > sale.maxPerPerson
  if (over) return `${together} together, the limit is ${sale.maxPerPerson}`
  const paid = siblings.filter(({ isPaid }) => isPaid).map((sibling) => writeRef(orderKind, sibling))
  return paid.length > 0 ? `Ordered before and paid ${paid.join(', ')}` : 'Ordered before'
}

function toneOf({ state, attention, paidAt }: OrderView): Tone {
  if (attention || state === 'pending-details-validation') return 'todo'
  if (state === 'not-valid') return 'done'
  return state === 'shopping-cart-link-sent' || paidAt ? 'good' : 'waiting'
}
