import { isDeepStrictEqual as isEqual } from 'node:util'
import { step } from '#entities/actor.ts'
import type { Attention, Order } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { orderKind } from '../kinds.ts'
import { withEarlierWords } from '../mails/earlier-words.ts'
import { offerOf } from '../sales/offer-of.ts'
import { EXTRACT } from '../steps.ts'
import { isOver } from '../verbs/verb.ts'
import { takeFromWishes } from '../wishes/take-from-wishes.ts'
import { compareIds } from './compare-ids.ts'
import { holdOpenOrders, holdWriting, loadWords, placeOf, type Word } from './load-words.ts'
import { isQuestion, readChange } from './read-comment.ts'
import { saleOf } from './sale-of.ts'

const actor = step(EXTRACT)

/** Why a comment that wishes for something is no order. */
export const NO_EMAIL = 'no e-mail in the comment'

type Joined = {
  order: Order
  wish: Word | null
  said: { word: Word; about: Attention }[]
  /** The same wish without an e-mail, before the order: it asks for nothing more. */
  before: Word[]
}

/**
 * Decision 23: what was written without an e-mail belongs to its writer's open order on that sale, whichever of the two
 * we heard of first. A wish fills an order that has only an e-mail; a word about the order is shown to a person.
 * Returns which comments those were.
 */
export async function joinWords(tx: Tx, sales: Map<string, Sale>, read: Order[]): Promise<Set<string>> {
  await holdWriting(tx, read)
  const words = await loadWords(tx.em, read, NO_EMAIL)
  const orders = await holdOpenOrders(tx, words)
  const byWriter = Map.groupBy(words, placeOf)
  const joined = orders
    .map((order) => join(order, byWriter.get(placeOf(order)) ?? [], saleOf(sales, order)))
    .filter((one) => wordsOf(one).length > 0)
  if (joined.length === 0) return new Set()
  await nameOrder(tx, joined)
  await takeFromWishes(tx, joined.flatMap(wordsOf))
  const told = new Map(joined.map((one) => [one.order.id, one]))
  await move(
    tx,
    orderKind,
    joined.filter(({ wish, said }) => wish || said.length > 0).map(({ order }) => order),
    'flag',
    actor,
    {
      set: ({ id }) => changeOf(told.get(id) as Joined),
      note: 'The customer wrote under the post again.',
      ring: true,
    },
  )
  return new Set(joined.flatMap(wordsOf).map(({ id }) => id))
}

/** Of several wishes the last one fills the order; the others are a person's to compare. */
function join(order: Order, words: Word[], sale: Sale): Joined {
  const read = words
    .map((word) => ({ word, ...aboutOf(word, sale) }))
    // What is on its way is changed no more: who wishes for more then is asked as anybody.
    .filter(({ word }) => word.items === null || !isOver(order))
    .sort((a, b) => compareIds(a.word.commentId, b.word.commentId))
  const wish = order.items === null ? (read.filter(({ wishes }) => wishes).at(-1)?.word ?? null) : null
  const said = read.flatMap(({ word, wishes, about }) => {
    const isLater = compareIds(order.commentId, word.commentId) < 0
    return about && word !== wish && (isLater || (wishes && isBare(order))) ? [{ word, about }] : []
  })
  const isSame = ({ items }: Word) => isEqual(items, order.items)
  const before = isBare(order) ? [] : read.filter(({ word, wishes }) => wishes && isSame(word)).map(({ word }) => word)
  return { order, wish, said, before: before.filter((word) => !said.some((one) => one.word === word)) }
}

/** Its own comment named nothing: all it is about was wished for beside it. */
function isBare({ reading }: Order): boolean {
  return Object.keys(reading?.evidence.items ?? {}).length === 0
}

function aboutOf(word: Word, sale: Sale): { wishes: boolean; about: Attention | null } {
  const { text } = word.sourceComment
  const reading = readChange(text, offerOf(sale))
  const { refersToEarlier } = reading
  const wishes = word.items !== null && (refersToEarlier === null || refersToEarlier === 'change')
  if (refersToEarlier || wishes) return { wishes, about: refersToEarlier ?? 'change' }
  return { wishes, about: isQuestion(text, reading) ? 'question' : null }
}

function changeOf({ order, wish, said }: Joined): Partial<Order> {
  const change: Partial<Order> = wish ? { items: wish.items, reading: filledReading(order) } : {}
  for (const { word, about } of said) {
    const words = { attention: about, attentionNote: word.sourceComment.text }
    Object.assign(change, withEarlierWords({ ...order, ...change }, words))
  }
  return change
}

function filledReading({ reading, username }: Order): Order['reading'] {
  return reading && { ...reading, why: `Joined to what @${username} wished for`, clear: false }
}

function wordsOf({ wish, said, before }: Joined): Word[] {
  return [...(wish ? [wish] : []), ...said.map(({ word }) => word), ...before]
}

async function nameOrder(tx: Tx, joined: Joined[]): Promise<void> {
  const named = joined.flatMap((one) =>
    wordsOf(one).map(({ id }) => ({ id, reason: `joined to ${writeRef(orderKind, one.order)}` })),
  )
  await sql(
    tx.em,
    `update orders o set closed_reason = v.reason, last_modified_date = $2
     from jsonb_to_recordset($1::jsonb) as v(id uuid, reason text) where o.id = v.id`,
    [JSON.stringify(named), tx.at],
  )
}
