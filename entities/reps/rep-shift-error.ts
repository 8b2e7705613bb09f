import { defineEntity, p } from '@mikro-orm/core'

/** How bad an error is: 0 info, 1 warning, 2 error. */
export const levels = { info: 0, warning: 1, error: 2 } as const

const RepShiftErrorSchema = defineEntity({
  name: 'RepShiftError',
  tableName: 'rep_shift_errors',
  properties: {
    id: p.uuid().primary(),
    shiftId: p.uuid().index(),
    repActivityId: p.uuid().strictNullable(),
    requestId: p.uuid().strictNullable(),
    message: p.text(),
    /** The HTTP status or the platform's own code; 0: there was no answer. */
    code: p.integer(),
    level: p.integer().default(0),
    at: p.datetime(),
  },
})

/** Something that went wrong in a shift. */
export class RepShiftError extends RepShiftErrorSchema.class {}

RepShiftErrorSchema.setClass(RepShiftError)
