import { z } from 'zod'
import { Channel } from '#entities/reps/channel.ts'
import { Rep } from '#entities/reps/rep.ts'
import { RepChannel } from '#entities/reps/rep-channel.ts'
import { writeRef } from '#src/cards/ref.ts'
import { listRows } from '#src/web/list-rows.ts'
import { ref } from '#src/web/shapes.ts'
import { defineShown } from '#src/web/shown.ts'
import type { RepChannelView } from '../desk/rep-channel-view.ts'
import { channelKind, repChannelKind, repKind } from '../kinds.ts'
import { keys, nothing, ours, own } from './own.ts'

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
  roles: ['admin'],
  states: { open: 'In use', paused: 'Paused' },
  list: (em, _, { state }, paging) => listRows(em, Channel, state ? { state } : {}, paging),
  api: { shape: channelShape, write: writeChannel, patch: 'edit' },
})
