import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { Asked, CommandApp, Reply } from '#src/cards/command.ts'
import { readRef, writeRef } from '#src/cards/ref.ts'
import { writeWhen } from '#src/cards/times.ts'
import { escapeLike, sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import { readPromise } from '../alerts/promise.ts'
import { trackedKind, watchKind } from '../kinds.ts'
import { nameOf, writeOffer } from '../names.ts'
import { trackedSubject } from '../tracked-subject.ts'
import { loadWatches, type WatchView } from './watch-view.ts'
import { writeRule } from './write-rule.ts'

const MOST_LISTED = 20

/** `prices`, `prices jacket`, `prices W-3`, `prices T-3`: what is watched, by an admin everybody's, else one's own. */
export async function listPrices({ app, member, rest }: Asked): Promise<Reply> {
  const ref = readRef(rest)
  if (ref?.prefix === trackedKind.prefix) return showProduct(app, member, ref.number)
  const words = rest.trim()
  const owner = member.role === 'admin' ? null : member.id
  const number = ref?.prefix === watchKind.prefix ? ref.number : null
  const like = words && number === null ? `%${escapeLike(words)}%` : null
  const found = await sql<{ id: string; all: number }>(app.em.fork(), FIND, [owner, number, like])
  if (found.length === 0) return { text: nothingOf(words) }
  const views = await loadWatches(
    app.em.fork(),
    found.map(({ id }) => id),
  )
  const lines = views.sort((a, b) => b.number - a.number).map((view) => writeLine(view, member, app.clock()))
  const left = (found[0]?.all ?? 0) - found.length
  const more = left > 0 ? [`and ${left} more: prices <words>`] : []
  return { text: [...lines, ...more, await readPromise(app.em.fork(), app.clock())].join('\n') }
}

/** The newest of all that are meant, and how many those are. */
const FIND = `
  select w.id, count(*) over ()::int as all from price_subscriptions w
  join tracked_products p on p.id = w.product_id join price_users u on u.id = w.user_id
  where w.state <> 'stopped' and ($1::uuid is null or u.person_id = $1) and ($2::int is null or w.number = $2)
    and ($3::text is null or concat_ws(', ', p.product_name, p.variant) ilike $3 or p.url ilike $3)
  order by w.number desc limit ${MOST_LISTED}`

function nothingOf(words: string): string {
  return words
    ? `Nothing that is watched is called "${words.slice(0, 60)}".`
    : 'Nothing is watched yet. Write: track https://shop.example/jacket under 50'
}

function writeLine(view: WatchView, { id, zone }: Asked['member'], now: Date): string {
  const { product, user } = view
  const who = view.personId === id ? 'you' : (user.email ?? user.phoneNumber ?? user.firstName)
  const unseen = sayNot(product, (at) => writeWhen(at, zone, now))
  const what = `${writeRef(watchKind, view)} ${nameOf(product)}`
  return `${what} · ${writeOffer(product)}${unseen} · ${who}, ${writeRule(view)}`
}

/** Why the price beside it is no price of now. */
function sayNot({ state, failingSince, price }: TrackedProduct, when: (at: Date) => string): string {
  if (state === 'unreadable') return ' (cannot be read)'
  if (!failingSince) return ''
  return price === null ? ' (not read yet)' : ` (not seen since ${when(failingSince)})`
}

async function showProduct(app: CommandApp, member: Asked['member'], number: number): Promise<Reply> {
  const em = app.em.fork()
  const row = await em.findOne(TrackedProduct, { number })
  const [view] = row ? await trackedSubject.load(em.fork(), [row.id]) : []
  if (!view) throw new Refusal(`There is no T-${number}.`)
  return { text: '', cards: [cardOf(trackedSubject, view, app, 'all', member)] }
}
