import type { EntityManager } from '@mikro-orm/postgresql'
import { InstagramSync, type ScanOptions } from '#entities/catalog/instagram-sync.ts'
import { writeCount } from '#src/basics/write-count.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeWhen } from '#src/cards/times.ts'
import { Refusal } from '#src/errors.ts'
import { syncKind } from '../kinds.ts'
import { findStore } from '../stores/find-store.ts'
import { cancelScan } from './cancel-scan.ts'
import { MOST_POSTS, startScan, usualOptions } from './start-scan.ts'

const shared = { roles: ['seller'], pipeline: 'catalog' } satisfies Partial<Command>

export const scanCommands: Command[] = [
  {
    ...{ ...shared, name: 'scan', usage: '[videos] [no albums] [all] [number]', example: 'scan videos 50' },
    ...{ help: 'read the posts of the last six months as products', run: scan },
  },
  { ...shared, name: 'scans', usage: '[shop]', help: 'what the last scans and looks at Instagram found', run: history },
  { ...shared, name: 'cancel', help: 'stop the scan that is running', run: cancel },
]

async function scan({ app, member, by, rest }: Asked): Promise<Reply> {
  const { options, shop } = readScan(rest, app.clock())
  const store = await findStore(app.em.fork(), member, shop)
  const sync = await startScan(app, store.id, options, { personId: member.id, name: member.name, via: by.via })
  return { text: `${writeRef(syncKind, sync)}: I read the posts of ${store.name}. Its card tells how far I am.` }
}

/** `videos`, `no albums`, `all` (however old) and a number; whatever else is said names the shop. */
function readScan(text: string, now: Date): { options: ScanOptions; shop: string } {
  const usual = usualOptions(now)
  const low = ` ${text.toLowerCase()} `
  const limit = Number(/ (\d+) /.exec(low)?.[1] ?? usual.limit)
  if (limit < 1 || limit > MOST_POSTS) throw new Refusal(`How many posts? A number up to ${MOST_POSTS}.`)
  const options = {
    limit,
    includeVideos: / (?:with )?videos? /.test(low),
    includeCarousels: !/ no (?:albums|carousels) /.test(low),
    since: / all /.test(low) ? null : usual.since,
  }
  const shop = low.replace(/ (?:(?:with )?videos?|no (?:albums|carousels)|all|\d+)(?= )/g, '').trim()
  return { options, shop }
}

async function cancel({ app, member, by, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const running = await findRunning(em, member, rest)
  if (!running) throw new Refusal('No scan is running.')
  const isOver = await cancelScan(app, running.id, { personId: member.id, name: member.name, via: by.via })
  return { text: isOver ? `${writeRef(syncKind, running)} is cancelled. What was found stays.` : 'It has just ended.' }
}

/** Who decides for every shop means the one that runs, where there is but one. */
async function findRunning(em: EntityManager, member: Asked['member'], named: string): Promise<InstagramSync | null> {
  const isRunning = { state: 'running', syncType: 'bulk_import' } as const
  if (member.role === 'admin' && !named) {
    const [only = null, ...others] = await em.find(InstagramSync, isRunning, { limit: 2 })
    if (others.length === 0) return only
  }
  const { id: storeId } = await findStore(em, member, named)
  return em.findOne(InstagramSync, { ...isRunning, storeId })
}

const LISTED = 10

async function history({ app, member, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const store = await findStore(em, member, rest)
  const syncs = await em.find(InstagramSync, { storeId: store.id }, { orderBy: { number: 'desc' }, limit: LISTED })
  if (syncs.length === 0) return { text: `${store.name} was never scanned. Write: scan` }
  const lines = syncs.map((sync) => `${writeRef(syncKind, sync)} ${describe(sync, member.zone, app.clock())}`)
  return { text: [`${store.name}, the newest first:`, ...lines].join('\n') }
}

const kinds: Record<InstagramSync['syncType'], string> = {
  bulk_import: 'scan',
  incremental_sync: 'look at the newest',
  webhook_trigger: 'told by Instagram',
  manual_refresh: 'one post',
}

const ends: Record<InstagramSync['state'], string | null> = {
  running: 'runs',
  success: null,
  partial_success: 'in part',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** `scan, Mon 5:00 PM · 60 posts in 42 s · 45 drafts · 15 no products · 3 calls` */
function describe(sync: InstagramSync, zone: string, now: Date): string {
  const { syncType, state, startedAt, totalProcessed: posts, durationMs } = sync
  const took = durationMs === null ? '' : ` in ${Math.max(1, Math.round(durationMs / 1000))} s`
  const counts: [count: number, one: string, many?: string][] = [
    [sync.draftsCreated, 'draft'],
    [sync.productsImported, 'approved', 'approved'],
    [sync.productsUpdated, 'updated', 'updated'],
    [sync.notProducts, 'no product'],
    [sync.productsSkipped, 'known already', 'known already'],
    [sync.productsFailed, 'failed', 'failed'],
    [sync.apiCallsUsed, 'call'],
  ]
  return [
    `${kinds[syncType]}, ${writeWhen(startedAt, zone, now)}`,
    ends[state],
    `${writeCount(posts, 'post')}${took}`,
    ...counts.flatMap(([count, ...words]) => (count > 0 ? [writeCount(count, ...words)] : [])),
    sync.errors.at(-1)?.error,
  ]
    .filter(Boolean)
    .join(' · ')
}
