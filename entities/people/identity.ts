import { defineEntity, p } from '@mikro-orm/core'

export const platforms = ['slack', 'telegram'] as const
export type Platform = (typeof platforms)[number]
/** As people call them. */
export const platformNames: Record<Platform, string> = { slack: 'Slack', telegram: 'Telegram' }

const IdentitySchema = defineEntity({
  name: 'Identity',
  tableName: 'identities',
  uniques: [{ properties: ['platform', 'userId'] }],
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid().index(),
    platform: p.enum(platforms),
    /** Slack: `T123:U456`. Telegram: the numeric id. */
    userId: p.string(),
    handle: p.string(),
    /** Where the person can be told something alone. */
    place: p.string().strictNullable(),
    createdAt: p.datetime(),
  },
})

/** One person on one platform. */
export class Identity extends IdentitySchema.class {}

IdentitySchema.setClass(Identity)
