import type { MusicianEntry } from './save-musician.ts'

/** One row of a list: what it says, and where. */
export type ListedMusician = { line: number; entry: MusicianEntry }

const COLUMNS: Record<string, keyof MusicianEntry> = {
  name: 'name',
  musician: 'name',
  phone: 'phone',
  mobile: 'phone',
  instrument: 'instruments',
  instruments: 'instruments',
  calendar: 'calendarId',
  'calendar id': 'calendarId',
  calendarid: 'calendarId',
  zone: 'zone',
  timezone: 'zone',
  'time zone': 'zone',
  active: 'active',
  'last booking': 'lastBookingAt',
  'last session': 'lastBookingAt',
}

/**
 * Reads a CSV of musicians (RFC 4180; comma, semicolon or tab). The first row names the columns: name, phone,
 * instruments, and if there are any calendar, zone, active. Null when it names no name, phone and instruments.
 */
export function readMusicianList(csv: string): ListedMusician[] | null {
  const [head, ...rows] = readRows(csv.replace(/^\ufeff/, ''))
  const columns = (head?.cells ?? []).map((name) => COLUMNS[name.trim().toLowerCase().replace(/[_-]/g, ' ')])
  if (!(['name', 'phone', 'instruments'] as const).every((needed) => columns.includes(needed))) return null
  return rows.map(({ line, cells }) => {
    const said = Object.fromEntries(
      columns.flatMap((column, at) => (column ? [[column, cells[at]?.trim() ?? '']] : [])),
    )
    const { name = '', phone = '', instruments = '', calendarId = '', zone = '', active, lastBookingAt } = said
    const isActive = !/^(no|false|0|inactive)$/i.test(active ?? '')
    return {
      line,
      entry: { name, phone, instruments, calendarId, zone, active: isActive, ...(lastBookingAt && { lastBookingAt }) },
    }
  })
}

type Row = { line: number; cells: string[] }

/** Every row that says something. A quoted cell may hold the separator, quotes twice, and line breaks. */
function readRows(csv: string): Row[] {
  const [first = ''] = csv.split('\n', 1)
  const separator = [';', '\t'].find((one) => first.includes(one) && !first.includes(',')) ?? ','
  const cell = new RegExp(`("(?:[^"]|"")*"|[^${separator}\\r\\n]*)(${separator}|\\r?\\n|\\r|$)`, 'gy')
  const rows: Row[] = []
  let row: Row = { line: 1, cells: [] }
  let line = 1
  for (const [whole, text = '', end = ''] of csv.matchAll(cell)) {
    row.cells.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text)
    line += whole.split('\n').length - 1
    if (end === separator) continue
    if (row.cells.some((one) => one.trim() !== '')) rows.push(row)
    row = { line, cells: [] }
    if (end === '') break
  }
  return rows
}
