import { cardOf } from '#src/cards/card-of.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { writeCity } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { shiftSubject } from '../desk/shift-subject.ts'
import { repOf } from '../desk/whose.ts'
import { isOn } from '../plan/availability.ts'
import { type Lane, todayOf, windowsFrom } from '../plan/lane.ts'
import { hoursOf } from '../plan/why.ts'
import { writeMoment } from '../plan/words.ts'
import { runShifts } from '../shifts/run-shifts.ts'
import { loadShifts, tellLanes } from '../shifts/shift-view.ts'
import { availableCommand } from './available-command.ts'
import { loadOwn } from './load-own.ts'
import { tellRamp } from './ramp-words.ts'
import { tellErrors } from './tell-errors.ts'

const shared = { roles: ['rep'], pipeline: 'reps' } satisfies Partial<Command>

/** What a rep types about their own day. */
export const repCommands: Command[] = [
  { ...shared, name: 'shifts', help: 'your day: hours, done of allowed, when the next begins', run: tellShifts },
  { ...shared, name: 'shift', help: 'the card of your shift, with its switches', run: showShift },
  availableCommand,
  { ...shared, name: 'capacity', help: 'what you may do today, and how it grows', run: tellCapacity },
  { ...shared, name: 'errors', help: 'what went wrong lately', run: tellErrors },
]

async function tellShifts(asked: Asked): Promise<Reply> {
  const lanes = await loadOwn(asked)
  const now = asked.app.clock()
  const alike = Map.groupBy(lanes, (lane) => `${lane.repChannelId} ${hoursOf(lane)}`)
  return { text: [...alike.values()].map((same) => tellHours(same, now)).join('\n') }
}

/**
 * `Instagram: message 4 of 4, like 0 of 4 · 9:00 AM to 5:00 PM, Los Angeles · open now`, of activities with the same
 * hours.
 */
function tellHours(lanes: Lane[], now: Date): string {
  const [lane] = lanes as [Lane]
  const [window] = windowsFrom(lane, now)
  const isOpen = window !== undefined && window.from <= now
  const when = isOpen ? 'open now' : `next ${window ? writeMoment(window.from, lane.zone, now) : 'not in sight'}`
  const isPaused = lane.isRepPaused || lane.isChannelPaused
  const off = isPaused ? ['paused by an admin'] : isOn(lane.rep, now) && isOn(lane.own, now) ? [] : ['off']
  const head = `${lane.sandbox ? 'SANDBOX ' : ''}${lane.channel}: ${tellLanes(lanes, todayOf(lane, now))}`
  return [head, `${hoursOf(lane)}, ${writeCity(lane.zone)}`, when, ...off].join(' · ')
}

/** Made on demand where midnight has not made it yet. */
async function showShift(asked: Asked): Promise<Reply> {
  const { app, member } = asked
  const rep = await repOf(app.em.fork(), member)
  await runShifts(app)
  const em = app.em.fork()
  const rows = await sql<{ id: string }>(
    em,
    `select distinct on (rep_channel_id) id from rep_shifts where rep_id = $1 and begins_at <= $2
     order by rep_channel_id, shift_date desc`,
    [rep.id, app.clock()],
  )
  const views = await loadShifts(
    em,
    rows.map(({ id }) => id),
  )
  if (views.length === 0) return tellShifts(asked)
  return { text: '', cards: views.map((view) => cardOf(shiftSubject, view, app, 'loud', member)) }
}

async function tellCapacity(asked: Asked): Promise<Reply> {
  const lanes = await loadOwn(asked)
  const em = asked.app.em.fork()
  const said = new Map<string, string[]>()
  for (const lane of lanes) {
    const words = `${lane.channel}\n${await tellRamp(em, lane, todayOf(lane, asked.app.clock()))}`
    said.set(words, [...(said.get(words) ?? []), lane.activity])
  }
  const lines = [...said].map(([words, activities]) => words.replace('\n', ` ${activities.join(', ')}: `))
  return { text: lines.join('\n') }
}
