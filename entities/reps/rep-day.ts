import { defineEntity, p } from '@mikro-orm/core'

const RepDaySchema = defineEntity({
  name: 'RepDay',
  tableName: 'rep_days',
  uniques: [{ properties: ['repActivityId', 'date'] }],
  properties: {
    id: p.uuid().primary(),
    repActivityId: p.uuid(),
    repChannelId: p.uuid().index(),
    /** The local day the shift began on. */
    date: p.date(),
    /** What may be done that day: the capacity, as far as the ramp has grown. */
    average: p.integer(),
    /** Good days before this one: what the ramp rests on. */
    goodDays: p.integer(),
    /** Acts under way or done. Taken when an act is claimed, given back when it surely failed. */
    taken: p.integer().default(0),
    /** Of these, answers to what a lead wrote. */
    replies: p.integer().default(0),
    /** Calls made, whatever came of them: never given back. */
    attempts: p.integer().default(0),
    done: p.integer().default(0),
    errors: p.integer().default(0),
    /** When the last act was claimed. */
    lastAt: p.datetime().strictNullable(),
  },
})

/** One day of one activity of a rep: its allowance and its count. The row is locked to be counted. */
export class RepDay extends RepDaySchema.class {}

RepDaySchema.setClass(RepDay)
