import { defineEntity, p } from '@mikro-orm/core'

const RepActivitySchema = defineEntity({
  name: 'RepActivity',
  tableName: 'rep_activities',
  uniques: [{ properties: ['repChannelId', 'activityId'] }],
  properties: {
    id: p.uuid().primary(),
    repChannelId: p.uuid(),
    activityId: p.uuid(),
    /** Both the rep channel's and the activity's: the database refuses another channel's activity. */
    channelId: p.uuid(),
    /** None: the rep channel's. */
    startTime: p.string().columnType('time').strictNullable(),
    endTime: p.string().columnType('time').strictNullable(),
    maxCapacity: p.integer().strictNullable(),
  },
})

/** What a rep does in a channel, with its own hours and capacity where they differ. */
export class RepActivity extends RepActivitySchema.class {}

RepActivitySchema.setClass(RepActivity)
