import type { Attention, CheckedAddress } from '#entities/orders/order.ts'
import type { App } from '#src/app.ts'
import type { Card, Fact, Tone } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeClock, writeSeconds, writeWhen } from '#src/cards/times.ts'
import { addressLines } from '../address/given-address.ts'
import { isClear } from '../comments/is-clear.ts'
import { orderKind, saleKind } from '../kinds.ts'
import { countItems, writeItems, writeTotal } from '../write-items.ts'
import type { OrderView } from './order-view.ts'

type Drawing = Pick<App, 'settings' | 'clock'>

/** What an admin sees of an order, drawn from its present state. */
export function orderCard(view: OrderView, { settings, clock }: Drawing): Omit<Card, 'buttons'> {
  const quote = view.attention ? (view.attentionNote ?? '') : view.sourceComment.text
  return {
    title: titleOf(view),
    tone: toneOf(view),
    ...(quote && { quote }),
    facts: factsOf(view),
    footer: footerOf(view, settings.STORE_TIMEZONE, clock()),
    ...(view.sale.permalink && { links: [{ label: 'Open post', url: view.sale.permalink }] }),
  }
}

/** The line of a locked phone: who, what, where to, how much; or why a person is needed. */
function titleOf(view: OrderView): string {
  const ref = writeRef(orderKind, view)
  const who = `@${view.username}`
  if (view.attention) return `${ref} ${callOf[view.attention](who)}${noteOf(view)}`
  const order = [
    `${who}: ${writeItems(view.items, view.sale.colours)}`,
    view.email,
    writeTotal(view.items, view.sale),
  ].filter(Boolean)
  const doubt = view.state === 'pending-details-validation' && !isClear(view) ? `${doubtOf(view)} · ` : ''
  return `${ref} ${doubt}${order.join(' · ')}`
}

const callOf: Record<Attention, (who: string) => string> = {
  change: (who) => `${who} changes the order`,
  question: (who) => `${who} asks`,
  cancel: (who) => `${who} wants to cancel`,
  address: (who) => `Address of ${who} is doubtful`,
  'unchecked-address': (who) => `Address of ${who}: does it look right?`,
  'two-addresses': (who) => `${who} gave two addresses`,
  bounce: (who) => `Mail to ${who} came back`,
  mail: (who) => `${who} wrote`,
  silent: (who) => `${who} has not answered`,
  link: (who) => `No cart link for ${who}`,
}

function noteOf({ attentionNote }: OrderView): string {
  return attentionNote ? `: ${clip(attentionNote.replace(/\s+/g, ' '), 120)}` : ''
}

/** Why the order is not clear, in one sentence. */
function doubtOf({ reading, siblings, items, sale }: OrderView): string {
  if (reading && !reading.clear) return reading.why
  const together = countItems(items) + siblings.reduce((sum, sibling) => sum + countItems(sibling.items), 0)
  const over = sale.maxPerPerson !== null && together > sale.maxPerPerson
  return over ? `${together} together, the limit is ${sale.maxPerPerson}` : 'Ordered before'
}

function toneOf({ state, attention, paidAt }: OrderView): Tone {
  if (attention || state === 'pending-details-validation') return 'todo'
  if (state === 'not-valid') return 'done'
  return state === 'shopping-cart-link-sent' || paidAt ? 'good' : 'waiting'
}

function factsOf(view: OrderView): Fact[] {
  const { email, items, sale, reading, siblings, address, state, attention } = view
  const others = siblings
    .map((sibling) => `${writeRef(orderKind, sibling)} (${writeItems(sibling.items, sale.colours)})`)
    .join(', ')
  const pending = state === 'pending-details-validation'
  const rows: [string, string | null | false][] = [
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
    ['Address', address && writeAddress(address)],
    ['Google says', address?.notes.join(' ') || null],
    ['Suggestion', address?.suggestion ? address.formatted : null],
    ['Reason', view.closedReason],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

/** `"rather than", "to Kenya?"`: what kept the order from being clear. */
function writeLeft({ reading }: OrderView): string {
  return (reading?.clear ? [] : (reading?.notUnderstood ?? [])).map((piece) => `"${piece}"`).join(', ')
}

export function writeAddress({ formatted, given, validatedAt }: CheckedAddress): string {
  return validatedAt && formatted ? formatted : addressLines(given).join(', ')
}

function footerOf(view: OrderView, zone: string, now: Date): string {
  const approved = decidedBy(view, zone, now)
  const mail = view.waiting.find(({ kind }) => kind.startsWith('orders.'))
  const leaves =
    mail &&
    (mail.lastError ? 'the mail could not leave yet, I try again' : `mail goes ${writeSeconds(mail.notBefore, zone)}`)
  if (view.attention) return hints[view.attention]
  if (view.state === 'details-validated') return [approved, leaves].filter(Boolean).join(' · ')
  if (mail) return [approved, leaves].filter(Boolean).join(' · ')
  if (view.state === 'awaiting-address-reply') return waitingFor(view)
  if (view.state === 'shopping-cart-link-sent') return linked(view, zone, now)
  if (view.state === 'not-valid') return approved || 'Not an order.'
  return view.items && view.email
    ? 'Approve, and I ask for the address by e-mail.'
    : 'Edit first: something is missing.'
}

function waitingFor({ address, cartLink }: OrderView): string {
  if (cartLink) return 'Address is right · the cart link goes out'
  if (address && !address.verdict) return 'Address came · checking it'
  return 'Mail sent · waiting for address'
}

function linked({ linkSentAt, paidAt }: OrderView, zone: string, now: Date): string {
  const sent = linkSentAt ? `Cart link sent ${writeWhen(linkSentAt, zone, now)}` : 'Cart link sent'
  return paidAt ? `${sent} · paid ${writeWhen(paidAt, zone, now)}` : `${sent} · waiting for payment`
}

const pasts: Record<string, string> = {
  approve: 'Approved',
  edit: 'Edited',
  reject: 'Not an order, said',
  reply: 'Answered',
  use: 'Suggestion taken',
  accept: 'Address accepted',
  ask: 'Asked again',
  fix: 'E-mail mended',
  close: 'Closed',
  seen: 'Seen',
  undo: 'Taken back',
  paid: 'Marked paid',
  reopen: 'Opened again',
}

/** `Approved by Ann, 14:02` */
function decidedBy({ lastMove }: OrderView, zone: string, now: Date): string {
  if (!lastMove) return ''
  const past = pasts[lastMove.verb] ?? 'Changed'
  const by = past.endsWith('said') ? past : `${past} by`
  const today = writeWhen(lastMove.at, zone, now)
  return `${by} ${lastMove.by.name}, ${today || writeClock(lastMove.at, zone)}`
}

const hints: Record<Attention, string> = {
  change: 'Edit to take the change over, or leave it as it is.',
  question: 'Reply, and the answer goes into the same mail thread.',
  cancel: 'Close cancels the order. Keep lets it go on.',
  address: 'Use the suggestion, ask the customer again, or edit it.',
  'unchecked-address': 'Google does not check this one. Looks right sends the cart link.',
  'two-addresses': 'Edit to choose one, or ask the customer again.',
  bounce: 'Fix the e-mail and I write again, or close the order.',
  mail: 'Reply, or leave it.',
  silent: 'Reminded twice. Close it, or keep waiting.',
  link: 'Set right what is missing, then try again. Editing the sale tries again by itself.',
}
