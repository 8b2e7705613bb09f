import { defineEntity, p } from '@mikro-orm/core'

const LeadHandleSchema = defineEntity({
  name: 'LeadHandle',
  tableName: 'lead_handles',
  uniques: [{ properties: ['channelId', 'handle'] }],
  properties: {
    id: p.uuid().primary(),
    leadId: p.uuid().index(),
    channelId: p.uuid(),
    /** Lower case, without its @. */
    handle: p.string().index(),
  },
})

/** What a lead is called in a channel. */
export class LeadHandle extends LeadHandleSchema.class {}

LeadHandleSchema.setClass(LeadHandle)
