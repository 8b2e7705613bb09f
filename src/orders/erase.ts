import type { EntityManager } from '@mikro-orm/postgresql'
import type { Order } from '#entities/orders/order.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import { type Known, writePattern } from '#src/erase/known.ts'
import type { Erasing, Mine } from '#src/pipeline.ts'
import { orderKind } from './kinds.ts'

type Row = Pick<Order, 'id' | 'number' | 'state' | 'username' | 'email'> & {
  paid: boolean
  shipped: boolean
  name: string | null
  recipient: string | null
}

/** Customers. What was ordered, paid and sent stays for the books; who it was does not. */
export const orderPeople: Erasing = {
  async find(em, known) {
    const rows = await findRows(em, known)
    return {
      mine: rows.map(mineOf),
      known: {
        emails: rows.map(({ email }) => email),
        handles: rows.map(({ username }) => username),
        names: rows.flatMap(({ name, recipient }) => [name, recipient]),
      },
      items: await findItems(
        em,
        rows.map(({ id }) => id),
      ),
    }
  },

  async erase({ em }, { order: ids = [] }) {
    // The comment's id stays: the comment is not taken for a new one.
    await sql(
      em,
      `update orders set username = 'erased-' || number, email = null, reading = null, address = null,
         source_comment = jsonb_build_object('id', comment_id, 'text', '', 'raw', null,
           'created_time', source_comment -> 'created_time', 'from', jsonb_build_object(
             'id', null, 'username', 'erased-' || number, 'full_name', null, 'profile_picture', null)),
         gmail_conversation_id = null, message_ids = '{}', attention = null, attention_note = null,
         cart_link = null, cart_link_ref = null, customer_name = null, tracking = null, last_error = null
       where id = any($1::uuid[])`,
      [ids],
    )
    await sql(em, 'delete from order_mails where order_id = any($1::uuid[])', [ids])
    await sql(em, 'delete from order_examples where order_id = any($1::uuid[])', [ids])
  },
}

function findRows(em: EntityManager, known: Known): Promise<Row[]> {
  const phone =
    known.phones.length > 0 ? writePattern({ ...known, emails: [], handles: [], metaIds: [], names: [] }) : null
  return sql<Row>(
    em,
    `select id, number, state, username, email, paid_at is not null as paid, shipped_at is not null as shipped,
       customer_name as name, address -> 'given' ->> 'recipient' as recipient
     from orders where lower(email) = any($1::text[]) or lower(username) = any($2::text[]) or address::text ~* $3
     order by number`,
    [known.emails, known.handles, phone],
  )
}

/** What they wrote to us. */
async function findItems(em: EntityManager, ids: string[]): Promise<string[]> {
  const items = await sql<{ id: string }>(
    em,
    `select i.id from inbox i join order_mails m on m.gmail_id = i.external_id
     where i.source = 'gmail' and m.order_id = any($1::uuid[])`,
    [ids],
  )
  return items.map(({ id }) => id)
}

function mineOf({ id, number, state, paid, shipped }: Row): Mine {
  const row = { kind: orderKind.name, id, ref: writeRef(orderKind, { number }) }
  if (state === 'not-valid' || (paid && shipped)) return row
  if (state === 'scraped') return { ...row, open: 'dismiss' }
  if (state === 'pending-details-validation') return { ...row, open: 'reject' }
  // Paid for, and nothing sent: ending it is no refund, so the order keeps its state.
  return { ...row, open: paid ? null : 'close' }
}
