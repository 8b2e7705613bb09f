import { defineEntity, p } from '@mikro-orm/core'

const OptOutSchema = defineEntity({
  name: 'OptOut',
  tableName: 'opt_outs',
  uniques: [{ properties: ['channel', 'recipient'] }],
  properties: {
    id: p.uuid().primary(),
    channel: p.string(),
    recipient: p.string(),
    why: p.string(),
    at: p.datetime(),
  },
})

/** Someone asked us to stop writing. */
export class OptOut extends OptOutSchema.class {}

OptOutSchema.setClass(OptOut)
