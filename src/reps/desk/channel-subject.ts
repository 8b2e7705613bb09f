import type { EntityManager } from '@mikro-orm/postgresql'
import { Channel } from '#entities/reps/channel.ts'
import { writeRef } from '#src/cards/ref.ts'
import { defineSubject } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { channelKind } from '../kinds.ts'
import { saveActivity } from '../registry/save-channel.ts'
import { showStanding } from '../registry/switch.ts'
import { askActivity, askChannel, editChannel } from './edits.ts'

export type ChannelView = Channel & {
  /** What one can do there. */
  activities: string[]
}

const rested = { restUntil: null, restWhy: null, failures: 0 }

/** A platform and the microservice behind it. */
export const channelSubject = defineSubject<Channel, ChannelView>({
  kind: channelKind,
  load: loadChannels,
  card: (channel) => ({
    title: `${writeRef(channelKind, channel)} ${channel.name}`,
    tone: channel.state === 'paused' ? 'bad' : 'good',
    facts: [
      { label: 'Inside', value: channel.dockerUrl },
      { label: 'Outside', value: channel.externalUrl },
      { label: 'One can', value: channel.activities.join(', ') || 'nothing yet: add an activity' },
      ...(channel.description ? [{ label: 'About', value: channel.description }] : []),
      ...(channel.restWhy ? [{ label: 'Said', value: channel.restWhy }] : []),
    ],
    footer: channel.state === 'paused' ? 'Paused by an admin: nothing leaves through it.' : 'In use.',
  }),
  offers: ({ state }) => [
    { verb: state === 'open' ? 'pause' : 'resume' },
    ...['activity', 'edit'].map((verb) => ({ verb, quiet: true })),
  ],
  ask: (channel, verb) => (verb === 'edit' ? askChannel(channel) : verb === 'activity' ? askActivity : null),
  verbs: {
    pause: { label: 'Pause', past: 'paused', style: 'danger' },
    resume: { label: 'Resume', past: 'resumed', style: 'primary' },
    activity: { label: 'Add an activity', past: 'added an activity to' },
    edit: { label: 'Edit', past: 'edited' },
  },
  act: {
    activity: async ({ tx, view, answers }) => {
      const { name = '', contacts = 'yes' } = answers
      await saveActivity(tx, { channelId: view.id, name, description: null, contacts: contacts === 'yes' })
      return { note: name.trim(), tell: `One can ${name.trim()} on ${view.name} now, and every account there may.` }
    },
    edit: async ({ tx, view, answers }) => {
      const edited = editChannel(answers)
      await refuseTaken(tx, view.id, edited.name)
      await showStanding(tx, { channelId: view.id })
      // A new address is tried at once.
      return { set: { ...edited, ...rested }, edited: true, tell: 'Saved.' }
    },
    pause: async ({ tx, view }) => {
      await showStanding(tx, { channelId: view.id })
      return { tell: `${view.name} is paused: nothing leaves through it.` }
    },
    resume: async ({ tx, view }) => {
      await showStanding(tx, { channelId: view.id })
      return { set: rested, tell: `${view.name} goes on.` }
    },
  },
  mayPress: ({ role }) => role === 'admin',
})

async function refuseTaken({ em }: Tx, id: string, name = ''): Promise<void> {
  const [other] = await sql(em, 'select 1 from channels where lower(name) = lower($2) and id <> $1', [id, name])
  if (other) throw new Refusal(`There is a channel '${name}' already.`, { name: 'taken' })
}

async function loadChannels(em: EntityManager, ids: string[]): Promise<ChannelView[]> {
  const rows = await sql<{ id: string; activities: string[] }>(
    em,
    `select c.id, coalesce((select jsonb_agg(a.name order by a.contacts desc, a.name) from channel_activities a
       where a.channel_id = c.id), '[]') as activities from channels c where c.id = any($1::uuid[])`,
    [ids],
  )
  const activities = new Map(rows.map((row) => [row.id, row.activities]))
  const channels = await em.find(Channel, { id: { $in: ids } })
  return channels.map((channel) => Object.assign(channel, { activities: activities.get(channel.id) ?? [] }))
}
