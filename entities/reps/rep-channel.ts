import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const repChannelFlow = {
  open: { on: 'open', off: 'open', lift: 'open', ramp: 'open', edit: 'open', hours: 'open', password: 'open' },
} as const

const RepChannelSchema = defineEntity({
  name: 'RepChannel',
  tableName: 'rep_channels',
  uniques: [{ properties: ['repId', 'channelId'] }],
  properties: {
    ...recordColumns('rep_channels_number'),
    state: p.enum(Object.keys(repChannelFlow) as StateOf<typeof repChannelFlow>[]),
    repId: p.uuid(),
    channelId: p.uuid(),
    username: p.string().strictNullable(),
    /** Encrypted, never told. */
    password: p.text().strictNullable(),
    available: p.boolean().default(true),
    availableUntil: p.datetime().strictNullable(),
    /** Wall time in `timezone`: `09:00:00`. At or after the end the window goes over midnight; 24:00:00 is midnight. */
    startTime: p.string().columnType('time'),
    endTime: p.string().columnType('time'),
    /** Of each activity and day; 0: nothing may be sent. */
    maxCapacity: p.integer().default(0),
    /** IANA */
    timezone: p.string(),
    /** Everything happens, and nothing leaves. */
    sandbox: p.boolean().default(false),
    /** An established account: the whole capacity from the first day. */
    rampLifted: p.boolean().default(false),
  },
})

/** A rep's account in a channel. */
export class RepChannel extends RepChannelSchema.class {}

RepChannelSchema.setClass(RepChannel)
