import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { isAimLower } from '../alerts/acts.ts'
import { watchKind } from '../kinds.ts'
import { nameOf } from '../names.ts'
import { insistOnAsking } from './ask-watcher.ts'
import { armed } from './keep-watch.ts'
import { endWatch, holdWatches, tellMissed } from './watch-acts.ts'
import { drawWatch } from './watch-card.ts'
import { isPriceTold, loadWatches, type WatchView } from './watch-view.ts'
import { withdrawPrice } from './withdraw.ts'
import { RULE_HINT, readRule, typeRule, writeRule } from './write-rule.ts'

const offers: Record<WatchView['state'], Offer[]> = {
  asked: [{ verb: 'confirm' }, { verb: 'stop' }],
  watching: [{ verb: 'change' }, { verb: 'stop' }],
  told: [{ verb: 'keep' }, { verb: 'change' }, { verb: 'wrong' }, { verb: 'stop' }],
  stopped: [],
}
/** Of who confirms by mail or text. */
const unasked: Offer[] = [{ verb: 'resend' }, { verb: 'stop' }]

/** One person's watch on one product; in the chat of who watches from there, else only listed. */
export const watchSubject = defineSubject<PriceSubscription, WatchView>({
  kind: watchKind,
  load: loadWatches,
  lock: (em, id) => holdWatches(em, 'id = $1', [id]),
  card: (view, app) => drawWatch(view, app.settings, app.clock()),
  next: ({ state, product }) =>
    state === 'stopped' || product.state === 'unreadable' ? null : `${product.url} is looked at again within minutes.`,
  offers: (view) => {
    const all = !view.personId && view.state === 'asked' ? unasked : offers[view.state]
    return all.filter(({ verb }) => mayDo(view, verb)).map((offer) => ({ ...offer, ...labelOf(view, offer) }))
  },
  tells: {
    steps: {
      ring: 'The price was told.',
      lapse: 'Nobody confirmed it, so it ended.',
      again: ({ by }) => `${by.personId ? by.name : 'The subscriber'} wanted it again.`,
    },
    fields: {},
  },
  verbs: {
    confirm: { label: 'Right, watch it', past: 'confirmed', style: 'primary' },
    resend: { label: 'Ask again', past: 'asked for {it} to be confirmed again' },
    keep: { label: 'Keep watching', past: 'saw', style: 'primary' },
    change: { label: 'Change', past: 'changed' },
    wrong: { label: 'Wrong price', past: 'called {it} wrong' },
    stop: { label: 'Stop', past: 'stopped', style: 'danger' },
  },
  ask: (view, verb) => (verb === 'change' ? changeForm(view) : null),
  act: {
    confirm: async ({ tx, app, view, by }) => {
      const set = { confirmedAt: tx.at }
      await tellMissed(tx, app, Object.assign(view, set), by)
      return { set, tell: `I watch it, and tell you ${writeRule(view)}.` }
    },
    resend: async ({ tx, app, view }) => {
      await insistOnAsking(tx, app, view)
      return { tell: `Asked again: ${view.user.email ?? view.user.phoneNumber}.` }
    },
    change,
    stop: async ({ tx, view, by }) => {
      await endWatch(tx, view, by)
      return { tell: `Stopped. I do not watch ${nameOf(view.product)} for you any more.` }
    },
    wrong: async ({ tx, app, view, by }) => {
      await withdrawPrice(tx, app, view, by)
      return { tell: 'Thanks. I took that price back and ask an admin.' }
    },
  },
  mayPress: ({ id, role }, { personId }, verb) =>
    id === personId || (role === 'admin' && ['show', 'stop', 'change', 'resend'].includes(verb)),
})

/** After a fall a change is mostly a lower target. */
function labelOf({ state, lastAlert, rule }: WatchView, { verb }: Offer): Pick<Offer, 'label'> {
  const isLower = verb === 'change' && state === 'told' && lastAlert !== null && isAimLower(lastAlert, { rule })
  return isLower ? { label: 'Lower target' } : {}
}

/** What cannot be read is not the right one, what has no price asks nobody, what was not told is no wrong price. */
function mayDo(view: WatchView, verb: string): boolean {
  if (verb === 'resend') return view.product.price !== null
  if (verb === 'confirm') return view.product.state !== 'unreadable'
  return verb !== 'wrong' || isPriceTold(view)
}

function changeForm(view: WatchView) {
  const field = { name: 'rule', label: 'Tell me', kind: 'text' as const, value: typeRule(view), hint: RULE_HINT }
  return { title: 'When do you want to hear of it?', submit: 'Save', fields: [{ ...field, optional: true }] }
}

function change({ view, answers }: Acting<WatchView>): Effect<PriceSubscription> {
  const rule = readRule(answers.rule ?? '', view.currency)
  const set = { ...rule, ...armed }
  return { set, edited: true, tell: `Saved: I tell you ${writeRule({ ...view, ...rule })}.` }
}
