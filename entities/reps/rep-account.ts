import { defineEntity, p } from '@mikro-orm/core'

const RepAccountSchema = defineEntity({
  name: 'RepAccount',
  tableName: 'rep_accounts',
  properties: {
    repId: p.uuid().primary(),
    /** A connected Instagram account. */
    accountId: p.uuid().primary(),
  },
})

/** Kept from before there were channels: the Instagram accounts of a rep. */
export class RepAccount extends RepAccountSchema.class {}

RepAccountSchema.setClass(RepAccount)
