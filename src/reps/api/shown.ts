import type { EntityClass } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { z } from 'zod'
import { Channel } from '#entities/reps/channel.ts'
import { Lead } from '#entities/reps/lead.ts'
import { Rep } from '#entities/reps/rep.ts'
import { RepChannel } from '#entities/reps/rep-channel.ts'
import { RepShift } from '#entities/reps/rep-shift.ts'
import { Request } from '#entities/reps/request.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { listRows } from '#src/web/list-rows.ts'
import type { Paging } from '#src/web/paging.ts'
import { ref, time } from '#src/web/shapes.ts'
import { defineShown } from '#src/web/shown.ts'
import type { LeadView } from '../desk/lead-view.ts'
import type { RepChannelView } from '../desk/rep-channel-view.ts'
import type { RequestView } from '../desk/request-view.ts'
import { channelKind, leadKind, repChannelKind, repKind, requestKind, shiftKind } from '../kinds.ts'
import { allowanceOf, dayOf } from '../plan/lane.ts'
import type { ShiftView } from '../shifts/shift-view.ts'

const keys = { roles: ['admin' as const, 'rep' as const] }
const ours = { roles: ['rep' as const] }
const nothing = z.string().nullable()

/** A rep sees their own, an admin everything. */
function own<Row extends RecordRow>(entity: EntityClass<Row>, column: 'personId' | 'repId') {
  return async (em: EntityManager, who: Member, { state }: { state?: string }, paging: Paging) => {
    const mine = who.role === 'admin' ? {} : { [column]: column === 'personId' ? who.id : await repIdOf(em, who) }
    return listRows(em, entity, { ...mine, ...(state && { state }) } as never, paging)
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

async function repIdOf(em: EntityManager, who: Member): Promise<string> {
  const [rep] = await sql<{ id: string }>(em, 'select id from reps where person_id = $1', [who.id])
  return rep?.id ?? NOBODY
}

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

export const repShape = z.strictObject({
  ...{
    id: z.uuid(),
    ref: ref('RP-1'),
    state: z.string(),
    fullName: z.string(),
    label: z.string(),
    phoneNumber: nothing,
  },
  ...{
    available: z.boolean(),
    country: z.string(),
    city: z.string(),
    igUsername: nothing,
    personId: z.uuid().nullable(),
  },
})

export function writeRep(rep: Rep) {
  const { id, state, fullName, phoneNumber, available, country, city, igUsername, personId } = rep
  // A rep nobody stands behind yet still has a name.
  return {
    id,
    ref: writeRef(repKind, rep),
    state,
    fullName,
    label: fullName,
    phoneNumber,
    available,
    country,
    city,
    igUsername,
    personId,
  }
}

export const repShown = defineShown<Rep>({
  ...{ path: 'reps', title: 'Reps', one: 'rep' },
  ...ours,
  list: own(Rep, 'personId'),
  api: { ...keys, shape: repShape, write: writeRep, patch: 'edit' },
})

export const repChannelShape = z.strictObject({
  ...{ id: z.uuid(), ref: ref('RC-1'), label: z.string(), repId: z.uuid(), channelId: z.uuid(), username: nothing },
  ...{ hasPassword: z.boolean(), available: z.boolean(), startTime: z.string(), endTime: z.string() },
  ...{ maxCapacity: z.int(), timezone: z.string(), sandbox: z.boolean(), rampLifted: z.boolean() },
})

/** `<rep>(<full name>) on <channel>` */
export function labelRepChannel({ rep, channel }: Pick<RepChannelView, 'rep' | 'channel'>): string {
  return `${rep}(${rep}) on ${channel}`
}

export function writeRepChannel(view: RepChannelView) {
  const { id, repId, channelId, username, password, available, startTime, endTime } = view
  const { maxCapacity, timezone, sandbox, rampLifted } = view
  const account = { username, hasPassword: password !== null, available, startTime, endTime }
  return {
    id,
    ref: writeRef(repChannelKind, view),
    label: labelRepChannel(view),
    repId,
    channelId,
    ...account,
    maxCapacity,
    timezone,
    sandbox,
    rampLifted,
  }
}

export const repChannelShown = defineShown<RepChannelView>({
  ...{ path: 'rep-channels', title: 'Accounts', one: 'repChannel' },
  ...ours,
  list: own(RepChannel, 'repId'),
  api: { ...keys, shape: repChannelShape, write: writeRepChannel, patch: 'edit' },
})

export const channelShape = z.strictObject({
  ...{
    id: z.uuid(),
    ref: ref('CH-1'),
    state: z.string(),
    name: z.string(),
    dockerUrl: z.string(),
    externalUrl: z.string(),
  },
  ...{ description: nothing, addressedBy: z.string() },
})

export function writeChannel(channel: Channel) {
  const { id, state, name, dockerUrl, externalUrl, description, addressedBy } = channel
  return { id, ref: writeRef(channelKind, channel), state, name, dockerUrl, externalUrl, description, addressedBy }
}

export const channelShown = defineShown<Channel>({
  ...{ path: 'channels', title: 'Channels', one: 'channel' },
  roles: [],
  states: { open: 'In use', paused: 'Paused' },
  list: (em, _, { state }, paging) => listRows(em, Channel, state ? { state } : {}, paging),
  api: { shape: channelShape, write: writeChannel, patch: 'edit' },
})
