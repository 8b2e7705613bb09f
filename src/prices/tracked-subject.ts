import type { EntityManager } from '@mikro-orm/postgresql'
import { Price } from '#entities/prices/price.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { uuid } from '#entities/uuid.ts'
import type { Card } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { writeSeconds, writeWhen } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import { tellWatchers } from './alerts/tell-watchers.ts'
import { trackedKind } from './kinds.ts'
import { tierOfProduct } from './looks/site.ts'
import { nameOf, writePrice } from './names.ts'
import { chartPicture, productPicture, shown } from './pictures.ts'
import { LOOK } from './steps.ts'

export type TrackedView = TrackedProduct & { watchers: number; lastMove: LastMove | null }

const offers: Record<TrackedView['state'], Offer[]> = {
  new: [{ verb: 'rest', quiet: true }],
  watched: [{ verb: 'rest', quiet: true }],
  doubtful: [{ verb: 'real' }, { verb: 'wrong' }],
  unreachable: [{ verb: 'rest', quiet: true }],
  unreadable: [{ verb: 'retry' }],
  resting: [],
}

/** A product page people watch. Its card asks an admin where a price looks wrong. */
export const trackedSubject = defineSubject<TrackedProduct, TrackedView>({
  kind: trackedKind,
  load,
  card: (view, { settings, clock }) => draw(view, settings.STORE_TIMEZONE, clock()),
  next: ({ state, nextLookAt }, _, zone) =>
    state === 'resting' || state === 'unreadable'
      ? null
      : `the page is looked at again at ${writeSeconds(nextLookAt, zone)}.`,
  offers: ({ state }) => offers[state],
  tells: {
    steps: {
      find: 'Its price was read.',
      fail: 'No price was found on its page.',
      doubt: ({ note }) => `A price was read that may be wrong${note ? `: ${note}` : ''}.`,
      report: ({ by }) => `${by.personId ? by.name : 'A subscriber'} said that its price is wrong.`,
      lose: 'Its page has not answered for a day.',
      settle: 'The page says an ordinary price again.',
      wake: 'Somebody watches it again.',
      rest: 'Nobody watches it any more, so it is not looked at.',
      retry: 'Its page is looked at again.',
    },
    fields: {},
  },
  verbs: {
    real: { label: 'Real', past: 'called {it} real', style: 'primary' },
    wrong: { label: 'Wrong', past: 'called {it} wrong', style: 'danger' },
    retry: { label: 'Look again', past: 'looked again at', style: 'primary' },
    rest: { label: 'Stop looking', past: 'stopped looking at' },
  },
  act: { real: takeAsReal, wrong: rejectPrice, retry: ({ tx }) => lookAgain(tx) },
  mayPress: ({ role }) => role === 'admin',
})

async function load(em: EntityManager, ids: string[]): Promise<TrackedView[]> {
  const products = await em.find(TrackedProduct, { id: { $in: ids } })
  const counts = await sql<{ id: string; n: number }>(
    em,
    `select product_id as id, count(*)::int as n from price_subscriptions
     where product_id = any($1::uuid[]) and state <> 'stopped' group by 1`,
    [ids],
  )
  const lastMoves = await loadLastMoves(em, trackedKind.name, ids)
  return products.map((product) =>
    Object.assign(product, {
      watchers: counts.find(({ id }) => id === product.id)?.n ?? 0,
      lastMove: lastMoves.get(product.id) ?? null,
    }),
  )
}

function lookAgain(tx: Acting<TrackedView>['tx']): Effect<TrackedProduct> {
  tx.ring(LOOK)
  return { set: { nextLookAt: tx.at, failingSince: null } }
}

/** The doubted price counts from the moment it was seen, and whoever waits for it is told now. */
async function takeAsReal({ tx, app, view }: Acting<TrackedView>): Promise<Effect<TrackedProduct>> {
  const [claim] = view.doubt?.claims ?? []
  if (!view.doubt || !claim) throw new Refusal('The page says something else by now. Ask me to show the card again.')
  const { seenAt, availability, was } = view.doubt
  const at = new Date(seenAt)
  const price = BigInt(claim.price)
  const old = was === null ? null : BigInt(was)
  const before = claim.currency === view.currency ? view.price : null
  const id = uuid()
  await tx.em.insert(Price, {
    ...{ id, productId: view.id, price, currency: claim.currency, was: old, before, beforeSeenAt: view.seenAt },
    ...{ availability, at, source: claim.source, piece: claim.piece },
    ...{ withdrawnAt: null, archivedOn: null },
  })
  const counts = { price, currency: claim.currency, was: old, priceAt: at, seenAt: at, doubt: null, rejected: null }
  const set = { ...counts, ...lookAnew(tx) }
  const product = Object.assign(view, set)
  const row = await tx.em.findOneOrFail(Price, { id })
  await tellWatchers(tx, app, { product, row, tierS: await tierOfProduct(tx.em, app, view) })
  return { set, tell: `${writePrice(price, claim.currency)} counts. Who waits for it is told now.` }
}

function rejectPrice({ tx, view }: Acting<TrackedView>): Effect<TrackedProduct> {
  const [claim] = view.doubt?.claims ?? []
  const stays = writePrice(view.price, view.currency)
  const set = { rejected: claim ?? null, doubt: null, ...lookAnew(tx) }
  return { set, tell: `It stays ${stays}. Nobody was told.` }
}

/** The page may say something else by now: it is read at once, also where it is as it was when it was last seen. */
function lookAnew(tx: Acting<TrackedView>['tx']) {
  tx.ring(LOOK)
  return { nextLookAt: tx.at, etag: null, lastModified: null, bodyHash: null }
}

function draw(view: TrackedView, zone: string, now: Date): Omit<Card, 'buttons'> {
  const ref = writeRef(trackedKind, view)
  const price = writePrice(view.price, view.currency)
  const links = [{ label: 'Open page', url: view.url }]
  if (view.state === 'doubtful' && view.doubt) return { ...doubtFace(view, ref), ...shown(productPicture(view)), links }
  const watchers = view.watchers === 1 ? '1 person' : `${view.watchers} people`
  const facts = [
    { label: 'Watched by', value: watchers },
    ...(view.seenAt ? [{ label: 'Last seen', value: writeWhen(view.seenAt, zone, now) }] : []),
    ...(view.lastError ? [{ label: 'Trouble', value: clip(view.lastError, 200) }] : []),
  ]
  return {
    title: `${ref} ${nameOf(view)} · ${price}`,
    tone: tones[view.state],
    facts,
    links,
    ...shown(chartPicture(view)),
    footer: footerOf(view, zone, now),
  }
}

const tones: Record<TrackedView['state'], Card['tone']> = {
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
      { label: 'Waiting', value: view.watchers === 1 ? '1 person' : `${view.watchers} people` },
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

function footerOf({ state, lastMove, price, currency }: TrackedView, zone: string, now: Date): string {
  const by = lastMove ? `${lastMove.by.name}, ${writeWhen(lastMove.at, zone, now)}` : ''
  if (state === 'watched' && lastMove?.verb === 'real') return `Called real by ${by}.`
  if (state === 'watched' && lastMove?.verb === 'wrong') return `Called wrong by ${by}.`
  if (state === 'watched' && lastMove?.verb === 'settle') return `The page says ${writePrice(price, currency)} by now. Nothing to do.`
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
