import type { RepShift } from '#entities/reps/rep-shift.ts'
import { capital } from '#src/basics/capital.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { writeCity } from '#src/cards/times.ts'
import { shiftKind } from '../kinds.ts'
import { isOn, onFrom } from '../plan/availability.ts'
import { type Lane, latest, windowsFrom } from '../plan/lane.ts'
import { hoursOf } from '../plan/why.ts'
import { writeMoment } from '../plan/words.ts'
import { countQueued, switchRep } from '../registry/switch.ts'
import { loadShifts, type ShiftView, tellCount, tellDone } from '../shifts/shift-view.ts'
import { isOwn } from './whose.ts'

/** A rep's day in a channel: comes with the first hours, and tells at the end what it was. */
export const shiftSubject = defineSubject<RepShift, ShiftView>({
  kind: shiftKind,
  load: loadShifts,
  card: (view, app) => ({
    title: titleOf(view),
    tone: view.state === 'over' ? 'done' : isOff(view, app.clock()) ? 'bad' : 'good',
    facts: factsOf(view),
    footer: footerOf(view, app.clock()),
  }),
  offers: (view) => (view.state === 'open' ? offersOf(view) : []),
  tells: { steps: { begin: 'The first hours came.', finish: 'The day was over.' }, fields: {} },
  verbs: {
    on: { label: 'On', past: 'turned {it} on', style: 'primary' },
    off: { label: 'Off', past: 'turned {it} off' },
  },
  act: { on: (acting) => turn(acting, true), off: (acting) => turn(acting, false) },
  mayPress: (member, view) => isOwn(member, view.personId),
})

const channelOf = ({ lanes }: ShiftView) => lanes[0]?.channel ?? 'The channel'

function titleOf(view: ShiftView): string {
  const channel = channelOf(view)
  const done = tellDone(view)
  const sandbox = view.lanes[0]?.sandbox ? 'SANDBOX ' : ''
  if (view.state !== 'over') return `${sandbox}${channel} today: ${done === 'nothing' ? 'nothing yet' : done}`
  const figures = [done, writeCount(view.answers, 'answer'), writeCount(view.errors, 'error')].join(' · ')
  return `${sandbox}${channel}, done for today: ${figures}`
}

function factsOf(view: ShiftView) {
  const [first] = view.lanes
  const usual = first ? hoursOf(first) : ''
  const isUsual = (lane: Lane) => hoursOf(lane) === usual
  return [
    ...(first ? [{ label: 'Hours', value: `${usual}, ${writeCity(first.zone)}` }] : []),
    ...(first?.sandbox ? [{ label: 'Sandbox', value: 'everything happens, nothing leaves' }] : []),
    ...view.lanes.map((lane) => ({
      label: capital(lane.activity),
      value: [tellCount(lane, view.shiftDate), ...(isUsual(lane) ? [] : [hoursOf(lane)])].join(' · '),
    })),
    { label: 'Answers', value: String(view.answers) },
    ...(view.errors > 0 ? [{ label: 'Errors', value: `${view.errors}: type errors to read them` }] : []),
    ...(view.queued > 0 ? [{ label: 'Waiting', value: String(view.queued) }] : []),
  ]
}

function footerOf(view: ShiftView, now: Date): string {
  const [lane] = view.lanes
  if (view.state === 'over') return `The shift is over.${view.queued > 0 ? tellNext(view, now) : ''}`
  if (!lane) return ''
  if (lane.isRepPaused) return 'An admin paused everything of yours.'
  if (lane.isChannelPaused) return `An admin paused ${lane.channel}.`
  if (!isOn(lane.rep, now)) return tellOff('You are off everywhere', lane.rep, lane.zone, now)
  return isOn(lane.own, now) ? 'You are on.' : tellOff(`${lane.channel} is off`, lane.own, lane.zone, now)
}

/** ` 6 wait. Next: tomorrow 9:00 AM, Los Angeles.` */
function tellNext({ lanes: [lane], queued }: ShiftView, now: Date): string {
  const next = lane && windowsFrom(lane, now).next().value
  const when = next ? ` Next: ${writeMoment(latest(next.from, now), lane.zone, now)}, ${writeCity(lane.zone)}.` : ''
  return ` ${tellWaiting(queued)}${when}`
}

/** `Instagram is off until 2:00 PM, Los Angeles.` */
function tellOff(what: string, state: Lane['own'], zone: string, now: Date): string {
  const until = onFrom(state, now)
  return until ? `${what} until ${writeMoment(until, zone, now)}, ${writeCity(zone)}.` : `${what}.`
}

function isOff({ lanes: [lane] }: ShiftView, now: Date): boolean {
  if (!lane) return false
  return lane.isRepPaused || lane.isChannelPaused || !isOn(lane.rep, now) || !isOn(lane.own, now)
}

/** Both ways: the switch may turn round by itself between a drawing and a press. */
function offersOf(view: ShiftView): Offer[] {
  const [lane] = view.lanes
  if (!lane) return []
  const verb = (state: Lane['own']) => (state.available ? 'off' : 'on')
  return [
    { verb: verb(lane.own), arg: 'channel', label: `${lane.channel} ${verb(lane.own)}` },
    { verb: verb(lane.rep), arg: 'all', label: `All ${verb(lane.rep)}` },
  ]
}

async function turn({ tx, view, by, arg }: Acting<ShiftView>, on: boolean): Promise<Effect<RepShift>> {
  const isAll = arg === 'all' || !view.repChannelId
  await switchRep(
    tx,
    isAll ? { repId: view.repId } : { repChannelId: view.repChannelId ?? '' },
    { on, until: null },
    by,
  )
  const waiting = await countQueued(tx, view.repId, isAll ? null : view.repChannelId)
  return { tell: `${isAll ? 'You are' : `${channelOf(view)} is`} ${on ? 'on' : 'off'}. ${tellWaiting(waiting)}` }
}

/** `6 wait.` */
export function tellWaiting(waiting: number): string {
  if (waiting === 0) return 'Nothing waits.'
  return `${writeCount(waiting, 'waits', 'wait')}.`
}
