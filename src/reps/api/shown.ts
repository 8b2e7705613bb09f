import { z } from 'zod'
import { Lead } from '#entities/reps/lead.ts'
import { RepShift } from '#entities/reps/rep-shift.ts'
import { Request } from '#entities/reps/request.ts'
import { writeRef } from '#src/cards/ref.ts'
import { ref, time } from '#src/web/shapes.ts'
import { defineShown } from '#src/web/shown.ts'
import type { LeadView } from '../desk/lead-view.ts'
import type { RequestView } from '../desk/request-view.ts'
import { leadKind, requestKind, shiftKind } from '../kinds.ts'
import { allowanceOf, dayOf } from '../plan/daily-cap.ts'
import type { ShiftView } from '../shifts/shift-view.ts'
import { keys, nothing, ours, own } from './own.ts'

const requestShape = z.strictObject({
  ...{ id: z.uuid(), ref: ref('R-12'), state: z.string(), rep: z.string(), channel: z.string(), activity: z.string() },
  ...{ lead: z.string(), leadId: z.uuid(), content: z.string(), isBulk: z.boolean(), isReply: z.boolean() },
  ...{ why: nothing, sandbox: z.boolean(), createdAt: time, takenAt: time.nullable(), doneAt: time.nullable() },
  platformRef: nothing,
})

function writeRequest(view: RequestView) {
  const { id, state, rep, channel, activity, lead, leadId, content, isBulk, isReply, why, sandbox } = view
  const { createdAt, takenAt, doneAt, platformRef } = view
  const times = { createdAt, takenAt, doneAt }
  const said = { content, isBulk, isReply, why, sandbox, platformRef, ...times }
  return { id, ref: writeRef(requestKind, view), state, rep, channel, activity, lead, leadId, ...said }
}

export const requestShown = defineShown<RequestView>({
  ...{ path: 'requests', title: 'Requests', one: 'request' },
  ...ours,
  states: { queued: 'Waits', sending: 'Leaving', doubtful: 'Did it leave?', done: 'Done' },
  list: own(Request, 'personId'),
  api: { ...keys, shape: requestShape, write: writeRequest },
})

export const leadShape = z.strictObject({
  ...{
    id: z.uuid(),
    ref: ref('L-3'),
    state: z.string(),
    called: z.string(),
    name: nothing,
    phone: nothing,
    email: nothing,
  },
  ...{ contactedAt: time.nullable(), wroteAt: time.nullable() },
})

export function writeLead(view: LeadView) {
  const { id, state, called, name, phone, email, contactedAt, wroteAt } = view
  return { id, ref: writeRef(leadKind, view), state, called, name, phone, email, contactedAt, wroteAt }
}

export const leadShown = defineShown<LeadView>({
  ...{ path: 'leads', title: 'Leads', one: 'lead' },
  ...ours,
  states: { open: 'May be written to', cold: 'Not interested', blocked: 'Do not contact' },
  list: own(Lead, 'personId'),
  api: { ...keys, shape: leadShape, write: writeLead, patch: 'edit' },
})

const shiftShape = z.strictObject({
  ...{
    id: z.uuid(),
    ref: ref('SH-4'),
    state: z.string(),
    label: z.string().describe('Ada Quist shift #1 on 2026-03-02'),
    rep: z.string(),
    shiftNumber: z.int(),
    shiftDate: z.string(),
  },
  ...{ beginsAt: time, endsAt: time, answers: z.int(), errors: z.int() },
  activities: z.array(z.strictObject({ activity: z.string(), done: z.int(), allowed: z.int(), sandbox: z.boolean() })),
})

function labelShift({ rep, shiftNumber, shiftDate }: ShiftView): string {
  return `${rep} shift #${shiftNumber} on ${shiftDate}`
}

export const shiftShown = defineShown<ShiftView>({
  ...{ path: 'shifts', title: 'Shifts', one: 'shift' },
  ...ours,
  states: { planned: 'To come', open: 'Under way', over: 'Over' },
  list: own(RepShift, 'personId'),
  api: {
    ...keys,
    shape: shiftShape,
    write: (view) => {
      const { id, state, rep, shiftNumber, shiftDate, beginsAt, endsAt, answers, errors, lanes } = view
      const activities = lanes.map((lane) => {
        const day = dayOf(lane, shiftDate)
        return { activity: lane.activity, done: day.taken, allowed: allowanceOf(lane, day), sandbox: lane.sandbox }
      })
      const numbers = { shiftNumber, shiftDate, beginsAt, endsAt, answers, errors, activities }
      return { id, ref: writeRef(shiftKind, view), state, label: labelShift(view), rep, ...numbers }
    },
  },
})
