import type { EntityManager } from '@mikro-orm/postgresql'
import { writeCount } from '#src/basics/write-count.ts'
import { readTime, sql } from '#src/database/sql.ts'
import type { Backlog, Pipeline } from '#src/pipeline.ts'
import { inboundDoor } from './answers/door.ts'
import { answerReader } from './answers/read-answers.ts'
import { accountRoutes } from './api/account-routes.ts'
import { channelRoutes } from './api/channel-routes.ts'
import { ledgerRoutes } from './api/ledger-routes.ts'
import { outreachRoutes } from './api/outreach-routes.ts'
import { leadShown, requestShown, shiftShown } from './api/shown.ts'
import { channelShown, repChannelShown, repShown } from './api/shown-registry.ts'
import { actCommands } from './commands/act-commands.ts'
import { importCommand } from './commands/import-command.ts'
import { registryCommands } from './commands/registry-commands.ts'
import { repCommands } from './commands/rep-commands.ts'
import { teamCommands } from './commands/team-commands.ts'
import { channelSubject } from './desk/channel-subject.ts'
import { leadSubject } from './desk/lead-subject.ts'
import { repChannelSubject } from './desk/rep-channel-subject.ts'
import { repSubject } from './desk/rep-subject.ts'
import { requestSubject } from './desk/request-subject.ts'
import { shiftSubject } from './desk/shift-subject.ts'
import { repDeliveries } from './dispatch/deliveries.ts'
import { createRepSender } from './dispatch/sender.ts'
import { REP_CHANNEL } from './dispatch/write-call.ts'
import { checkChannels } from './doctor.ts'
import { repPeople } from './erase.ts'
import { repsPage } from './reps-page.ts'
import { DISPATCH } from './steps.ts'

/** Reps -> requests -> the microservices of their channels, in shifts and under daily capacities. */
export const repPipeline: Pipeline = {
  name: 'reps',
  title: 'Reps',
  isConfigured: ({ REPS }) => REPS === 'on',
  needs: ['REPS'],
  hours: 12,
  deciders: ['rep'],
  kinds: [
    { subject: requestSubject, shown: requestShown },
    { subject: leadSubject, shown: leadShown },
    { subject: shiftSubject, shown: shiftShown },
    { subject: repSubject, shown: repShown },
    { subject: repChannelSubject, shown: repChannelShown },
    { subject: channelSubject, shown: channelShown },
  ],
  commands: [...repCommands, ...actCommands, importCommand, ...teamCommands, ...registryCommands],
  deliveries: repDeliveries,
  senders: (app) => (app.repChannels ? { [REP_CHANNEL]: createRepSender(app, app.repChannels) } : {}),
  readers: [answerReader],
  doors: [inboundDoor],
  routes: [...channelRoutes, ...accountRoutes, ...outreachRoutes, ...ledgerRoutes],
  pages: [repsPage],
  people: repPeople,
  gauges: [
    {
      name: 'deskhand_rep_acts_today',
      help: 'Acts of reps that count today, by channel',
      label: 'channel',
      sql: `select c.name as label, coalesce(sum(d.taken), 0)::int as value from channels c
        left join rep_channels rc on rc.channel_id = c.id left join rep_days d on d.rep_channel_id = rc.id
          and d.date = ($1::timestamptz at time zone rc.timezone)::date group by c.name`,
    },
  ],
  prune: [
    { table: 'rep_shift_errors', days: 400, where: 'at < $1' },
    { table: 'rep_shift_activities', days: 400, where: 'at < $1' },
    { table: 'lead_messages', days: 400, where: 'at < $1' },
  ],
  sealed: [
    { table: 'channels', column: 'secret' },
    { table: 'rep_channels', column: 'password' },
    { table: 'reps', column: 'ig_password' },
  ],
  doctor: checkChannels,
  backlog,
  digest,
}

async function backlog(em: EntityManager): Promise<Backlog[]> {
  const rows = await sql<{ count: number; oldest: string | null }>(
    em,
    `select count(*)::int as count, min(created_at) as oldest from rep_requests where state = 'queued'`,
  )
  return rows.flatMap(({ count, oldest }) =>
    oldest ? [{ what: 'requests of reps', step: DISPATCH, count, oldest: readTime(oldest) }] : [],
  )
}

async function digest(em: EntityManager, from: Date, to: Date): Promise<string[]> {
  const [row] = await sql<{ done: number; answers: number; errors: number }>(
    em,
    `select (select count(*)::int from rep_requests where done_at >= $1 and done_at < $2) as done,
       (select count(*)::int from lead_messages where at >= $1 and at < $2) as answers,
       (select count(*)::int from rep_shift_errors where at >= $1 and at < $2 and level = 2) as errors`,
    [from, to],
  )
  if (!row) return []
  return [
    ...(row.done ? [`${row.done} done by reps`] : []),
    ...(row.answers ? [writeCount(row.answers, 'answer')] : []),
    ...(row.errors ? [writeCount(row.errors, 'error')] : []),
  ]
}
