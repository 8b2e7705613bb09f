export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** The first value whose key has such a name. */
export function find(value: { [key: string]: Json }, name: RegExp): Json | undefined {
  return Object.entries(value).find(([key, inner]) => name.test(key) && inner !== null && inner !== '')?.[1]
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** `{name: 'Trumpet', qty: 2}`, `{violin: 2}` -> 'Trumpet x2', 'violin x2'. */
export function writeSeat(one: Json): string {
  if (one === null || typeof one !== 'object') return textOf(one)
  if (Array.isArray(one)) return one.map(writeSeat).join('\n')
  const name = textOf(find(one, /^(?:name|instrument|type|label|value|title|player|role|instrument_?name)$/i))
  const count = textOf(find(one, /^(?:qty|quantity|count|n|number|amount|players|seats|how_?many|num)$/i))
  if (name !== '') return count === '' ? name : `${name} x${count}`
  return Object.entries(one)
    .flatMap(([key, value]) =>
      value === false || value === 0 || value === null ? [] : [value === true ? key : `${key} x${textOf(value)}`],
    )
    .join('\n')
}

/** `{date, start, end}`, `{start: iso, end: iso}`, `{day, time}` -> one line as a person would write it. */
export function writeSlot(one: Json): string {
  if (one === null || typeof one !== 'object') return textOf(one)
  if (Array.isArray(one)) return one.map(writeSlot).join('\n')
  const pick = (name: RegExp) => textOf(find(one, name))
  const day = pick(/^(?:date|day|on|start_?date|session_?date)$/i)
  const start = pick(/^(?:start|from|start_?(?:time|at)|begin|begins|starts_?at|starts)$/i)
  const end = pick(/^(?:end|to|until|end_?(?:time|at)|finish|ends_?at|ends|till)$/i)
  const time = pick(/^(?:time|times|slot|window|hours|range|text|label|value)$/i)
  const zone = pick(/^(?:tz|time_?zone|zone)$/i)
  const lasting = pick(/^(?:duration|length|hours|duration_?(?:hours|minutes|min))$/i)
  const line = `${day} ${writeSpan(start, end, time, lasting)} ${zone}`.trim()
  return line === '' ? Object.values(one).map(writeSlot).join('\n') : line
}

function writeSpan(start: string, end: string, time: string, lasting: string): string {
  if (start !== '' && end !== '') return `${start} - ${end}`
  if (end !== '') return `until ${end}`
  if (start === '') return time
  return lasting === '' ? start : `${start} for ${writeDuration(lasting)}`
}

/** '2' are hours, '90' are minutes; '4h' is said as a length, for alone it is an hour of the day. */
export function writeDuration(lasting: string): string {
  return /^\s*\d+(?:\.\d+)?\s*$/.test(lasting)
    ? `${lasting.trim()} ${Number(lasting) > 12 ? 'minutes' : 'hours'}`
    : lasting.replace(/^\s*(\d+(?:\.\d+)?) ?h\s*$/i, '$1 hours')
}
