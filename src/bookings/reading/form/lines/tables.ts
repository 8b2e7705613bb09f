import { flat } from '../fold.ts'
import { type Role, roleOf } from '../labels.ts'

const OF_WHEN: readonly (Role | null)[] = ['times', 'date', 'time', 'start', 'end']
/** Columns that are sender and receiver of no mail. */
const ENDS: Record<string, string> = { from: 'Start', to: 'End' }
const ASIDE = 'Row note'
const RULE = /^[\s|+:=_-]*$/
const LONGEST_CELL = 40
const MOST_ROWS = 60

/** 'DATE  TIME  PLAYERS' above rows of as many cells: each cell under its own label, the seats of all rows once. */
export function withTables(lines: readonly string[]): string[] {
  const out: string[] = []
  for (let at = 0; at < lines.length; ) {
    const header = headerOf(lines[at] ?? '')
    const rows = header ? rowsBelow(lines, at + 1, header.length) : []
    const odd = oddRow(lines[at + 1 + (rows.at(-1)?.line ?? 0)] ?? '', rows)
    out.push(...(header && rows.length > 0 ? writeRows(header, rows) : [lines[at] ?? '']), ...odd)
    at += 1 + (rows.at(-1)?.line ?? 0) + odd.length
  }
  return out
}

type Row = { cells: string[]; line: number }

function headerOf(line: string): string[] | null {
  const cells = cellsOf(line)
  const isLabel = (cell: string) => cell.length < LONGEST_CELL && !cell.includes(':') && roleOf(cell) !== null
  return cells.length > 1 && cells.every(isLabel) && cells.some((cell) => OF_WHEN.includes(roleOf(cell))) ? cells : null
}

function cellsOf(line: string): string[] {
  if (line.length > 400) return []
  const bare = line.trim().replace(/^\|/, '').replace(/\|$/, '')
  const sign = line.includes('\t') ? /\t/ : bare.includes('|') ? /\|/ : / {2,}/
  return bare.split(sign).map((cell) => ENDS[flat(cell).toLowerCase()] ?? flat(cell))
}

/** Rows right below, to the first line that is none; a line of dashes is passed over. */
function rowsBelow(lines: readonly string[], from: number, width: number): Row[] {
  const rows: Row[] = []
  for (const [index, line] of lines.slice(from, from + MOST_ROWS).entries()) {
    if (line.trim() !== '' && RULE.test(line)) continue
    const cells = cellsOf(line)
    if (cells.length !== width) break
    rows.push({ cells, line: index + 1 })
  }
  return rows
}

/** Right below the rows, with days or hours and no label of its own: a row with a cell too few or too many. */
function oddRow(line: string, rows: readonly Row[]): string[] {
  const isLabelled = roleOf(line.slice(0, Math.max(0, line.indexOf(':')))) !== null
  return rows.length > 0 && /\d/.test(line) && !isLabelled ? [`${ASIDE}: ${line}`] : []
}

function writeRows(header: string[], rows: Row[]): string[] {
  const seatsAt = header.findIndex((label) => roleOf(label) === 'instruments')
  const seats = new Set(rows.map(({ cells }) => (cells[seatsAt] ?? '').toLowerCase()))
  const counts = header.findIndex((label) => roleOf(label) === 'quantity')
  if (seats.size > 1 && counts >= 0 && isOneBooking(rows, seatsAt, counts)) {
    const [cells = [], told] = [rows[0]?.cells, rows.map((row) => `${row.cells[counts]} ${row.cells[seatsAt]}`)]
    return writeRows(header.toSpliced(counts, 1), [
      { cells: cells.with(seatsAt, told.join(', ')).toSpliced(counts, 1), line: 1 },
    ])
  }
  // Other players on other days are more than one booking: as sentences they are seen to be.
  if (seats.size > 1) return rows.map(({ cells }) => `${writeProse(header, cells)}.`)
  const lines = rows.flatMap(({ cells }, row) =>
    cells.flatMap((cell, column) =>
      column === seatsAt ? [] : [`${labelOf(header[column] ?? '')}${rows.length > 1 ? ` ${row + 1}` : ''}: ${cell}`],
    ),
  )
  return seatsAt < 0 ? lines : [...lines, `${header[seatsAt]}: ${rows[0]?.cells[seatsAt] ?? ''}`]
}

/** A row for each instrument, with how many of it; all else is the same in each. */
function isOneBooking(rows: readonly Row[], seatsAt: number, counts: number): boolean {
  const rest = rows.map(({ cells }) => cells.with(seatsAt, '').with(counts, '').join('\t'))
  return new Set(rest).size === 1 && rows.every(({ cells }) => /^\d{1,2}$/.test(cells[counts] ?? ''))
}

/** A row's own words are no notes of the whole. */
function labelOf(label: string): string {
  return ['text', 'aside'].includes(roleOf(label) ?? '') ? ASIDE : label
}

function writeProse(header: string[], cells: string[]): string {
  const isEnd = (column: number) => roleOf(header[column] ?? '') === 'end'
  return cells.map((cell, column) => (column === 0 ? cell : `${isEnd(column) ? ' - ' : ', '}${cell}`)).join('')
}
