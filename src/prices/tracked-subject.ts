import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { writeSeconds } from '#src/cards/times.ts'
import { trackedKind } from './kinds.ts'
import { writePrice } from './names.ts'
import { LOOK } from './steps.ts'
import { lookAnew } from './tracked/look-anew.ts'
import { takeAsReal } from './tracked/take-as-real.ts'
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

function rejectPrice({ tx, view }: Acting<TrackedView>): Effect<TrackedProduct> {
  const [claim] = view.doubt?.claims ?? []
  const stays = writePrice(view.price, view.currency)
  const set = { rejected: claim ?? null, doubt: null, ...lookAnew(tx) }
  return { set, tell: `It stays ${stays}. Nobody was told.` }
}
