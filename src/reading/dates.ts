import * as en from 'chrono-node/en'
import { Temporal } from 'temporal-polyfill'

/** A day written in a text; `start..end` of that text. */
export type DateFound = {
  date: Temporal.PlainDate
  /** The last day, where a range was written: "May 4 - 6". */
  until: Temporal.PlainDate | null
  start: number
  end: number
  piece: string
  /** What was written of it; the rest was worked out from `today`. */
  hasYear: boolean
  hasDay: boolean
  /** 1 (Monday) to 7, where a weekday was written. It may not fit the date. */
  weekday: number | null
}

const MOST_CHARS = 2_000

/**
 * Days and weekdays in a line of English text, by chrono-node without its clock parsers (they misread "11-1pm"). Clocks
 * are blanked before: a bare "May 4, 11-1" reads as the year 2011.
 * A missing year, or a weekday alone, is the next such day from `today` on. `dayFirst`: 4/5 is the fourth of May.
 * @see https://github.com/wanasit/chrono
 */
export function findDates(text: string, { today, dayFirst }: { today: Temporal.PlainDate; dayFirst: boolean }) {
  const line = text.slice(0, MOST_CHARS)
  const reference = { instant: new Date(`${today}T12:00:00Z`), timezone: 0 }
  const results = (dayFirst ? littleEndian : middleEndian).parse(line, reference, { forwardDate: true })
  return results.flatMap((result): DateFound[] => {
    const [mark, year] = /^,?\s?'(\d\d)(?!\d)/.exec(line.slice(result.index + result.text.length)) ?? []
    const date = dateOf(result.start, year)
    if (!date) return []
    const end = result.index + result.text.length + (mark?.length ?? 0)
    return [
      {
        date,
        until: result.end ? dateOf(result.end, year) : null,
        start: result.index,
        end,
        piece: line.slice(result.index, end),
        hasYear: year !== undefined || result.start.isCertain('year'),
        hasDay: result.start.isCertain('day') || result.start.isCertain('weekday'),
        weekday: result.start.isCertain('weekday') ? result.start.get('weekday') || 7 : null,
      },
    ]
  })
}

const middleEndian = withoutClocks(en.casual.clone())
const littleEndian = withoutClocks(en.GB.clone())

function withoutClocks(chrono: typeof en.casual): typeof en.casual {
  chrono.parsers = chrono.parsers.filter(({ constructor: { name } }) => !name.includes('Time'))
  return chrono
}

type Components = { get(part: 'year' | 'month' | 'day'): number | null }

/** Null for a day that the calendar has not. */
function dateOf(parts: Components, shortYear: string | undefined): Temporal.PlainDate | null {
  const year = shortYear === undefined ? parts.get('year') : 2000 + Number(shortYear)
  const [month, day] = [parts.get('month'), parts.get('day')]
  if (year === null || month === null || day === null) return null
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** A clock of a zone on a day: `never` in the gap of spring (then one hour on), `twice` in autumn. */
export type ClockFound = { instant: Temporal.Instant; comes: 'once' | 'twice' | 'never' }

/** The instant of a wall clock; of two the first. `zone`: IANA. */
export function atClock(date: Temporal.PlainDate, clock: Temporal.PlainTime, zone: string): ClockFound {
  const wall = date.toPlainDateTime(clock)
  const early = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const late = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  if (early.epochMilliseconds === late.epochMilliseconds) return { instant: early.toInstant(), comes: 'once' }
  const isGap = !early.toPlainDateTime().equals(wall)
  return { instant: (isGap ? late : early).toInstant(), comes: isGap ? 'never' : 'twice' }
}
