import type { EntityManager } from '@mikro-orm/postgresql'
import { readTime, sql } from '#src/database/sql.ts'
import type { Backlog, Pipeline } from '#src/pipeline.ts'
import { orderRoutes } from './api.ts'
import { orderSubject } from './card/order-subject.ts'
import { addOrderCommands } from './cli.ts'
import { orderCommands } from './commands.ts'
import { commentReader } from './comments/take-comments.ts'
import { orderDeliveries } from './deliveries.ts'
import { orderPeople } from './erase.ts'
import { checkoutLink } from './link/checkout.ts'
import { createUnlinking } from './link/unlink.ts'
import { mailReader } from './mails/take-mails.ts'
import { packingLink } from './packing/packing-list.ts'
import { paymentDoors } from './payments/door.ts'
import { paymentReader } from './payments/take-payments.ts'
import { saleSubject } from './sales/sale-subject.ts'
import { orderShown, saleShown } from './shown.ts'
import * as steps from './steps.ts'
import { tellDay } from './tell-day.ts'
import { createCommentSender } from './wishes/answer-comments.ts'
import { roundupSubject } from './wishes/roundup-subject.ts'

/** Comment -> order -> address -> cart link. */
export const orderPipeline: Pipeline = {
  name: 'orders',
  title: 'Orders',
  isConfigured: ({ INSTAGRAM_ACCESS_TOKEN, META_APP_ID }) => Boolean(INSTAGRAM_ACCESS_TOKEN ?? META_APP_ID),
  needs: ['INSTAGRAM_ACCESS_TOKEN'],
  deciders: ['seller'],
  kinds: [
    { subject: orderSubject, shown: orderShown },
    { subject: saleSubject, shown: saleShown },
    { subject: roundupSubject },
  ],
  commands: orderCommands,
  deliveries: orderDeliveries,
  senders: (app) => ({ ...createUnlinking(app.settings), ...createCommentSender(app) }),
  readers: [commentReader, mailReader, paymentReader],
  doors: paymentDoors,
  links: { checkout: checkoutLink, packing: packingLink },
  routes: orderRoutes,
  cli: addOrderCommands,
  people: orderPeople,
  backlog,
  digest: tellDay,
}

const words = {
  arrived: ['comment to take', 'comments to take'],
  mail: ['mail to read', 'mails to read'],
  comment: ['comment to read', 'comments to read'],
  address: ['address to check', 'addresses to check'],
  post: ['post to look up', 'posts to look up'],
} as const

type Waiting = { what: keyof typeof words; step: string; count: number; oldest: string }

async function backlog(em: EntityManager): Promise<Backlog[]> {
  const rows = await sql<Waiting>(
    em,
    `select what, step, count(*)::int as count, min(at) as oldest from (
       select case step when $1 then 'arrived' else 'mail' end as what, step::text, received_at as at
         from inbox_readings where step in ($1, $2) and read_at is null
       union all select 'comment', case when asks_model then $4 else $3 end, created_at from orders
       where state = 'scraped'
       union all select 'address', $5, last_modified_date from orders
         where state = 'awaiting-address-reply' and address is not null and address ->> 'verdict' is null
       union all select 'post', $6, created_at from sales where state = 'looking'
     ) waiting group by what, step order by min(at)`,
    [steps.TAKE_COMMENTS, steps.TAKE_MAILS, steps.EXTRACT, steps.ASK_MODEL, steps.CHECK_ADDRESS, steps.RESOLVE],
  )
  return rows.map(({ what, step, count, oldest }) => {
    const [one, many] = words[what]
    return { what: count === 1 ? one : many, step, count, oldest: readTime(oldest) }
  })
}
