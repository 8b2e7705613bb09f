import { readTokens } from '../times/time-tokens.ts'
import type { Field } from './field.ts'
import { fold } from './fold.ts'
import { writeDuration } from './json-lines.ts'
import { isClock, labelWords, type Role, slotOf } from './labels.ts'

type Slot = Partial<Record<Role, string>>
const rolesOfSlot: readonly Role[] = ['date', 'weekday', 'time', 'start', 'end', 'duration']

/** The text that answers 'when?': free answers as they stand, 'Option 1 date / start / end' put together to lines. */
export function writeTimesText(fields: readonly Field[]): string {
  const slots = new Map<string, Slot>()
  const free: string[] = []
  for (const field of fields) {
    const role = roleInSlot(field)
    if (role === 'times' && field.value !== '') free.push(field.value)
    else if (role !== null && rolesOfSlot.includes(role) && field.value !== '')
      put(slots, slotOf(field.label), role, field.value)
  }
  const days = underDay([...slots.values()], free)
  if (days) return days.join('\n')
  const joined = joinLoose(slots, free)
  return [...free, ...joined].join('\n')
}

/** 'From: 2pm' and 'To: 4pm' are the ends of a window, not a sender and a receiver. */
function roleInSlot({ role, label, value }: Field): Role | null {
  if (role === 'duration' && isRange(value)) return 'time'
  if (!isClock(value)) return role
  if (role === 'from') return 'start'
  return labelWords(label) === 'to' ? 'end' : role
}

const RANGE = new RegExp(
  String.raw`^\s*(?:from )?(CLOCK)\s?(?:-|\u2013|to|till|until)\s?(CLOCK)`.replaceAll(
    'CLOCK',
    String.raw`(?:\d{1,2}(?::\d\d)?(?:\s?[ap]\.?(?:m\b)?)?|noon|midnight)`,
  ),
  'i',
)

/** "Hours: 3p-6p", "12-5": no length, for it has halves of the day or ends before it starts. */
function isRange(value: string): boolean {
  const [from = '', to = ''] = RANGE.exec(value)?.slice(1) ?? []
  return to !== '' && (/\D/.test(from + to) || Number(to) < Number(from))
}

/** A slot named twice is the next one. */
function put(slots: Map<string, Slot>, key: string, role: Role, value: string): void {
  for (let round = 0; round < 20; round += 1) {
    const name = round === 0 ? key : `${key}+${round}`
    const slot = slots.get(name) ?? {}
    if (slot[role] !== undefined) continue
    slot[role] = value
    slots.set(name, slot)
    return
  }
}

/** "Date: Feb 27", "Session 1: 10-12", "Session 2: 2-4": hours of one day. */
function underDay([slot, ...more]: readonly Slot[], free: readonly string[]): string[] | null {
  const isDay = slot?.date !== undefined && Object.keys(slot).length === 1 && more.length === 0
  return isDay && free.length > 0 && free.every(isOfHours) ? free.map((line) => `${slot.date} ${line}`) : null
}

/** "2-4 pm", "das 14h as 17h": hours and no day. */
function isOfHours(line: string): boolean {
  const kinds = new Set(readTokens(fold(line)).map(({ kind }) => kind))
  return (
    kinds.has('clock') && !(['month', 'weekday', 'date', 'days', 'instant'] as const).some((kind) => kinds.has(kind))
  )
}

function joinLoose(slots: Map<string, Slot>, free: string[]): string[] {
  const all = [...slots.values()]
  const common = all.find(
    (slot) => slot.duration !== undefined && slot.date === undefined && slot.start === undefined,
  )?.duration
  const lasting = common ?? (all.length === 1 ? all[0]?.duration : undefined)
  const lone = all.filter((slot) => slot.date === undefined && (slot.start ?? slot.time ?? slot.end) !== undefined)
  const dates = all.filter((slot) => slot.date !== undefined && (slot.start ?? slot.time ?? slot.end) === undefined)
  if (lone.length === 1 && dates.length > 0 && all.every((slot) => slot.date === undefined || dates.includes(slot))) {
    return dates.map((slot) => writeSlot({ ...lone[0], date: slot.date ?? '' }, lasting))
  }
  if (free.length === 1 && lone.length === 1 && dates.length === 0 && all.length <= 2) {
    free[0] = `${free[0]} ${writeSlot(lone[0] ?? {}, lasting)}`
    return []
  }
  if (free.length > 0 && lasting !== undefined && all.length === 1) {
    for (const [at, line] of free.entries()) free[at] = withDuration(line, lasting)
    return []
  }
  return all.map((slot) => writeSlot(slot, lasting)).filter((line) => line !== '')
}

/** 'June 5 at 3pm' with 'Duration: 2 hours' beside it. */
function withDuration(text: string, lasting: string): string {
  return text
    .split('\n')
    .map((line) => (endsWithItsOnlyHour(line) ? `${line} for ${writeDuration(lasting)}` : line))
    .join('\n')
}

/** "01-15-2027 @ 18:00", and no range. */
function endsWithItsOnlyHour(line: string): boolean {
  const tokens = readTokens(fold(line))
  return tokens.at(-1)?.kind === 'clock' && tokens.filter(({ kind }) => kind === 'clock').length === 1
}

function writeSlot({ date: day = '', weekday, start, end, time, duration }: Slot, lasting: string | undefined): string {
  const date = weekday === undefined || day === '' ? day : `${weekday}, ${day}`
  const from = start ?? time ?? ''
  if (start !== undefined && end !== undefined) return `${date} ${start} - ${end}`.trim()
  if (end !== undefined) return `${date} ${from === '' ? 'until' : `${from} -`} ${end}`.trim()
  const long = duration ?? lasting
  const isClosed = /\d\s*(?:[ap]\.?m\.?)?\s*(?:-|\u2013|to|until)\s*\d/i.test(from)
  return `${date} ${from}${long !== undefined && from !== '' && !isClosed ? ` for ${writeDuration(long)}` : ''}`.trim()
}
