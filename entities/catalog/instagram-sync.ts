import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns, recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

const over = { approve: 'success', review: 'success', seen: 'success' } as const

export const syncFlow = {
  running: { finish: 'success', part: 'partial_success', fail: 'failed', cancel: 'cancelled' },
  success: over,
  partial_success: { approve: 'partial_success', review: 'partial_success', seen: 'partial_success' },
  failed: { again: 'running' },
  cancelled: { approve: 'cancelled', review: 'cancelled', seen: 'cancelled' },
} as const

export type SyncState = StateOf<typeof syncFlow>

/** What the person asked for. `since`: ISO 8601; null: everything. */
export type ScanOptions = { limit: number; includeVideos: boolean; includeCarousels: boolean; since: string | null }

export type SyncProblem = { mediaId: string; error: string; timestamp: string }

const InstagramSyncSchema = defineEntity({
  name: 'InstagramSync',
  tableName: 'instagram_sync_history',
  indexes: [
    { name: 'sync_history_store_idx', properties: ['storeId'] },
    { name: 'sync_history_created_idx', properties: ['createdAt'] },
  ],
  properties: {
    ...recordColumns('instagram_sync_history_number'),
    /** The seed's `status`, with `running`, which progress needs. */
    state: p.enum(Object.keys(syncFlow) as SyncState[]),
    storeId: p.uuid(),
    connectionId: p.uuid(),
    syncType: p.enum(['bulk_import', 'incremental_sync', 'webhook_trigger', 'manual_refresh'] as const),
    triggerSource: p.enum(['user_initiated', 'webhook', 'scheduled_job'] as const),
    options: p.json<ScanOptions>(),
    /** Where to go on listing; `listedAt`: all pages are read. */
    cursor: p.text().strictNullable(),
    listedAt: p.datetime().strictNullable(),
    totalMedia: p.integer().default(0),
    totalProcessed: p.integer().default(0),
    draftsCreated: p.integer().default(0),
    productsImported: p.integer().default(0),
    productsUpdated: p.integer().default(0),
    productsSkipped: p.integer().default(0),
    productsFailed: p.integer().default(0),
    notProducts: p.integer().default(0),
    errors: p.json<SyncProblem[]>().default('[]'),
    durationMs: p.integer().strictNullable(),
    apiCallsUsed: p.integer().default(0),
    metadata: p.json<Record<string, unknown>>().strictNullable(),
    /** Until when Instagram's budget makes us wait. */
    resumesAt: p.datetime().strictNullable(),
    /** It is over, and what it found waits for a person. */
    undecided: p.boolean().default(false),
    startedAt: p.datetime(),
    completedAt: p.datetime().strictNullable(),
    audience: p.json<string[]>().strictNullable(),
    ...claimColumns,
  },
})

/** One look through an account's posts: a scan a person asked for, a poll, a notice of Meta's. */
export class InstagramSync extends InstagramSyncSchema.class {}

InstagramSyncSchema.setClass(InstagramSync)
