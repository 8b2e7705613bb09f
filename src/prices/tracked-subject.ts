import { Price } from '#entities/prices/price.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { uuid } from '#entities/uuid.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { writeSeconds } from '#src/cards/times.ts'
import { Refusal } from '#src/errors.ts'
import { tellWatchers } from './alerts/tell-watchers.ts'
import { trackedKind } from './kinds.ts'
import { tierOfProduct } from './looks/site.ts'
import { writePrice } from './names.ts'
import { LOOK } from './steps.ts'
import { drawTracked } from './tracked/tracked-card.ts'
import { loadTracked, type TrackedView } from './tracked/tracked-view.ts'

export type { TrackedView } from './tracked/tracked-view.ts'

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
  load: loadTracked,
  card: (view, { settings, clock }) => drawTracked(view, settings.STORE_TIMEZONE, clock()),
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
