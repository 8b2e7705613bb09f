import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Card } from '#src/cards/card.ts'
import type { LastMove } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { nameZone, writeSeconds, writeWhen } from '#src/cards/times.ts'
import type { Settings } from '#src/config.ts'
import { SENT_AT, writeReceipt, writeTitle } from '../alerts/write-alert.ts'
import { watchKind } from '../kinds.ts'
import { nameOf, writeNow } from '../names.ts'
import { chartPicture, productPicture, shown } from '../pictures.ts'
import { insistOnAsking } from './ask-watcher.ts'
import { armed } from './keep-watch.ts'
import { endWatch, holdWatches, tellMissed } from './watch-acts.ts'
import { isPriceTold, loadWatches, type WatchView } from './watch-view.ts'
import { withdrawPrice } from './withdraw.ts'
import { writeQuestion } from './write-ask.ts'
import { RULE_HINT, readRule, typeRule, writeRule } from './write-rule.ts'

const offers: Record<WatchView['state'], Offer[]> = {
  asked: [{ verb: 'confirm' }, { verb: 'stop' }],
  watching: [{ verb: 'change' }, { verb: 'stop' }],
  told: [{ verb: 'keep' }, { verb: 'change', label: 'Lower target' }, { verb: 'wrong' }, { verb: 'stop' }],
  stopped: [],
}

/** One person's watch on one product; in the chat of who watches from there, else only listed. */
export const watchSubject = defineSubject<PriceSubscription, WatchView>({
  kind: watchKind,
  load: loadWatches,
  lock: (em, id) => holdWatches(em, 'id = $1', [id]),
  card: (view, app) => drawWatch(view, app.settings, app.clock()),
  next: ({ state, product }) =>
    state === 'stopped' || product.state === 'unreadable' ? null : `${product.url} is looked at again within minutes.`,
  offers: (view) => {
    if (!view.personId && view.state === 'asked') return [{ verb: 'resend' }, { verb: 'stop' }]
    return offers[view.state].filter(({ verb }) => mayDo(view, verb))
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

/** What cannot be read is not the right one, and what was not told is no wrong price. */
function mayDo(view: WatchView, verb: string): boolean {
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

function drawWatch(view: WatchView, settings: Settings, now: Date): Omit<Card, 'buttons'> {
  const zone = settings.STORE_TIMEZONE
  const { product, state, arrival } = view
  const ref = writeRef(watchKind, view)
  const links = [{ label: state === 'told' ? 'Buy' : 'Open page', url: product.url }]
  const facts = [
    { label: 'Tells', value: writeRule(view) },
    ...(view.personId ? [] : [{ label: 'For', value: view.user.email ?? view.user.phoneNumber ?? 'a subscriber' }]),
  ]
  if (state === 'told' && view.lastAlert) {
    return { ...toldFace(view, ref, settings), ...shown(chartPicture(product)), facts, links }
  }
  const title = `${ref} ${nameOf(product)} · ${writeNow(product)}`
  if (state === 'stopped') return { title, tone: 'done', facts, links, footer: stoppedBy(arrival, zone, now) }
  if (product.state === 'unreadable') return { ...unreadableFace(product, ref), facts, links }
  if (state === 'asked') return { ...askedFace(view, ref), facts, links }
  if (product.state === 'unreachable' && product.failingSince) {
    const since = writeWhen(product.failingSince, zone, now)
    return { title, tone: 'bad', facts, links, footer: `Its page has not been seen since ${since}. I go on looking.` }
  }
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
  const footer = personId ? 'Is this the one?' : 'Waits for the subscriber to confirm.'
  return { title, tone: 'todo', ...shown(productPicture(product)), footer }
}

function toldFace(
  { lastAlert, product }: WatchView,
  ref: string,
  settings: Settings,
): Pick<Card, 'title' | 'tone' | 'footer'> {
  if (!lastAlert) return { title: ref, tone: 'todo' }
  const zone = settings.STORE_TIMEZONE
  const receipt = writeReceipt(lastAlert, zone, 'told').replace(SENT_AT, writeSeconds(lastAlert.createdAt, zone))
  const title = `${ref} ${writeTitle(settings, lastAlert, product)}`
  return { title, tone: 'todo', footer: `${receipt} (${nameZone(zone)})` }
}
