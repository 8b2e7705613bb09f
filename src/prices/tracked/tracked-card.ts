import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { writeCount } from '#src/basics/write-count.ts'
import type { Card } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeWhen } from '#src/cards/times.ts'
import { trackedKind } from '../kinds.ts'
import { nameOf, sayUnseen, writeNow, writePrice } from '../names.ts'
import { chartPicture, productPicture, shown } from '../pictures.ts'
import type { TrackedView } from './tracked-view.ts'

/** What is known of a page; where its price is doubtful, the question to an admin. */
export function drawTracked(view: TrackedView, zone: string, now: Date): Omit<Card, 'buttons'> {
  const ref = writeRef(trackedKind, view)
  const links = [{ label: 'Open page', url: view.url }]
  if (view.state === 'doubtful' && view.doubt) return { ...doubtFace(view, ref), ...shown(productPicture(view)), links }
  const watchers = writeCount(view.watchers, 'person', 'people')
  const facts = [
    { label: 'Watched by', value: watchers },
    ...(view.seenAt ? [{ label: 'Last seen', value: writeWhen(view.seenAt, zone, now) }] : []),
    ...(view.lastError && !isAway(view) ? [{ label: 'Trouble', value: clip(view.lastError, 200) }] : []),
  ]
  return {
    title: `${ref} ${nameOf(view)} · ${writeNow(view)}`,
    tone: view.state === 'watched' && view.failingSince ? 'bad' : tones[view.state],
    facts,
    links,
    ...shown(chartPicture(view)),
    footer: footerOf(view, zone, now),
  }
}

const tones: Record<TrackedProduct['state'], Card['tone']> = {
  new: 'waiting',
  watched: 'good',
  doubtful: 'todo',
  unreachable: 'bad',
  unreadable: 'bad',
  resting: 'done',
}

/** `T-3 Really $5.90? Blue denim jacket, M · before $59.00`, with the words of the page it stands on. */
function doubtFace(view: TrackedView, ref: string): Omit<Card, 'buttons' | 'links'> {
  const [claim, ...others] = view.doubt?.claims ?? []
  const now = view.doubt?.now
  const shown = claim ? writePrice(BigInt(claim.price), claim.currency) : 'no price'
  const quote = [claim, ...others].flatMap((one) =>
    one ? [`${sources[one.source] ?? one.source}: ${clip(one.piece, 140)}`] : [],
  )
  return {
    title: `${ref} Really ${shown}? ${nameOf(view)} · before ${writePrice(view.price, view.currency)}`,
    tone: 'todo',
    facts: [
      { label: 'Why I ask', value: view.doubt?.why ?? '' },
      { label: 'Waiting', value: writeCount(view.watchers, 'person', 'people') },
      ...(now ? [{ label: 'By now', value: `The page says ${writePrice(BigInt(now.price), now.currency)}` }] : []),
    ],
    quote: quote.join('\n'),
    footer: 'Nobody is told before you say. Real tells them; Wrong keeps the price before.',
  }
}

const sources: Record<string, string> = {
  shop: "The shop's own API",
  selector: 'Where you pointed',
  model: 'A model, quoting the page',
  'json-ld': "The page's markup",
  microdata: "The page's markup",
  meta: "The page's meta tags",
  state: "The page's script",
  page: 'What visitors see',
}

/** Looked at, and not seen: its footer says since when and why. */
function isAway({ state, failingSince }: TrackedView): boolean {
  return failingSince !== null && (state === 'watched' || state === 'unreachable')
}

function footerOf(view: TrackedView, zone: string, now: Date): string {
  const { state, lastMove, price, currency } = view
  if (isAway(view)) return `${sayUnseen(view, zone, now)} I go on looking.`
  const by = lastMove ? `${lastMove.by.name}, ${writeWhen(lastMove.at, zone, now)}` : ''
  if (state === 'watched' && lastMove?.verb === 'real') return `Called real by ${by}.`
  if (state === 'watched' && lastMove?.verb === 'wrong') return `Called wrong by ${by}.`
  if (state === 'watched' && lastMove?.verb === 'settle')
    return `The page says ${writePrice(price, currency)} by now. Nothing to do.`
  const footers = {
    new: 'The page is being looked at.',
    watched: 'Watched.',
    doubtful: '',
    unreachable: 'The page has not answered for a day. I go on looking.',
    unreadable: 'I could not read a price on this page.',
    resting: 'Nobody watches it, so it is not looked at.',
  }
  return footers[state]
}
