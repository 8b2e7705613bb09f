import type { Temporal } from 'temporal-polyfill'

/** "DD/MM/YYYY", "mm/dd/yy", "TT.MM.JJJJ", "JJ/MM/AAAA": which of the numbers is first. */
export const WRITTEN_ORDER = /\b(mm?|dd?|tt?|jj?)[/. -](?:mm?|dd?|tt?|jj?)[/. -](?:yy|jj|aa){1,2}\b/i

/** '3-5 PM', '11:30 AM-1 PM', 'from 6 PM', 'until 12 PM'. */
export function clockLabel(start: Temporal.ZonedDateTime | null, end: Temporal.ZonedDateTime | null): string {
  if (start && end) {
    const [from, to] = [hour(start), hour(end)]
    return from.half === to.half
      ? `${from.text}-${to.text} ${to.half}`
      : `${from.text} ${from.half}-${to.text} ${to.half}`
  }
  const only = start ?? end
  if (!only) return ''
  const { text, half } = hour(only)
  return `${start ? 'from' : 'until'} ${text} ${half}`
}

function hour({ hour: at, minute }: Temporal.ZonedDateTime): { text: string; half: string } {
  const text = `${at % 12 || 12}${minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`}`
  return { text, half: at < 12 ? 'AM' : 'PM' }
}

const generic = new Map<string, string>()

/** 'ET', 'PT', 'Kenya Time': what people call the zone. */
export function zoneLabel(zone: string): string {
  const known = generic.get(zone)
  if (known !== undefined) return known
  const pieces = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'shortGeneric' }).formatToParts(0)
  const label = pieces.find(({ type }) => type === 'timeZoneName')?.value ?? zone
  generic.set(zone, label)
  return label
}
