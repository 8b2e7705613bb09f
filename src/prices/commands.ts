import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { PriceUser } from '#entities/prices/price-user.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { Alias, Asked, Command, CommandApp, Reply } from '#src/cards/command.ts'
import { readRef, writeRef } from '#src/cards/ref.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { readPromise } from './history/promise.ts'
import { watchKind } from './kinds.ts'
import { nameOf, writeNow } from './names.ts'
import { pointAt } from './sites/point-at.ts'
import { listSites } from './sites/sites.ts'
import { writeTier } from './sites/write-tier.ts'
import { trackedSubject } from './tracked-subject.ts'
import { subscribe } from './watches/subscribe.ts'
import { watchSubject } from './watches/watch-subject.ts'
import { loadWatches } from './watches/watch-view.ts'
import { writeRule } from './watches/write-rule.ts'

const shared = { pipeline: 'prices' } satisfies Partial<Command>
const MOST_LISTED = 20

/** What one can type about prices. */
export const priceCommands: (Command | Alias)[] = [
  {
    name: 'track',
    usage: '<url> [10% | 5 off | under 20 | up]',
    example: 'track https://shop.example/jacket under 50',
    help: 'watch the price of a product page',
    ...shared,
    run: track,
  },
  { name: 'prices', usage: '[words]', help: 'what is watched, and how fast alerts left', ...shared, run: listPrices },
  { name: 'untrack', usage: '<W-3>', help: 'stop watching', ...shared, verb: 'stop' },
  {
    name: 'sites',
    usage: '[shop.example .price | off]',
    help: 'the shops, and how they answer; for admins: where the price stands on the pages of one',
    ...shared,
    run: sites,
  },
]

async function track({ app, member, by, rest }: Asked): Promise<Reply> {
  const [url = '', ...words] = rest.trim().split(/\s+/)
  if (!url) throw new Refusal('Which page? Write: track https://shop.example/jacket under 50')
  const { watch, product } = await subscribe(app, {
    url: url.replace(/^<|[>|].*$/g, ''),
    rule: words.join(' '),
    subscriber: { notifyBy: 'chat', personId: member.id, firstName: member.name, zone: member.zone },
    by: { personId: member.id, name: member.name, via: by.via },
  })
  if (product.state === 'unreadable') throw new Refusal(`I cannot read a price there: ${product.lastError}.`)
  return { text: await writeTier(app, product), cards: [await watchCard(app, watch.id, member)], isPrivate: true }
}

async function watchCard(app: CommandApp, id: string, member: Asked['member']) {
  const [view] = await loadWatches(app.em.fork(), [id])
  if (!view) throw new Refusal('It is gone.')
  return cardOf(watchSubject, view, app, 'loud', member)
}

async function listPrices({ app, member, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const ref = readRef(rest)
  if (ref?.prefix === 'T') return showProduct(app, member, ref.number)
  const mine = await em.find(PriceUser, { personId: member.id })
  const where = member.role === 'admin' ? {} : { userId: { $in: mine.map(({ id }) => id) } }
  const rows = await em.find(
    PriceSubscription,
    { ...where, state: { $ne: 'stopped' } },
    { orderBy: { number: 'desc' }, limit: 200 },
  )
  const words = rest.trim().toLowerCase()
  const views = await loadWatches(
    em.fork(),
    rows.map(({ id }) => id),
  )
  const shown = views.filter(({ product }) => !words || nameOf(product).toLowerCase().includes(words))
  if (shown.length === 0) return { text: 'Nothing is watched yet. Write: track https://shop.example/jacket under 50' }
  const lines = shown
    .sort((a, b) => b.number - a.number)
    .slice(0, MOST_LISTED)
    .map((view) => {
      const who =
        view.personId === member.id ? 'you' : (view.user.email ?? view.user.phoneNumber ?? view.user.firstName)
      const what = `${nameOf(view.product)} · ${writeNow(view.product)}`
      return `${writeRef(watchKind, view)} ${what} · ${who}, ${writeRule(view)}`
    })
  const more = shown.length > MOST_LISTED ? [`and ${shown.length - MOST_LISTED} more: prices <words>`] : []
  return { text: [...lines, ...more, await readPromise(em, app.clock())].join('\n') }
}

async function showProduct(app: CommandApp, member: Asked['member'], number: number): Promise<Reply> {
  const em = app.em.fork()
  const row = await em.findOne(TrackedProduct, { number })
  const [view] = row ? await trackedSubject.load(em.fork(), [row.id]) : []
  if (!view) throw new Refusal(`There is no T-${number}.`)
  return { text: '', cards: [cardOf(trackedSubject, view, app, 'all', member)] }
}

async function sites({ app, member, rest }: Asked): Promise<Reply> {
  const [domain = '', ...words] = rest.trim().split(/\s+/)
  if (words.length > 0) {
    if (member.role !== 'admin') throw new NotAllowed('Only an admin says where a price stands.')
    return { text: await pointAt(app, domain, words.join(' ')) }
  }
  const lines = await listSites(app)
  return { text: lines.map(({ words }) => words).join('\n') || 'No shop is known yet. Write: track <url>' }
}
