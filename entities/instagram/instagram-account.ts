import { defineEntity, p } from '@mikro-orm/core'

const InstagramAccountSchema = defineEntity({
  name: 'InstagramAccount',
  tableName: 'instagram_accounts',
  properties: {
    id: p.uuid().primary(),
    storeId: p.uuid(),
    igUserId: p.string().unique(),
    username: p.string().strictNullable(),
    fbPageId: p.string().strictNullable(),
    /** Encrypted; none: the token stands in the settings. */
    accessToken: p.text().strictNullable(),
    connectedAt: p.datetime(),
  },
})

/** A connected Instagram account. */
export class InstagramAccount extends InstagramAccountSchema.class {}

InstagramAccountSchema.setClass(InstagramAccount)
