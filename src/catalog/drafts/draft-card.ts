import type { App } from '#src/app.ts'
import { writeCount } from '#src/basics/write-count.ts'
import type { Card, Fact, Tone } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeWhen } from '#src/cards/times.ts'
import { fromDecimal } from '#src/money.ts'
import { listChoices } from '../choices/choices.ts'
import { SEVERAL } from '../extract/caption-doubts.ts'
import { draftKind } from '../kinds.ts'
import { writePrice } from '../money.ts'
import { countParts } from '../parts/part.ts'
import { isTooLong } from '../parts/too-long.ts'
import { cardPicture } from '../pictures/card-picture.ts'
import { UNSURE } from '../products/condition.ts'
import { draftNow } from './approve.ts'
import { DRAFT_DAYS } from './draft-days.ts'
import type { DraftView } from './draft-view.ts'
import { nameAndPrice, percent } from './draft-words.ts'

type Drawing = Pick<App, 'settings' | 'clock'>

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** What a seller sees of a product that was read of a post. */
export function draftCard(view: DraftView, { clock, settings }: Drawing): Omit<Card, 'buttons'> {
  const now = clock()
  return {
    title: `${writeRef(draftKind, view)} ${draftLine(view)}`,
    tone: toneOf(view),
    ...cardPicture('draft', view, draftNow(view).name),
    ...(view.igCaption && { quote: clip(view.igCaption, 500) }),
    facts: factsOf(view, now),
    footer: footerOf(view, now, settings.STORE_TIMEZONE),
    ...(view.igPermalink && { links: [{ label: 'View post', url: view.igPermalink }] }),
  }
}

/** `Blue denim jacket · KES 2,200 (was 3,000) · 95 %` */
function draftLine(view: DraftView): string {
  return [...nameAndPrice(view), percent(draftNow(view).confidence)].join(' · ')
}

function toneOf({ state, dismissedAt }: DraftView): Tone {
  if (state === 'pending') return dismissedAt ? 'waiting' : 'todo'
  return state === 'approved' ? 'good' : 'done'
}

function factsOf(view: DraftView, now: Date): Fact[] {
  const { extractedData, reading, similar } = view
  const { category, variants, tags, description } = draftNow(view)
  const { name, price, was, variants: sizes } = reading.evidence
  const condition = view.sellerEdits?.condition ?? reading.condition
  const pieces = new Set([price, was, name, sizes].filter(Boolean))
  const rests = [...pieces].map((piece) => `"${clip(String(piece), 60)}"`)
  const rows: [string, string | null | undefined | false][] = [
    ['Category', category],
    ['Choices', clip(listChoices(variants), 300)],
    ['Tags', tags.join(', ')],
    ['Read from', rests.join(' · ')],
    ['Several products', reading.products.map(writeProduct(extractedData.currency)).join(' · ')],
    ['Did not understand', reading.notUnderstood.filter((doubt) => doubt !== SEVERAL).join(' · ')],
    ['Condition', condition === 'used' && 'second-hand'],
    ['Not sure of', unsureOf(view).join('; ')],
    ['Sold out', reading.isSoldOut && 'the caption says so'],
    ['Same picture as', similar && `${similar.name}, ${writePrice(similar.price, similar.currency)}`],
    ['Description', view.sellerEdits?.description && clip(description, 200)],
    ['Expires', view.state === 'pending' && expiryOf(view, now)],
    ['Reason', view.state === 'rejected' && view.rejectionReason],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

/** What a person chose is sure. */
function unsureOf({ state, reading, sellerEdits }: DraftView): string[] {
  if (state !== 'pending') return []
  const isCategory = reading.isBlurred === true && sellerEdits?.category === undefined
  const isCondition = reading.condition === 'unclear' && sellerEdits?.condition === undefined
  return [
    ...(isCategory ? ['the category: the picture does not show it clearly'] : []),
    ...(isCondition ? [UNSURE] : []),
  ]
}

function writeProduct(currency: string) {
  return ({ name, price }: { name: string; price: string }) =>
    `${name} ${price ? writePrice(fromDecimal(price, currency), currency) : '?'}`
}

/** `in 7 days`, `in 5 hours` */
export function expiryOf({ expiresAt }: Pick<DraftView, 'expiresAt'>, now: Date): string {
  const left = expiresAt.getTime() - now.getTime()
  if (left <= 0) return 'now'
  const days = Math.round(left / DAY_MS)
  if (left >= 2 * DAY_MS) return `in ${days} days`
  return `in ${writeCount(Math.max(1, Math.round(left / HOUR_MS)), 'hour')}`
}

const pasts: Record<string, string> = {
  approve: 'Approved by',
  publish: 'Approved by',
  join: 'Joined to the product by',
  reject: 'Rejected by',
  edit: 'Edited by',
  part: 'Parted by',
  price: 'Priced by',
  dismiss: 'Put aside by',
}

function footerOf(view: DraftView, now: Date, zone: string): string {
  const { lastMove, state } = view
  const past = lastMove && pasts[lastMove.verb]
  const by = past ? `${past} ${lastMove.by.name}, ${writeWhen(lastMove.at, zone, now)}` : ''
  if (state === 'approved') return by || 'Approved'
  if (state === 'expired')
    return view.rejectionReason ?? `Nobody decided in ${DRAFT_DAYS} days. Open again, and it waits once more.`
  if (state === 'parted') return [by, partedHint(view)].filter(Boolean).join(' · ')
  if (state !== 'pending') return by
  return [by, hintOf(view)].filter(Boolean).join(' · ')
}

const TYPED = 'product add Canvas tote KES 1,200.'

export function severalHint(view: DraftView): string {
  if (countParts(view) > 0) return 'Part it, and each product gets a card of its own.'
  return `Too many for cards. Send each as: ${TYPED} Then reject this one.`
}

function partedHint(view: DraftView): string {
  return isTooLong(view)
    ? `Its post lists too many for new cards. Send each that has none as: ${TYPED}`
    : 'Each of its products has a card of its own.'
}

function hintOf(view: DraftView): string {
  if (view.reading.products.length > 0) return severalHint(view)
  if (view.similar) return `Is ${view.similar.name} back in stock, at a new price, or is it another product?`
  const { price, currency } = draftNow(view)
  if (price === null) return 'Choose a price, or type it.'
  const isRange = view.reading.high !== null && price === view.extractedData.price
  const at = isRange ? ` at ${writePrice(fromDecimal(price, currency), currency)}, the lowest` : ''
  return `Approve, and it is in the shop${at}.`
}
