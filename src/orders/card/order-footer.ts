import type { Attention } from '#entities/orders/order.ts'
import { type Hours, nextMinute, writeSeconds, writeWhen } from '#src/cards/times.ts'
import { isClear } from '../comments/is-clear.ts'
import { isConversing } from '../mails/mails.ts'
import { shortOf } from '../stock/stock.ts'
import { isOver } from '../verbs/verb.ts'
import { attentionOf, markedPaid, type OrderView } from './order-view.ts'

/** Whose, and what time it is on it. */
export type Clock = { zone: string; now: Date; hours?: Hours | undefined }

/** What was done, by whom, and what happens next; or what the person who is needed can do. */
export function footerOf(view: OrderView, clock: Clock): string {
  const attention = attentionOf(view)
  if (attention) return hintOf(view, attention)
  if (view.state === 'not-valid') return doneBy(view, ['close', 'reject'], clock) || 'Not an order.'
  if (view.state === 'pending-details-validation') return beforeApproval(view, clock)
  const [approved, steps] = [doneBy(view, ['approve'], clock), stepsOf(view, clock)]
  const told = view.state === 'details-validated' ? [approved, ...steps] : [...steps, approved]
  return told.filter(Boolean).join(' · ')
}

function beforeApproval(view: OrderView, clock: Clock): string {
  const [last] = view.done
  const before = last ? `${wordsOf(last, clock)} · ` : ''
  return `${before}${adviceOf(view)}`
}

function adviceOf(view: OrderView): string {
  if (!view.items || !view.email) return 'Edit first: something is missing.'
  if (shortOf(view.items, view.left).length > 0) return 'Edit it, or let it wait: what comes free is offered to it.'
  const asks = 'I ask for the address by e-mail.'
  return isClear(view) ? `Approve, and ${asks}` : `Edit it, or approve it as it is: ${asks}`
}

/** Where the order stands now, newest first. */
function stepsOf(view: OrderView, clock: Clock): string[] {
  const mail = view.waiting.find(({ kind }) => kind.startsWith('orders.'))
  const leaves =
    mail && (mail.lastError ? 'the mail could not leave yet, I try again' : `mail ${leavesAt(view, mail, clock)}`)
  if (view.state === 'details-validated') return leaves ? [leaves] : []
  if (view.state === 'awaiting-address-reply') return [leaves ?? waitingFor(view)]
  return [...(leaves ? [leaves] : []), ...linked(view, clock)]
}

type Mail = OrderView['waiting'][number]

/** When a mail that waits leaves. */
export function leavesAt(
  { rests }: Pick<OrderView, 'rests'>,
  { notBefore }: Pick<Mail, 'notBefore'>,
  { zone, now, hours }: Clock,
): string {
  if (!rests || rests <= now || rests <= notBefore) return `goes ${writeSeconds(notBefore, zone, hours)}`
  return `waits until ${writeWhen(nextMinute(rests), zone, now, hours)}: Gmail's daily limit`
}

function waitingFor({ address, cartLink }: OrderView): string {
  if (cartLink) return 'Address is right · the cart link goes out'
  if (address?.validatedAt) return 'Address is right · the cart link comes next'
  if (address && !address.verdict) return 'Address came · checking it'
  return 'Mail sent · waiting for address'
}

function linked(view: OrderView, clock: Clock): string[] {
  const { cartLink, linkSentAt, paidAt, shippedAt, done } = view
  const when = (at: Date) => tell(at, clock)
  if (shippedAt) return [doneBy(view, ['ship'], clock) || `Shipped ${when(shippedAt)}`, 'nothing is left to do']
  if (paidAt) {
    const marked = markedPaid(view)
    return [marked ? wordsOf(marked, clock) : `Paid ${when(paidAt)}`, 'to be shipped']
  }
  const unpaid = done[0]?.verb === 'unpay' ? [wordsOf(done[0], clock)] : []
  if (!cartLink) return [...unpaid, 'Changed · a new cart link goes out']
  return [...unpaid, linkSentAt ? `Cart link sent ${when(linkSentAt)}` : 'Cart link sent', 'waiting for payment']
}

const pasts: Record<string, string> = {
  approve: 'Approved by',
  edit: 'Edited by',
  reject: 'Put aside by',
  reply: 'Answered by',
  close: 'Closed by',
  seen: 'Seen by',
  undo: 'Taken back by',
  paid: 'Marked paid by',
  unpay: 'Marked not paid by',
  ship: 'Shipped by',
  reopen: 'Opened again by',
}

/** `Approved by Ann, 14:02`: the newest of these that a person did. */
function doneBy({ done }: OrderView, verbs: string[], clock: Clock): string {
  const found = done.find(({ verb }) => verbs.includes(verb))
  return found ? wordsOf(found, clock) : ''
}

function wordsOf({ verb, by, at }: OrderView['done'][number], clock: Clock): string {
  return `${pasts[verb] ?? 'Changed by'} ${by.name}, ${tell(at, clock)}`
}

function tell(at: Date, { zone, now, hours }: Clock): string {
  return writeWhen(at, zone, now, hours)
}

/** Names what is offered, and nothing else. */
function hintOf(view: OrderView, attention: Attention): string {
  const hint = hints[attention]
  return typeof hint === 'string' ? hint : hint(view)
}

const hints: Record<Attention, string | ((view: OrderView) => string)> = {
  change: 'Edit to take the change over, or leave it as it is.',
  question: (view) =>
    isConversing(view)
      ? 'Reply, and the answer goes into the same mail thread.'
      : 'We have not written to them yet. Answer under the post, then press No answer needed.',
  cancel: (view) =>
    isOver(view) ? 'It is on its way already. Reply, or keep it.' : 'Cancel the order ends it. Keep lets it go on.',
  address: ({ address }) =>
    `${address?.suggestion ? 'Use the suggestion, ask' : 'Ask'} the customer again, or edit it.`,
  'unchecked-address': 'Google does not check this one. Looks right sends the cart link.',
  'two-addresses': 'Edit to choose one, or ask the customer again.',
  bounce: 'Fix the e-mail and I write again, or close the order.',
  mail: (view) => (isConversing(view) ? 'Reply, or leave it.' : 'Press Seen when you have looked.'),
  silent: ({ reminded }) => `${remindedWords(reminded)}Close it, or keep waiting.`,
  stock: 'It waited for this. Approve, and I ask for the address by e-mail.',
  payment: 'The cart link is out, and nothing tells them how to pay. Send payment details: they go into the thread.',
  link: 'Set right what is missing, then try again. Editing the sale tries again by itself.',
}

function remindedWords(times: number): string {
  if (times === 0) return ''
  return `Reminded ${times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`}. `
}
