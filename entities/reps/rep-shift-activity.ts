import { defineEntity, p } from '@mikro-orm/core'

const RepShiftActivitySchema = defineEntity({
  name: 'RepShiftActivity',
  tableName: 'rep_shift_activities',
  properties: {
    id: p.uuid().primary(),
    shiftId: p.uuid().index(),
    repActivityId: p.uuid(),
    requestId: p.uuid().index(),
    leadId: p.uuid(),
    at: p.datetime(),
    outcome: p.enum(['done', 'failed', 'doubtful'] as const),
    sandbox: p.boolean(),
  },
})

/** One act of a shift. */
export class RepShiftActivity extends RepShiftActivitySchema.class {}

RepShiftActivitySchema.setClass(RepShiftActivity)
