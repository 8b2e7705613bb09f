import { Temporal } from 'temporal-polyfill'
import { zoned } from '#src/basics/zoned.ts'
import type { Span } from '../span.ts'

const OPENS = Temporal.PlainTime.from('10:00')
const CLOSES = Temporal.PlainTime.from('18:00')

/** Times that lie whole between 10:00 and 18:00 of the studio first, each part earliest first. */
export function orderTimes<Time extends Span>(times: readonly Time[], zone: string): Time[] {
  const placed = times.map((time) => ({ time, inside: isInHours(time, zone) }))
  return placed.sort((a, b) => Number(b.inside) - Number(a.inside) || byStart(a.time, b.time)).map(({ time }) => time)
}

/** True when the whole session lies between 10:00 and 18:00 of one day in this zone; both ends may touch. */
export function isInHours({ start, end }: Span, zone: string): boolean {
  const [from, to] = [start, end].map((at) => zoned(at, zone))
  if (!from || !to || !from.toPlainDate().equals(to.toPlainDate())) return false
  const early = Temporal.PlainTime.compare(from.toPlainTime(), OPENS) < 0
  return !early && Temporal.PlainTime.compare(to.toPlainTime(), CLOSES) <= 0
}

function byStart(a: Span, b: Span): number {
  return a.start.getTime() - b.start.getTime() || a.end.getTime() - b.end.getTime()
}
