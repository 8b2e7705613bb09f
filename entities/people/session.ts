import { defineEntity, p } from '@mikro-orm/core'

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    /** SHA-256 of what the cookie holds: a stolen table signs nobody in. */
    tokenHash: p.string().unique(),
    personId: p.uuid().index(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().index(),
  },
})

/** Someone signed in to the dashboard. It ends when it expires, or when the person is removed. */
export class Session extends SessionSchema.class {}

SessionSchema.setClass(Session)
