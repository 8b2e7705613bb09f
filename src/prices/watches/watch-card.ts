import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Card } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import type { LastMove } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { nameZone, writeSeconds, writeWhen } from '#src/cards/times.ts'
import type { Settings } from '#src/config.ts'
import { wayOf } from '../alerts/acts.ts'
import { SENT_AT, writeReceipt } from '../alerts/write-alert.ts'
import { writeTitle } from '../alerts/write-title.ts'
import { watchKind } from '../kinds.ts'
import { nameOf, sayUnseen, writeNow } from '../names.ts'
import { chartPicture, productPicture, shown } from '../pictures.ts'
import type { WatchView } from './watch-view.ts'
import { writeQuestion } from './write-ask.ts'
import { writeRule } from './write-rule.ts'

/** A watch as it stands: what its page says, since when it says nothing, and what was told last. */
export function drawWatch(view: WatchView, settings: Settings, now: Date): Omit<Card, 'buttons'> {
  const zone = settings.STORE_TIMEZONE
  const { product, state, arrival } = view
  const ref = writeRef(watchKind, view)
  const isTold = state === 'told' && view.lastAlert
  const links = [{ label: isTold ? wayOf(isTold, product) : 'Open page', url: product.url }]
  const facts = [
    { label: 'Tells', value: writeRule(view) },
    ...(view.personId ? [] : [{ label: 'For', value: view.user.email ?? view.user.phoneNumber ?? 'a subscriber' }]),
  ]
  if (isTold) return { ...toldFace(view, ref, settings, now), ...shown(chartPicture(product)), facts, links }
  const title = `${ref} ${nameOf(product)} · ${writeNow(product)}`
  if (state === 'stopped') return { title, tone: 'done', facts, links, footer: stoppedBy(arrival, zone, now) }
  if (product.state === 'unreadable') return { ...unreadableFace(product, ref), facts, links }
  if (state === 'asked') return { ...askedFace(view, ref), facts, links }
  const unseen = sayUnseen(product, zone, now)
  if (unseen) return { title, tone: 'bad', facts, links, footer: `${unseen} I go on looking.` }
  return { title, tone: 'good', facts, links, footer: 'Watching.' }
}

function stoppedBy(arrival: LastMove | null, zone: string, now: Date): string {
  if (!arrival) return 'Stopped.'
  const { by, at, verb } = arrival
  const when = writeWhen(at, zone, now)
  if (verb === 'lapse') return `Nobody confirmed it: it ended, ${when}.`
  return `Stopped by ${by.personId ? by.name : 'the subscriber'}, ${when}.`
}

/** Given up: nothing is watched there, whether they have confirmed it or not. */
function unreadableFace(product: TrackedProduct, ref: string): Omit<Card, 'buttons' | 'facts'> {
  const footer = `${product.lastError ?? 'no price was found'}. To try again: track the page once more.`
  return { title: `${ref} I cannot read a price at ${nameOf(product)}`, tone: 'bad', footer }
}

function askedFace({ product, personId }: WatchView, ref: string): Omit<Card, 'buttons' | 'facts'> {
  const title = product.price === null ? `${ref} Looking at ${nameOf(product)}` : `${ref} ${writeQuestion(product)}`
  const why = product.lastError ? `: ${clip(product.lastError, 200)}` : ''
  const unread = `Its price is not read yet${why}. I go on trying.`
  const question = personId ? 'Is this the one?' : 'Waits for the subscriber to confirm.'
  const footer = product.price === null ? unread : question
  return { title, tone: 'todo', ...shown(productPicture(product)), footer }
}

function toldFace(
  { lastAlert, product }: WatchView,
  ref: string,
  settings: Settings,
  now: Date,
): Pick<Card, 'title' | 'tone' | 'footer'> {
  if (!lastAlert) return { title: ref, tone: 'todo' }
  const zone = settings.STORE_TIMEZONE
  const receipt = writeReceipt(lastAlert, zone, 'told').replace(SENT_AT, writeSeconds(lastAlert.createdAt, zone))
  const title = `${ref} ${writeTitle(settings, lastAlert, product)}`
  const unseen = sayUnseen(product, zone, now)
  return { title, tone: 'todo', footer: `${receipt} (${nameZone(zone)})${unseen ? `. ${unseen}` : ''}` }
}
