import { defineEntity, p } from '@mikro-orm/core'

const LinkSchema = defineEntity({
  name: 'Link',
  tableName: 'links',
  properties: {
    id: p.uuid().primary(),
    /** SHA-256 of the token: a stolen table opens nothing. */
    tokenHash: p.string().unique(),
    purpose: p.string(),
    subjectId: p.uuid().strictNullable(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().index(),
    usedAt: p.datetime().strictNullable(),
  },
})

/** A public link. */
export class Link extends LinkSchema.class {}

LinkSchema.setClass(Link)
