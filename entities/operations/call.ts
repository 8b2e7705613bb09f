import { defineEntity, p } from '@mikro-orm/core'

const CallSchema = defineEntity({
  name: 'Call',
  tableName: 'calls',
  indexes: [{ properties: ['budget', 'at'] }],
  properties: {
    id: p.uuid().primary(),
    budget: p.string(),
    at: p.datetime(),
  },
})

/** One call to a vendor, counted against a budget shared by every process. */
export class Call extends CallSchema.class {}

CallSchema.setClass(Call)
