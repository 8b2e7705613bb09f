import { defineEntity, p } from '@mikro-orm/core'

const ApiCallSchema = defineEntity({
  name: 'ApiCall',
  tableName: 'api_calls',
  uniques: [{ properties: ['apiKeyId', 'key'] }],
  properties: {
    id: p.uuid().primary(),
    apiKeyId: p.uuid(),
    /** What the caller sent as `Idempotency-Key`. */
    key: p.string(),
    /** SHA-256 of method, path and body: the same key for something else is a mistake. */
    requestHash: p.string(),
    /** Null: it is being answered, or the process that answered it died. */
    status: p.integer().strictNullable(),
    answer: p.text().strictNullable(),
    createdAt: p.datetime().index(),
  },
})

/** A call that is to happen once, and what it was answered with; kept for a day. */
export class ApiCall extends ApiCallSchema.class {}

ApiCallSchema.setClass(ApiCall)
