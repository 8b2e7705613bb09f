import { step } from '#entities/actor.ts'
import { PriceAlert } from '#entities/prices/price-alert.ts'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { PriceUser } from '#entities/prices/price-user.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import type { Erasing } from '#src/pipeline.ts'
import { watchKind } from './kinds.ts'
import { deleteUser } from './watches/delete-user.ts'

type Row = Pick<PriceUser, 'id' | 'email'> & { phone: string | null; first: string | null; last: string | null }

const by = step('prices.erase')

/** Subscribers and all they watch go; what products cost is nobody's secret. */
export const pricePeople: Erasing = {
  async find(em, { emails, phones }) {
    const users = await sql<Row>(
      em,
      `select id, email, phone_number as phone, first_name as first, last_name as last from price_users
       where lower(email) = any($1::text[]) or phone_number = any($2::text[])`,
      [emails, phones],
    )
    const watches = await em.find(PriceSubscription, { userId: { $in: users.map(({ id }) => id) } })
    return {
      mine: [
        ...users.map(({ id }) => ({ kind: 'subscriber', id, ref: 'a subscriber' })),
        ...watches.map((watch) => ({ kind: watchKind.name, id: watch.id, ref: writeRef(watchKind, watch) })),
      ],
      known: {
        emails: users.map(({ email }) => email),
        phones: users.map(({ phone }) => phone),
        names: users.map(({ first, last }) => (first && last ? `${first} ${last}` : null)),
      },
    }
  },

  async erase(tx, { subscriber: users = [], watch: watches = [] }) {
    for (const id of users) await deleteUser(tx, id, by)
    await tx.em.nativeDelete(PriceAlert, { subscriptionId: { $in: [...watches] } })
    await sql(tx.em, 'delete from moves where record_id = any($1::uuid[])', [watches])
  },

  later: ({ ARCHIVE_URL }) => (ARCHIVE_URL ? 'The archive of ARCHIVE_URL is cleared within the hour.' : null),
}
