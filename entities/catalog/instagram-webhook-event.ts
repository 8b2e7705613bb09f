import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns } from '../columns.ts'

export type EventStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'ignored'

const InstagramWebhookEventSchema = defineEntity({
  name: 'InstagramWebhookEvent',
  tableName: 'instagram_webhook_events',
  indexes: [
    { name: 'webhook_event_status_idx', properties: ['processingStatus'] },
    { name: 'webhook_event_ig_media_idx', properties: ['igMediaId'] },
    { name: 'webhook_event_received_idx', properties: ['receivedAt'] },
  ],
  properties: {
    id: p.uuid().primary(),
    /** Meta sends no id: a hash of entry, time, field and value. */
    webhookId: p.string().unique(),
    eventType: p.enum(['media', 'comments', 'mentions', 'other'] as const),
    field: p.string(),
    igUserId: p.string(),
    igMediaId: p.string().strictNullable(),
    rawPayload: p.json<unknown>(),
    processingStatus: p.string().$type<EventStatus>().default('pending'),
    processedAt: p.datetime().strictNullable(),
    processingError: p.text().strictNullable(),
    retryCount: p.integer().default(0),
    connectionId: p.uuid().strictNullable(),
    draftId: p.uuid().strictNullable(),
    receivedAt: p.datetime(),
    createdAt: p.datetime(),
    ...claimColumns,
  },
})

/** One change Meta told us of. */
export class InstagramWebhookEvent extends InstagramWebhookEventSchema.class {}

InstagramWebhookEventSchema.setClass(InstagramWebhookEvent)
