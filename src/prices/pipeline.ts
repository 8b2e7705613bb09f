import type { EntityManager } from '@mikro-orm/postgresql'
import { writeCount } from '#src/basics/write-count.ts'
import { readTime, sql } from '#src/database/sql.ts'
import type { Backlog, Pipeline } from '#src/pipeline.ts'
import { priceDeliveries } from './alerts/deliveries.ts'
import { createPriceSenders, PRICE_MAIL } from './alerts/senders.ts'
import { priceRoutes } from './api.ts'
import { checkArchive } from './archive/check-archive.ts'
import { addPriceCommands } from './cli.ts'
import { priceCommands } from './commands.ts'
import { pricePeople } from './erase.ts'
import { priceGauges } from './gauges.ts'
import { pricePages } from './pages.ts'
import { loadPicture } from './pictures.ts'
import { priceOf } from './price-of.ts'
import { trackedShown, watchShown } from './shown.ts'
import { LOOK } from './steps.ts'
import { trackedSubject } from './tracked-subject.ts'
import { trackDoors } from './watches/track-door.ts'
import { priceLinks } from './watches/watch-links.ts'
import { watchSubject } from './watches/watch-subject.ts'

/** Product page -> price history -> alert by mail or text within three minutes. */
export const pricePipeline: Pipeline = {
  priceOf,
  name: 'prices',
  title: 'Prices',
  isConfigured: ({ MAIL_URL, GOOGLE_CLIENT_ID, TWILIO_ACCOUNT_SID }) =>
    Boolean(MAIL_URL ?? GOOGLE_CLIENT_ID ?? TWILIO_ACCOUNT_SID),
  needs: ['MAIL_URL, MAIL_FROM'],
  deciders: [],
  kinds: [
    { subject: trackedSubject, shown: trackedShown },
    { subject: watchSubject, shown: watchShown },
  ],
  commands: priceCommands,
  deliveries: priceDeliveries,
  picture: loadPicture,
  senders: createPriceSenders,
  byGmail: ({ MAIL_URL }) => (MAIL_URL ? [] : [PRICE_MAIL]),
  readers: [],
  doors: trackDoors,
  links: priceLinks,
  routes: priceRoutes,
  pages: pricePages,
  cli: addPriceCommands,
  people: pricePeople,
  doctor: (app) => ({ Archive: () => checkArchive(app) }),
  gauges: priceGauges,
  prune: [{ table: 'price_alerts', days: 400, where: 'created_at < $1' }],
  backlog,
  digest,
}

async function backlog(em: EntityManager, now: Date): Promise<Backlog[]> {
  const [row] = await sql<{ count: number; oldest: string | null }>(
    em,
    `select count(*)::int as count, min(next_look_at) as oldest from tracked_products
     where state in ('new', 'watched', 'doubtful', 'unreachable')
       and next_look_at < $1::timestamptz - interval '5 minutes'`,
    [now],
  )
  if (!row || row.count === 0 || row.oldest === null) return []
  return [
    {
      what: row.count === 1 ? 'page to look at' : 'pages to look at',
      step: LOOK,
      count: row.count,
      oldest: readTime(row.oldest),
    },
  ]
}

async function digest(em: EntityManager, from: Date, to: Date): Promise<string[]> {
  const [row] = await sql<{ drops: number; told: number; came: number }>(
    em,
    `select (select count(*)::int from prices
         where archived_on is null and at >= $1 and at < $2 and before is not null and price < before)
       + (select coalesce(sum(falls), 0)::int from price_days where last_at >= $1 and last_at < $2) as drops,
       (select count(*)::int from price_alerts where created_at >= $1 and created_at < $2
       and sent_at is not null) as told,
       (select count(*)::int from price_subscriptions where created_at >= $1 and created_at < $2) as came`,
    [from, to],
  )
  if (!row) return []
  return [
    ...(row.drops ? [writeCount(row.drops, 'price fell', 'prices fell')] : []),
    ...(row.told ? [writeCount(row.told, 'alert')] : []),
    ...(row.came ? [writeCount(row.came, 'new watch', 'new watches')] : []),
  ]
}
