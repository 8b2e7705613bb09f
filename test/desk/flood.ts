import { beforeEach } from 'vitest'
import { Queue } from '#entities/cards/queue.ts'
import { Order } from '#entities/orders/order.ts'
import { writeToken } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { orderKind } from '#src/orders/kinds.ts'
import { openDesk, slackHand, telegramHand } from '#test/bots/desk.ts'
import { makeOrder, makeShop } from '#test/http/web.ts'

const ann: Visitor = { via: 'slack', userId: 'T0DESK:U0ANN', name: 'Ann' }
const bo: Visitor = { via: 'telegram', userId: '610000002', name: 'Bo' }

/** A desk on both platforms on which many orders arrive at once; empty, and at the same time, before each test. */
export async function openFlood() {
  const desk = await openDesk('webhooks')
  const { app } = desk
  const run = (text: string, params: unknown[] = []) => sql(app.em.fork(), text, params)
  const empty = 'truncate orders, moves, card_posts, queues, deliveries, sales, notes, calls cascade'
  const queue = () => app.em.fork().findOneOrFail(Queue, { kind: 'order' })
  let buyers = 0

  beforeEach(async () => {
    await run(empty)
    app.now = new Date('2026-03-02T14:02:00Z')
  })
  return {
    ...{ app, ann, bo, run, queue },
    slack: slackHand(desk),
    telegram: telegramHand(desk),
    empty: () => run(empty),
    /** Orders that wait for a decision, clear or not, with their cards due. */
    async arrive(count: number, isClear = true): Promise<string[]> {
      const shop = await makeShop(app, `Shop ${buyers}`)
      const ids: string[] = []
      for (let made = 0; made < count; made += 1) {
        buyers += 1
        const username = `buyer${buyers}`
        ids.push((await makeOrder(app, shop, { username, email: `${username}@example.com` })).id)
      }
      if (!isClear)
        await run(`update orders set reading = jsonb_set(reading, '{clear}', 'false') where id = any($1::uuid[])`, [
          ids,
        ])
      const orders = await app.em.fork().find(Order, { id: { $in: ids } })
      await inTransaction(app, (tx) => raiseNewCards(tx, orderKind, orders))
      return ids
    },
    async deliver(): Promise<void> {
      while ((await desk.deliver()) > 0);
    },
    /** What a button of the queue card carries now. */
    async button(verb: string): Promise<string> {
      const subject = subjectNamed('queue')
      const { id, moves } = await queue()
      const [view] = await subject.load(app.em.fork(), [id])
      const offer = view && subject.offers(view).find((each) => each.verb === verb)
      return writeToken({ subject: 'queue', verb, id, moves, ...(offer?.arg && { arg: offer.arg }) })
    },
  }
}
