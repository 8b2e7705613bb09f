import type { EntityManager } from '@mikro-orm/postgresql'
import { writeCount } from '#src/basics/write-count.ts'
import { readTime, sql } from '#src/database/sql.ts'
import type { Backlog, Pipeline } from '#src/pipeline.ts'
import { catalogRoutes } from './api.ts'
import { catalogCommands } from './commands.ts'
import { accountSubject } from './connect/account-subject.ts'
import { CHOOSE_LINK, chooseLink } from './connect/choose.ts'
import { connectLink } from './connect/connect-page.ts'
import { leavingDoor } from './connect/deauthorize.ts'
import { callbackDoor } from './connect/door.ts'
import { CONNECT_LINK } from './connect/oauth-state.ts'
import { catalogDoctor } from './doctor.ts'
import { draftSubject } from './drafts/draft-subject.ts'
import { reviewPage } from './drafts/review-page.ts'
import { catalogPeople } from './erase.ts'
import { catalogGauges } from './gauges.ts'
import { showPicture } from './pictures/card-picture.ts'
import { feedDoors } from './products/feed.ts'
import { offerOf } from './products/offer-of.ts'
import { productSubject } from './products/product-subject.ts'
import { syncSubject } from './scan/sync-subject.ts'
import { noticeReader } from './scan/take-notices.ts'
import { draftShown, productShown } from './shown.ts'
import * as steps from './steps.ts'

/** Instagram post -> draft -> product. */
export const catalogPipeline: Pipeline = {
  name: 'catalog',
  title: 'Catalogue',
  isConfigured: ({ META_APP_ID, META_APP_SECRET }) => Boolean(META_APP_ID && META_APP_SECRET),
  needs: ['META_APP_ID', 'META_APP_SECRET'],
  deciders: [],
  kinds: [
    { subject: draftSubject, shown: draftShown },
    { subject: productSubject, shown: productShown },
    { subject: syncSubject },
    { subject: accountSubject },
  ],
  commands: catalogCommands,
  deliveries: {},
  readers: [noticeReader],
  doors: [callbackDoor, leavingDoor, ...feedDoors],
  links: { [CONNECT_LINK]: connectLink, [CHOOSE_LINK]: chooseLink },
  routes: catalogRoutes,
  pages: [reviewPage],
  gauges: catalogGauges,
  offerOf,
  people: catalogPeople,
  picture: showPicture,
  doctor: catalogDoctor,
  prune: [
    { table: 'product_drafts', days: 30, where: "state = 'expired' and expires_at < $1" },
    {
      table: 'instagram_webhook_events',
      days: 30,
      where: "processing_status in ('completed', 'ignored', 'failed') and received_at < $1",
    },
    {
      table: 'instagram_sync_history',
      days: 180,
      where: "state <> 'running' and sync_type <> 'bulk_import' and started_at < $1",
    },
    { table: 'notes', days: 2, where: "(name like 'connecting:%' or name like 'choice:%') and at < $1", key: 'name' },
    { table: 'notes', days: 1, where: `name like 'page:%' and at < $1`, key: 'name' },
  ],
  backlog,
  digest,
}

type Waiting = { what: string; step: string; count: number; oldest: string }

async function backlog(em: EntityManager): Promise<Backlog[]> {
  const rows = await sql<Waiting>(
    em,
    `select what, step, count(*)::int as count, min(at) as oldest from (
       select 'posts to read' as what, $1 as step, seen_at as at from instagram_posts where read_at is null
       union all select 'scans to list', $2, started_at from instagram_sync_history where state = 'running'
       and listed_at is null
       union all select 'notices to follow', $3, received_at from instagram_webhook_events
         where processing_status in ('pending', 'processing')
     ) waiting group by what, step order by min(at)`,
    [steps.EXTRACT, steps.SCAN, steps.FETCH_MEDIA],
  )
  return rows.map((row) => ({ ...row, oldest: readTime(row.oldest) }))
}

async function digest(em: EntityManager, from: Date, to: Date): Promise<string[]> {
  const [row] = await sql<{ found: number; approved: number; rejected: number; conflicts: number }>(
    em,
    `select (select count(*)::int from product_drafts where created_at >= $1 and created_at < $2) as found,
       (select count(*)::int from product_drafts where approved_at >= $1 and approved_at < $2) as approved,
       (select count(*)::int from product_drafts where rejected_at >= $1 and rejected_at < $2) as rejected,
       (select count(distinct record_id)::int from moves where kind = 'product' and verb = 'differ' and at >= $1
       and at < $2) as conflicts`,
    [from, to],
  )
  if (!row || row.found + row.approved + row.rejected + row.conflicts === 0) return []
  const found = writeCount(row.found, 'product found', 'products found')
  return [found, `${row.approved} approved`, ...(row.rejected ? [`${row.rejected} rejected`] : [])]
}
