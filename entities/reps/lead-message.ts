import { defineEntity, p } from '@mikro-orm/core'

const LeadMessageSchema = defineEntity({
  name: 'LeadMessage',
  tableName: 'lead_messages',
  uniques: [{ properties: ['channelId', 'externalId'] }],
  indexes: [{ properties: ['repChannelId', 'at'] }],
  properties: {
    id: p.uuid().primary(),
    leadId: p.uuid().index(),
    channelId: p.uuid(),
    repChannelId: p.uuid().strictNullable(),
    /** The channel's own id of it. */
    externalId: p.string(),
    text: p.text(),
    at: p.datetime(),
    /** Nobody wrote it: the sandbox's answer. */
    simulated: p.boolean().default(false),
  },
})

/** What a lead wrote to us. */
export class LeadMessage extends LeadMessageSchema.class {}

LeadMessageSchema.setClass(LeadMessage)
