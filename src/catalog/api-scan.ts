import { z } from 'zod'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { Caller } from '#src/web/caller.ts'
import { offsetOf, paginate, pagingShape } from '#src/web/paging.ts'
import { notFound } from '#src/web/problem.ts'
import { type ApiRoute, defineRoute } from '#src/web/route.ts'
import { decimal, paginationShape, time } from '#src/web/shapes.ts'
import { estimateSeconds, MOST_POSTS, startScan, usualOptions } from './scan/start-scan.ts'
import { findStore } from './stores/find-store.ts'
import { writeDraft } from './write.ts'

const roles = ['admin' as const, 'seller' as const]
const statuses = {
  running: 'processing',
  success: 'completed',
  partial_success: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
}

const scanBody = z.strictObject({
  limit: z.int().min(1).max(MOST_POSTS).default(100),
  includeVideos: z.boolean().default(false),
  includeCarousels: z.boolean().default(true),
  since: z.iso.datetime().nullish().describe('Only posts from then on; null: all. Six months unless told'),
  store: z.string().max(80).optional(),
})

const foundShape = z.strictObject({
  id: z.string(),
  igMediaId: z.string(),
  extractedData: z.strictObject({
    name: z.string(),
    price: decimal.nullable(),
    currency: z.string(),
    confidence: z.number(),
  }),
  imageUrls: z.array(z.string()),
  createdAt: time,
})

const historyShape = z.strictObject({
  ...{ id: z.string(), syncType: z.string(), status: z.string(), totalProcessed: z.int(), draftsCreated: z.int() },
  ...{ productsImported: z.int(), startedAt: time, completedAt: time.nullable(), durationMs: z.int().nullable() },
})

export const scanRoutes: ApiRoute[] = [
  defineRoute({
    ...{ method: 'post', path: '/instagram/scan', roles, body: scanBody, status: 202 },
    summary: 'Starts a look through the posts; one at a time in a store',
    answer: z.strictObject({
      scanId: z.string(),
      status: z.literal('processing'),
      estimatedTime: z.int().describe('Seconds'),
    }),
    async run({ app, caller, body }) {
      const { member, by } = caller
      const { id } = await findStore(app.em.fork(), member, body.store)
      const { limit, includeVideos, includeCarousels, since } = body
      const usual = usualOptions(app.clock())
      const options = { limit, includeVideos, includeCarousels, since: since === undefined ? usual.since : since }
      const sync = await startScan(app, id, options, { personId: member.id, name: member.name, via: by.via })
      return { scanId: sync.id, status: 'processing', estimatedTime: estimateSeconds(options) }
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/instagram/scan/:scanId', roles, params: { scanId: 'The scan' } },
    summary: 'How far a scan is, and what it found',
    answer: z.strictObject({
      scanId: z.string(),
      status: z.enum(['processing', 'completed', 'failed', 'cancelled']),
      progress: z.strictObject({ totalMedia: z.int(), processed: z.int(), draftsCreated: z.int(), failed: z.int() }),
      drafts: z.array(foundShape),
    }),
    async run({ app, caller, params }) {
      const em = app.em.fork()
      const id = z.uuid().safeParse(params.scanId).data
      const sync = id ? await em.findOne(InstagramSync, { id }) : null
      if (!sync || !mayRead(caller, sync.storeId)) throw notFound('There is no such scan.')
      const drafts = await em.find(ProductDraft, { syncId: sync.id }, { orderBy: { number: 'asc' } })
      return {
        scanId: sync.id,
        status: statuses[sync.state],
        progress: {
          totalMedia: sync.totalMedia,
          processed: sync.totalProcessed,
          draftsCreated: sync.draftsCreated,
          failed: sync.productsFailed,
        },
        drafts: drafts.map(writeFound),
      }
    },
  }),
  defineRoute({
    ...{
      method: 'get',
      path: '/instagram/sync-history',
      roles,
      query: pagingShape.extend({ store: z.string().max(80).optional() }),
    },
    summary: 'Every look at Instagram, newest first',
    answer: z.strictObject({ history: z.array(historyShape), pagination: paginationShape }),
    async run({ app, caller, query }) {
      const em = app.em.fork()
      const { id: storeId } = await findStore(em, caller.member, query.store)
      const [rows, total] = await em.findAndCount(
        InstagramSync,
        { storeId },
        { orderBy: { number: 'desc' }, ...offsetOf(query) },
      )
      return { history: rows.map(writeHistory), pagination: paginate(total, query) }
    },
  }),
]

export function mayRead({ member }: Caller, storeId: string): boolean {
  return member.role === 'admin' || (member.role === 'seller' && member.storeId === storeId)
}

function writeFound(draft: ProductDraft) {
  const { id, igMediaId, extractedData, imageUrls, createdAt } = writeDraft(draft)
  const { name, price, currency, confidence } = extractedData
  return { id, igMediaId, extractedData: { name, price, currency, confidence }, imageUrls, createdAt }
}

function writeHistory(sync: InstagramSync) {
  const { id, syncType, state, totalProcessed, draftsCreated, productsImported, startedAt, completedAt, durationMs } =
    sync
  return {
    id,
    syncType,
    status: state,
    totalProcessed,
    draftsCreated,
    productsImported,
    startedAt,
    completedAt,
    durationMs,
  }
}
