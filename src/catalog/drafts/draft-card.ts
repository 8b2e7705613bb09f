import type { App } from '#src/app.ts'
import type { Card, Fact, Tone } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeWhen } from '#src/cards/times.ts'
import { fromDecimal } from '#src/money.ts'
import { DRAFT_DAYS } from '../extract/draft-days.ts'
import { draftKind } from '../kinds.ts'
import { writeAmount, writePrice } from '../money.ts'
import { cardPicture } from '../pictures/show.ts'
import { draftNow } from './approve.ts'
import type { DraftView } from './draft-view.ts'

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
  const { name, confidence } = draftNow(view)
  return [name, writeDraftPrice(view) ?? 'needs a price', `${percent(confidence)} %`].join(' · ')
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

export function percent(confidence: number): number {
  return Math.round(confidence * 100)
}

function toneOf({ state, dismissedAt }: DraftView): Tone {
  if (state === 'pending') return dismissedAt ? 'waiting' : 'todo'
  return state === 'approved' ? 'good' : 'done'
}

function factsOf(view: DraftView, now: Date): Fact[] {
  const { extractedData, reading, similar } = view
  const { category, variants, tags, description } = draftNow(view)
  const { name, price, was, variants: sizes } = reading.evidence
  const rests = [price, was, name, sizes].filter(Boolean).map((piece) => `"${clip(String(piece), 60)}"`)
  const rows: [string, string | null | undefined | false][] = [
    ['Category', category],
    ['Choices', writeVariants(variants)],
    ['Tags', tags.join(', ')],
    ['Read from', rests.join(' · ')],
    ['Several products', reading.products.map(writeProduct(extractedData.currency)).join(' · ')],
    ['Did not understand', reading.notUnderstood.join(' · ')],
    ['Sold out', reading.isSoldOut && 'the caption says so'],
    ['Same picture as', similar && `${similar.name}, ${writePrice(similar.price, similar.currency)}`],
    ['Description', view.sellerEdits?.description && clip(description, 200)],
    ['Expires', view.state === 'pending' && expiryOf(view, now)],
    ['Reason', view.state === 'rejected' && view.rejectionReason],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

function writeVariants(variants: { option: string; value: string }[]): string {
  const groups = Map.groupBy(variants, ({ option }) => option)
  return [...groups].map(([option, own]) => `${option} ${own.map(({ value }) => value).join(', ')}`).join(' · ')
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
  const hours = Math.max(1, Math.round(left / HOUR_MS))
  return hours === 1 ? 'in 1 hour' : `in ${hours} hours`
}

const pasts: Record<string, string> = {
  approve: 'Approved by',
  publish: 'Approved by',
  join: 'Joined to the product by',
  reject: 'Rejected by',
  edit: 'Edited by',
  price: 'Priced by',
  dismiss: 'Put aside by',
}

function footerOf(view: DraftView, now: Date, zone: string): string {
  const { lastMove, state } = view
  const past = lastMove && pasts[lastMove.verb]
  const by = past ? `${past} ${lastMove.by.name}, ${writeWhen(lastMove.at, zone, now)}` : ''
  if (state === 'approved') return by || 'Approved'
  if (state === 'expired')
    return view.rejectionReason ?? `Nobody decided in ${DRAFT_DAYS} days. A new scan brings it back.`
  if (state !== 'pending') return by
  const hint = draftNow(view).price === null ? 'Choose a price, or type it.' : 'Approve, and it is in the shop.'
  return [by, hint].filter(Boolean).join(' · ')
}
