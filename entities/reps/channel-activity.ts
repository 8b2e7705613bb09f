import { defineEntity, p } from '@mikro-orm/core'

const ChannelActivitySchema = defineEntity({
  name: 'ChannelActivity',
  tableName: 'channel_activities',
  properties: {
    id: p.uuid().primary(),
    channelId: p.uuid().index(),
    /** Unique in its channel whatever its case: `message`, `like`, `comment`, `broadcast`, or any other. */
    name: p.string().length(100),
    description: p.text().strictNullable(),
    /** The lead is written to: one such act a day reaches a person. A like or a comment is none. */
    contacts: p.boolean().default(true),
    createdAt: p.datetime(),
  },
})

/** Something one can do in a channel. */
export class ChannelActivity extends ChannelActivitySchema.class {}

ChannelActivitySchema.setClass(ChannelActivity)
