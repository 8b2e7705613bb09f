import type { EntityManager } from '@mikro-orm/postgresql'
import { findNamed } from '#src/basics/find-named.ts'
import type { Card } from '#src/cards/card.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import type { Acting } from '#src/cards/subject.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { channelSubject } from '../desk/channel-subject.ts'
import { repSubject } from '../desk/rep-subject.ts'
import { isOn } from '../plan/availability.ts'
import { loadTeam, type TeamRow, tellRep } from './team.ts'

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

async function showTeam({ app }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const now = app.clock()
  const team = await loadTeam(em, now)
  if (team.length === 0) return { text: 'No reps yet. Write: rep add Ada Quist' }
  return { text: '', cards: [teamCard(team, await loadStops(em), now)] }
}

type Stop = { id: string; name: string; subject: 'rep' | 'channel'; moves: number; isPaused: boolean }

async function loadStops(em: EntityManager): Promise<Stop[]> {
  return sql<Stop>(
    em,
    `select id, full_name as name, 'rep' as subject, moves, state = 'paused' as "isPaused" from reps
     union all select id, name, 'channel', moves, state = 'paused' from channels
     order by subject desc, name`,
  )
}

function teamCard(team: TeamRow[], stops: Stop[], now: Date): Card {
  const on = team.filter(({ isPaused, lanes: [lane] }) => !isPaused && lane && isOn(lane.rep, now)).length
  return {
    title: `Team today: ${on} on, ${team.length - on} off`,
    tone: 'waiting',
    facts: team.map((rep) => ({ label: rep.name, value: tellRep(rep, now) })),
    buttons: stops.slice(0, MOST_BUTTONS).map(({ id, name, subject, moves, isPaused }) => ({
      label: `${isPaused ? 'Resume' : 'Pause'} ${name}`,
      token: writeToken({ subject, verb: isPaused ? 'resume' : 'pause', id, moves }),
      style: 'plain',
    })),
  }
}

async function stop({ app, member, by, rest }: Asked, verb: 'pause' | 'resume'): Promise<Reply> {
  const name = rest.trim()
  if (member.role !== 'admin') throw new NotAllowed('Only an admin pauses a rep or a channel.')
  const [found, ...others] = findNamed(await loadStops(app.em.fork()), name)
  if (!found || others.length > 0)
    throw new Refusal(
      found
        ? `More than one is called ${name.slice(0, 40)}. Write the whole name.`
        : `Whom? For example: ${verb} Instagram`,
    )
  if (found.isPaused === (verb === 'pause'))
    return { text: `${found.name} is ${verb === 'pause' ? 'paused already' : 'not paused'}.` }
  const actor = { personId: member.id, name: member.name, via: by.via }
  return { text: await inTransaction(app, (tx) => doAs(tx, app, found, { verb, by: actor, member })) }
}

type Doing = Pick<Acting<unknown>, 'by' | 'member'> & { verb: string }

/** What the button of its card does. */
async function doAs(tx: Tx, app: Asked['app'], { subject, id }: Stop, doing: Doing): Promise<string> {
  const { kind, load, act, verbs } = subject === 'rep' ? repSubject : channelSubject
  const { verb, by, member } = doing
  await sql(tx.em, `select 1 from ${kind.table} where id = $1 for update`, [id])
  const [view] = await load(tx.em, [id])
  if (!view) throw new Refusal('That is gone.')
  const { set, tell } = (await act[verb]?.({ tx, app, view, by, member, answers: {}, arg: undefined })) ?? {}
  await move(tx, kind, [view], verb, by, set && { set: () => set })
  return tell ?? `${verbs[verb]?.label}: done.`
}
