import type { EntityManager } from '@mikro-orm/postgresql'
import type { Card } from '#src/cards/card.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { channelKind, repKind } from '../kinds.ts'
import { isOn } from '../plan/availability.ts'
import { allowanceOf, dayOf, type Lane, windowsFrom } from '../plan/lane.ts'
import { loadLanes } from '../plan/load-lanes.ts'
import { DISPATCH } from '../steps.ts'
import { channelSubject } from './channel-subject.ts'
import { repSubject } from './rep-subject.ts'

const shared = { roles: ['admin'], pipeline: 'reps' } satisfies Partial<Command>

/** What an admin types about the team. */
export const teamCommands: Command[] = [
  {
    ...shared,
    name: 'team',
    help: 'who is on, done of allowed, answers, errors; pause a rep or a channel',
    run: showTeam,
  },
  {
    ...shared,
    name: 'pause',
    usage: '<rep|channel>',
    example: 'pause Instagram',
    help: 'nothing of theirs leaves',
    fits: isNoStep,
    run: (asked) => stop(asked, 'pause'),
  },
  {
    ...shared,
    name: 'resume',
    usage: '<rep|channel>',
    example: 'resume Instagram',
    help: 'they go on',
    fits: isNoStep,
    run: (asked) => stop(asked, 'resume'),
  },
]

const MOST_BUTTONS = 8

/** `pause orders.scrape` is a job's. */
function isNoStep(rest: string): boolean {
  return !/^[a-z]+\.[a-z-]+$/.test(rest)
}

export type TeamRow = {
  repId: string
  personId: string | null
  number: number
  name: string
  lanes: Lane[]
  answers: number
  errors: number
  queued: number
  isPaused: boolean
}

async function showTeam({ app }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const now = app.clock()
  const team = await loadTeam(em, now)
  if (team.length === 0) return { text: 'No reps yet. Write: rep add Ada Quist' }
  return { text: '', cards: [teamCard(team, await loadStops(em), now)] }
}

/** Every rep with today's figures, as the ledger has them. */
export async function loadTeam(em: EntityManager, now: Date): Promise<TeamRow[]> {
  const reps = await sql<Omit<TeamRow, 'lanes'>>(
    em,
    `select r.id as "repId", r.person_id as "personId", r.number, r.full_name as name, r.state = 'paused' as "isPaused",
       (select count(*)::int from lead_messages m join rep_channels rc on rc.id = m.rep_channel_id where rc.rep_id = r.id
         and (m.at at time zone rc.timezone)::date = ($1::timestamptz at time zone rc.timezone)::date) as answers,
       (select count(*)::int from rep_shift_errors e join rep_shifts s on s.id = e.shift_id
         join rep_channels rc on rc.id = s.rep_channel_id where s.rep_id = r.id and e.level = 2
         and s.shift_date = ($1::timestamptz at time zone rc.timezone)::date) as errors,
       (select count(*)::int from rep_requests q where q.rep_id = r.id and q.state = 'queued') as queued
     from reps r order by r.number`,
    [now],
  )
  const lanes = Map.groupBy(await loadLanes(em, 'true', []), ({ repId }) => repId)
  return reps.map((rep) => ({ ...rep, lanes: lanes.get(rep.repId) ?? [] }))
}

/** `on · Instagram message 4 of 4 · 1 answer · 0 errors` */
export function tellRep({ lanes, answers, errors, queued, isPaused }: TeamRow, now: Date): string {
  const [lane] = lanes
  const standing = isPaused ? 'paused' : !lane ? 'no channel' : isOn(lane.rep, now) ? 'on' : 'off'
  const figures = lanes.flatMap((each) => {
    const date = windowsFrom(each, now).next().value?.date ?? ''
    const day = dayOf(each, date)
    if (day.taken === 0) return []
    const off = isOn(each.own, now) ? '' : ' (off)'
    return [
      `${each.channel}${off} ${each.activity} ${day.taken} of ${Math.max(allowanceOf(each, day), day.taken)}${each.sandbox ? ' SANDBOX' : ''}`,
    ]
  })
  return [
    standing,
    ...figures,
    count(answers, 'answer'),
    count(errors, 'error'),
    ...(queued ? [`${queued} wait`] : []),
  ].join(' · ')
}

type Stop = { id: string; name: string; subject: 'rep' | 'channel'; moves: number; isPaused: boolean }

async function loadStops(em: EntityManager): Promise<Stop[]> {
  return sql<Stop>(
    em,
    `select id, full_name as name, 'rep' as subject, moves, state = 'paused' as "isPaused" from reps
     union all select id, name, 'channel', moves, state = 'paused' from channels order by subject desc, name limit ${MOST_BUTTONS}`,
  )
}

function teamCard(team: TeamRow[], stops: Stop[], now: Date): Card {
  const on = team.filter(({ isPaused, lanes: [lane] }) => !isPaused && lane && isOn(lane.rep, now)).length
  return {
    title: `Team today: ${on} on, ${team.length - on} off`,
    tone: 'waiting',
    facts: team.map((rep) => ({ label: rep.name, value: tellRep(rep, now) })),
    buttons: stops.map(({ id, name, subject, moves, isPaused }) => ({
      label: `${isPaused ? 'Resume' : 'Pause'} ${name}`,
      token: writeToken({ subject, verb: isPaused ? 'resume' : 'pause', id, moves }),
      style: 'plain',
    })),
  }
}

async function stop({ app, member, by, rest }: Asked, verb: 'pause' | 'resume'): Promise<Reply> {
  const name = rest.trim()
  if (member.role !== 'admin') throw new NotAllowed('Only an admin pauses a rep or a channel.')
  const [found, ...others] = name ? await findStops(app.em.fork(), name) : []
  if (!found || others.length > 0)
    throw new Refusal(found ? `More than one is called ${name.slice(0, 40)}.` : `Whom? For example: ${verb} Instagram`)
  if (found.isPaused === (verb === 'pause'))
    return { text: `${found.name} is ${verb === 'pause' ? 'paused already' : 'not paused'}.` }
  const subject = found.subject === 'rep' ? repSubject : channelSubject
  await inTransaction(app, async (tx) => {
    const kind = found.subject === 'rep' ? repKind : channelKind
    const [view] = await subject.load(tx.em, [found.id])
    if (view)
      await move(tx, kind as typeof repKind, [view as never], verb, {
        personId: member.id,
        name: member.name,
        via: by.via,
      })
    tx.ring(DISPATCH)
  })
  return { text: verb === 'pause' ? `${found.name} is paused: nothing leaves.` : `${found.name} goes on.` }
}

async function findStops(em: EntityManager, name: string): Promise<Stop[]> {
  return sql<Stop>(
    em,
    `select id, full_name as name, 'rep' as subject, moves, state = 'paused' as "isPaused" from reps
       where lower(full_name) = lower($1) or lower(split_part(full_name, ' ', 1)) = lower($1)
     union all select id, name, 'channel', moves, state = 'paused' from channels where lower(name) = lower($1)`,
    [name],
  )
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`
}
