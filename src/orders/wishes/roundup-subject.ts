import type { EntityManager } from '@mikro-orm/postgresql'
import { Order } from '#entities/orders/order.ts'
import { Roundup } from '#entities/orders/roundup.ts'
import { Sale } from '#entities/orders/sale.ts'
import { clip } from '#src/cards/clip.ts'
import { loadLastMoves } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { defineSubject, type Member } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import { subjectFrom, type Verb } from '#src/cards/verb.ts'
import { fillWords } from '#src/words/words.ts'
import { roundupKind, saleKind } from '../kinds.ts'
import { readWords } from '../read-fields.ts'
import { answerDelivery } from './answer-comments.ts'
import type { RoundupView } from './roundup-view.ts'

type RoundupVerb = Verb<Roundup, RoundupView>

/** Instagram takes 300 characters of a comment with the name before it. */
const MOST_WORDS = 260
const MOST_SHOWN = 8

const answer: RoundupVerb = {
  label: 'Answer them',
  past: 'answered',
  offered: ({ state }) => state === 'open' && 'first',
  form: (view, { settings }) => ({
    title: `Answer ${view.asking.length === 1 ? 'one comment' : `${view.asking.length} comments`}`,
    submit: 'Answer under the post',
    fields: [
      {
        name: 'text',
        label: 'Answer',
        kind: 'long',
        value: fillWords('orders.answer-comment', {}, settings.MAIL_TEMPLATES).text,
        hint: 'It goes under each comment, with their name before it. At most 260 characters.',
      },
    ],
  }),
  effect({ view, answers, app }) {
    const usual = fillWords('orders.answer-comment', {}, app.settings.MAIL_TEMPLATES).text
    const text = readWords({ text: answers.text?.trim() || usual }, 'text', MOST_WORDS)
    const deliveries = view.asking.map((order) => answerDelivery(view, order, text))
    const tell = deliveries.length === 1 ? 'The answer goes out.' : `${deliveries.length} answers go out.`
    return { set: { orderIds: [] }, note: text, deliveries, tell }
  },
}

const leave: RoundupVerb = {
  label: 'No answer needed',
  past: 'left unanswered',
  offered: ({ state }) => state === 'open',
  effect: () => ({ set: { orderIds: [] }, tell: 'All right.' }),
}

/** Decision 26: so that no sale is lost quietly. */
export const roundupSubject = defineSubject<Roundup, RoundupView>({
  kind: roundupKind,
  load,
  card: (view, { settings, clock, hours }) => ({
    title: titleOf(view),
    tone: view.state === 'open' ? 'todo' : 'done',
    facts: factsOf(view),
    footer: footerOf(view, (at) => writeWhen(at, settings.STORE_TIMEZONE, clock(), hours)),
    ...(view.sale.permalink && { links: [{ label: 'Open post', url: view.sale.permalink }] }),
  }),
  tells: {
    steps: {
      add: 'Somebody wrote without an e-mail.',
      join: 'One of them has an order now.',
      settle: 'Each of them has an order now.',
    },
    fields: {},
  },
  ...subjectFrom({ answer, leave }, maySee),
})

function maySee({ role, storeId }: Member, { sale }: RoundupView): boolean {
  return role === 'admin' || (role === 'seller' && storeId === sale.storeId)
}

function titleOf(view: RoundupView): string {
  const { asking, sale } = view
  const where = `${writeRef(roundupKind, view)} · ${writeRef(saleKind, sale)}`
  const [first] = asking
  if (!first) return `${where}: nobody waits for an answer`
  const words = `@${first.username}: ${clip(first.sourceComment.text.replace(/\s+/g, ' '), 80)}`
  if (asking.length === 1) return `${where} One wrote without an e-mail: ${words}`
  return `${where} ${asking.length} wrote without an e-mail. ${words}`
}

function factsOf({ asking }: RoundupView): { label: string; value: string }[] {
  const shown = asking.slice(0, MOST_SHOWN)
  const more = asking.length - shown.length
  return [
    ...shown.map(({ username, sourceComment }) => ({ label: `@${username}`, value: clip(sourceComment.text, 200) })),
    ...(more > 0 ? [{ label: 'More', value: String(more) }] : []),
  ]
}

function footerOf({ state, lastMove }: RoundupView, when: (at: Date) => string): string {
  if (state === 'open') return 'Answer them, and their next comment with an e-mail becomes the order.'
  if (state === 'left' && lastMove?.verb !== 'leave') return 'Each of them has an order now.'
  const past = state === 'answered' ? 'Answered' : 'Left'
  return lastMove ? `${past} by ${lastMove.by.name}, ${when(lastMove.at)}` : past
}

async function load(em: EntityManager, ids: string[]): Promise<RoundupView[]> {
  const wishes = await em.find(Roundup, { id: { $in: ids } })
  const sales = await em.find(Sale, { id: { $in: wishes.map(({ saleId }) => saleId) } })
  const orders = await em.find(
    Order,
    { id: { $in: wishes.flatMap(({ orderIds }) => orderIds) } },
    { orderBy: { number: 'asc' } },
  )
  const lastMoves = await loadLastMoves(em, roundupKind.name, ids)
  return wishes.flatMap((wish) => {
    const sale = sales.find(({ id }) => id === wish.saleId)
    const asking = orders.filter(({ id }) => wish.orderIds.includes(id))
    return sale ? [Object.assign(wish, { sale, asking, lastMove: lastMoves.get(wish.id) ?? null })] : []
  })
}
