import { step } from '#entities/actor.ts'
import type { Order } from '#entities/orders/order.ts'
import type { Needs } from '#src/app.ts'
import { intervalOf } from '#src/basics/interval.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { loadOrders } from '../card/order-view.ts'
import { orderKind } from '../kinds.ts'
import { REMIND } from '../steps.ts'
import { orderMail, remindText } from './mails.ts'

const BATCH = 100
const actor = step(REMIND)

type RemindingApp = Needs<'em' | 'clock' | 'ring' | 'settings'>

/** A customer who has not answered for so long is reminded, so often; then a person is asked. */
export async function remindCustomers(app: RemindingApp): Promise<number> {
  for (let count = 0; ; ) {
    const done = await inTransaction(app, (tx) => remindBatch(tx, app))
    count += done
    if (done < BATCH) return count
  }
}

async function remindBatch(tx: Tx, { settings }: RemindingApp): Promise<number> {
  const rows = await sql<{ id: string }>(
    tx.em,
    `select o.id from orders o where o.state = 'awaiting-address-reply' and o.attention is null and o.cart_link is null
       and (o.address is null or o.address ->> 'verdict' is not null) and o.mailed_at <= $1
       and not exists (select 1 from deliveries d where d.subject = 'order' and d.subject_id = o.id
         and d.state = 'waiting')
     order by o.id limit ${BATCH} for update of o skip locked`,
    [new Date(tx.at.getTime() - intervalOf(settings.REMIND_CUSTOMER_AFTER))],
  )
  const views = await loadOrders(
    tx.em,
    rows.map(({ id }) => id),
  )
  const due = views.filter(({ reminded }) => reminded < settings.REMIND_CUSTOMER_TIMES)
  const silent = views.filter(({ reminded }) => reminded >= settings.REMIND_CUSTOMER_TIMES)
  await enqueue(
    tx,
    due.map((view) => orderMail(view, 'remind', remindText(view, settings), settings)),
  )
  await move(tx, orderKind, due as Order[], 'remind', actor)
  const note = { attention: 'silent' as const, attentionNote: null }
  await move(tx, orderKind, silent as Order[], 'flag', actor, { set: () => note, note: 'Still no answer.' })
  return views.length
}
