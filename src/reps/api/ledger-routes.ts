import { z } from 'zod'
import { sql } from '#src/database/sql.ts'
import type { Caller } from '#src/web/caller.ts'
import { offsetOf, type Paging, paginate, pagingShape } from '#src/web/paging.ts'
import { defineRoute } from '#src/web/route.ts'
import { paginationShape, time } from '#src/web/shapes.ts'

const id = z.uuid()
const activityShape = z.strictObject({
  ...{ id, label: z.string(), shiftId: id, repActivityId: id, requestId: id, leadId: id, at: time },
  ...{ outcome: z.enum(['done', 'failed', 'doubtful']), sandbox: z.boolean() },
})
const errorShape = z.strictObject({
  ...{ id, shiftId: id, repActivityId: id.nullable(), requestId: id.nullable(), message: z.string() },
  ...{ code: z.int().describe('The platform\u2019s own, or the HTTP status'), at: time },
  level: z.int().describe('0 info, 1 warning, 2 error'),
})
const averageShape = z.strictObject({
  ...{
    id,
    repChannelId: id,
    repActivityId: id,
    date: z.iso.date(),
    average: z.int().describe('What may be done that day'),
  },
  ...{ done: z.int(), errors: z.int() },
})

const ISO = `to_char(x.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`
/** A shift as a rep calls it, in SQL over a shift `s` and a rep `r`. */
const SHIFT_LABEL = `r.full_name || ' shift #' || s.shift_number || ' on ' || s.shift_date`

const ACTS = `select x.id, ca.name || ' in ' || ${SHIFT_LABEL} as label, x.shift_id as "shiftId",
    x.rep_activity_id as "repActivityId", x.request_id as "requestId", x.lead_id as "leadId", ${ISO}, x.outcome,
    x.sandbox
  from rep_shift_activities x join rep_shifts s on s.id = x.shift_id join reps r on r.id = s.rep_id
  join rep_activities a on a.id = x.rep_activity_id join channel_activities ca on ca.id = a.activity_id
  where ($1::uuid is null or r.person_id = $1) and ($2::uuid is null or s.id = $2)`
const ERRORS = `select x.id, x.shift_id as "shiftId", x.rep_activity_id as "repActivityId", x.request_id as "requestId",
    x.message, x.code, x.level, ${ISO}
  from rep_shift_errors x join rep_shifts s on s.id = x.shift_id join reps r on r.id = s.rep_id
  where ($1::uuid is null or r.person_id = $1) and ($2::uuid is null or s.id = $2)`
const AVERAGES = `select x.id, x.rep_channel_id as "repChannelId", x.rep_activity_id as "repActivityId", x.date::text,
    x.average, x.done, x.errors
  from rep_days x join rep_channels rc on rc.id = x.rep_channel_id join reps r on r.id = rc.rep_id
  where ($1::uuid is null or r.person_id = $1) and ($2::uuid is null or rc.id = $2)`

/** What shifts recorded: their acts, their errors, and each day's allowance of each activity. A rep reads their own. */
export const ledgerRoutes = [
  listOf('shift-activities', 'The acts of shifts, newest first', 'shift', activityShape, ACTS, 'at'),
  listOf('shift-errors', 'What went wrong in shifts, newest first', 'shift', errorShape, ERRORS, 'at'),
  listOf('running-averages', 'What may be done each day', 'repChannel', averageShape, AVERAGES, 'date'),
]

function listOf(path: string, summary: string, of: string, shape: z.ZodType, rows: string, newest: 'at' | 'date') {
  return defineRoute({
    method: 'get',
    path: `/${path}`,
    summary,
    roles: ['admin', 'rep'],
    query: pagingShape.extend({ [of]: id.optional() }),
    answer: z.strictObject({ [path]: z.array(shape), pagination: paginationShape }),
    async run({ app, caller, query: asked }) {
      const query = asked as Paging & Record<string, unknown>
      const em = app.em.fork()
      const { limit, offset } = offsetOf(query)
      const whose = [ownerOf(caller), query[of] ?? null]
      const [counted] = await sql<{ n: number }>(em, `select count(*)::int as n from (${rows}) t`, whose)
      const page = await sql(em, `${rows} order by x.${newest} desc, x.id limit $3 offset $4`, [
        ...whose,
        limit,
        offset,
      ])
      return { [path]: page, pagination: paginate(counted?.n ?? 0, query) }
    },
  })
}

/** Null: everyone's. */
function ownerOf({ member }: Caller): string | null {
  return member.role === 'admin' ? null : member.id
}
