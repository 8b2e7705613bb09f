import { Channel, channelFlow } from '#entities/reps/channel.ts'
import { Lead, leadFlow } from '#entities/reps/lead.ts'
import { Rep, repFlow } from '#entities/reps/rep.ts'
import { RepChannel, repChannelFlow } from '#entities/reps/rep-channel.ts'
import { RepShift, shiftFlow } from '#entities/reps/rep-shift.ts'
import { Request, requestFlow } from '#entities/reps/request.ts'
import { defineKind } from '#src/moves/kind.ts'

/** Told to the rep alone; where nobody stands behind them yet, in the pipeline's place. */
const own = { audience: ({ personId }: { personId: string | null }) => (personId ? { personIds: [personId] } : null) }

const ours = { pipeline: () => 'reps', waits: () => false, waitsSql: 'false' } as const

export const channelKind = defineKind<Channel>({
  ...{ name: 'channel', prefix: 'CH', entity: Channel, table: 'channels', flow: channelFlow },
  ...ours,
})

export const repKind = defineKind<Rep>({
  ...{ name: 'rep', prefix: 'RP', entity: Rep, table: 'reps', flow: repFlow },
  ...ours,
  findSql: 'full_name ilike $1 or phone_number ilike $1',
})

export const repChannelKind = defineKind<RepChannel>({
  ...{ name: 'repchannel', prefix: 'RC', entity: RepChannel, table: 'rep_channels', flow: repChannelFlow },
  ...ours,
})

export const requestKind = defineKind<Request>({
  ...{ name: 'request', prefix: 'R', entity: Request, table: 'rep_requests', flow: requestFlow },
  ...ours,
  ...own,
  waits: ({ state }) => state === 'doubtful',
  waitsSql: "state = 'doubtful'",
  findSql: 'content ilike $1',
  endedSql: "state in ('done', 'failed', 'refused', 'withdrawn')",
})

export const leadKind = defineKind<Lead>({
  ...{ name: 'lead', prefix: 'L', entity: Lead, table: 'leads', flow: leadFlow },
  ...ours,
  ...own,
  waits: ({ wroteAt }) => wroteAt !== null,
  waitsSql: 'wrote_at is not null',
  findSql: `name ilike $1 or phone ilike $1 or email ilike $1
    or id in (select lead_id from lead_handles where handle ilike $1)`,
})

export const shiftKind = defineKind<RepShift>({
  ...{ name: 'shift', prefix: 'SH', entity: RepShift, table: 'rep_shifts', flow: shiftFlow },
  ...ours,
  ...own,
  rings: ({ state }) => state !== 'planned',
})
