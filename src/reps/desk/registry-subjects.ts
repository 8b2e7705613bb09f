import type { EntityManager } from '@mikro-orm/postgresql'
import { Channel } from '#entities/reps/channel.ts'
import { Rep } from '#entities/reps/rep.ts'
import { RepChannel } from '#entities/reps/rep-channel.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Acting, defineSubject } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { channelKind, repChannelKind, repKind } from '../kinds.ts'
import { hoursOf } from '../plan/why.ts'
import { writeCity } from '../plan/words.ts'
import { DISPATCH } from '../steps.ts'
import { askChannel, askRep, askRepChannel, editChannel, editRep, editRepChannel } from './edits.ts'
import { isOwn } from './whose.ts'

const switching = {
  on: { label: 'On', past: 'turned on', style: 'primary' },
  off: { label: 'Off', past: 'turned off' },
} as const

const goes = ({ tx }: Pick<Acting<unknown>, 'tx'>) => tx.ring(DISPATCH)

/** A rep: their profile. */
export const repSubject = defineSubject<Rep, Rep>({
  kind: repKind,
  load: (em, ids) => em.find(Rep, { id: { $in: ids } }),
  card: (rep) => ({
    title: `${writeRef(repKind, rep)} ${rep.fullName}`,
    tone: rep.state === 'paused' ? 'bad' : 'done',
    facts: [
      { label: 'Lives in', value: `${rep.city}, ${rep.country}` },
      ...(rep.phoneNumber ? [{ label: 'Phone', value: rep.phoneNumber }] : []),
      { label: 'Works', value: rep.available ? 'on' : 'off' },
    ],
    footer: rep.state === 'paused' ? 'Paused by an admin: nothing of theirs leaves.' : 'At work.',
  }),
  offers: ({ state, available }) => [
    { verb: state === 'active' ? 'pause' : 'resume' },
    { verb: available ? 'off' : 'on', quiet: true },
    { verb: 'edit', quiet: true },
  ],
  ask: (rep, verb) => (verb === 'edit' ? askRep(rep) : null),
  verbs: {
    pause: { label: 'Pause', past: 'paused', style: 'danger' },
    resume: { label: 'Resume', past: 'resumed', style: 'primary' },
    ...switching,
    edit: { label: 'Edit', past: 'edited' },
  },
  act: {
    pause: ({ view }) => ({ tell: `${view.fullName} is paused: nothing of theirs leaves.` }),
    resume: (acting) => {
      goes(acting)
      return { tell: `${acting.view.fullName} goes on.` }
    },
    on: (acting) => {
      goes(acting)
      return { set: { available: true, availableUntil: null } }
    },
    off: () => ({ set: { available: false, availableUntil: null } }),
    edit: ({ answers }) => ({ set: editRep(answers), edited: true, tell: 'Saved.' }),
  },
  mayPress: (member, view, verb) =>
    ['pause', 'resume', 'edit'].includes(verb) ? member.role === 'admin' : isOwn(member, view.personId),
})

export type RepChannelView = RepChannel & { rep: string; channel: string; personId: string | null }

/** A rep's account in a channel. */
export const repChannelSubject = defineSubject<RepChannel, RepChannelView>({
  kind: repChannelKind,
  load: loadRepChannels,
  card: (view) => ({
    title: `${writeRef(repChannelKind, view)} ${view.rep} on ${view.channel}${view.sandbox ? ' (SANDBOX: nothing leaves)' : ''}`,
    tone: view.available ? 'good' : 'bad',
    facts: [
      ...(view.username ? [{ label: 'Account', value: view.username }] : []),
      {
        label: 'Hours',
        value: `${hoursOf({ start: view.startTime, end: view.endTime })}, ${writeCity(view.timezone)}`,
      },
      { label: 'Capacity', value: `${view.maxCapacity} a day of each activity` },
    ],
    footer: view.rampLifted ? 'An established account: no ramp.' : 'The allowance grows day by day.',
  }),
  offers: ({ available, rampLifted }) => [
    { verb: available ? 'off' : 'on' },
    { verb: rampLifted ? 'ramp' : 'lift', quiet: true },
    { verb: 'edit', quiet: true },
  ],
  ask: (view, verb) => (verb === 'edit' ? askRepChannel(view) : null),
  verbs: {
    ...switching,
    lift: { label: 'Lift the ramp', past: 'lifted the ramp of' },
    ramp: { label: 'Use the ramp', past: 'brought the ramp back for' },
    edit: { label: 'Edit', past: 'edited' },
  },
  act: {
    on: (acting) => {
      goes(acting)
      return { set: { available: true, availableUntil: null }, tell: `${acting.view.channel} is on.` }
    },
    off: ({ view }) => ({ set: { available: false, availableUntil: null }, tell: `${view.channel} is off.` }),
    lift: (acting) => {
      goes(acting)
      return { set: { rampLifted: true }, tell: `${acting.view.rep} may do ${acting.view.maxCapacity} a day at once.` }
    },
    ramp: () => ({ set: { rampLifted: false } }),
    edit: (acting) => {
      goes(acting)
      return { set: editRepChannel(acting.answers), edited: true, tell: 'Saved.' }
    },
  },
  mayPress: (member, view, verb) =>
    ['lift', 'ramp', 'edit'].includes(verb) ? member.role === 'admin' : isOwn(member, view.personId),
})

async function loadRepChannels(em: EntityManager, ids: string[]): Promise<RepChannelView[]> {
  const rows = await sql<{ id: string; rep: string; channel: string; personId: string | null }>(
    em,
    `select rc.id, r.full_name as rep, c.name as channel, r.person_id as "personId" from rep_channels rc
     join reps r on r.id = rc.rep_id join channels c on c.id = rc.channel_id where rc.id = any($1::uuid[])`,
    [ids],
  )
  const names = new Map(rows.map((row) => [row.id, row]))
  const found = await em.find(RepChannel, { id: { $in: ids } })
  return found.flatMap((row) => {
    const named = names.get(row.id)
    return named ? [Object.assign(row, named)] : []
  })
}

/** A platform and the microservice behind it. */
export const channelSubject = defineSubject<Channel, Channel>({
  kind: channelKind,
  load: (em, ids) => em.find(Channel, { id: { $in: ids } }),
  card: (channel) => ({
    title: `${writeRef(channelKind, channel)} ${channel.name}`,
    tone: channel.state === 'paused' ? 'bad' : 'good',
    facts: [
      { label: 'Inside', value: channel.dockerUrl },
      { label: 'Outside', value: channel.externalUrl },
      ...(channel.restWhy ? [{ label: 'Said', value: channel.restWhy }] : []),
    ],
    footer: channel.state === 'paused' ? 'Paused by an admin: nothing leaves through it.' : 'In use.',
  }),
  offers: ({ state }) => [{ verb: state === 'open' ? 'pause' : 'resume' }, { verb: 'edit', quiet: true }],
  ask: (channel, verb) => (verb === 'edit' ? askChannel(channel) : null),
  verbs: {
    pause: { label: 'Pause', past: 'paused', style: 'danger' },
    resume: { label: 'Resume', past: 'resumed', style: 'primary' },
    edit: { label: 'Edit', past: 'edited' },
  },
  act: {
    edit: ({ answers }) => ({ set: editChannel(answers), edited: true, tell: 'Saved.' }),
    pause: ({ view }) => ({ tell: `${view.name} is paused: nothing leaves through it.` }),
    resume: (acting) => {
      goes(acting)
      return { set: { restUntil: null, restWhy: null, failures: 0 }, tell: `${acting.view.name} goes on.` }
    },
  },
  mayPress: ({ role }) => role === 'admin',
})
