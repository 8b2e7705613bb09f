import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'

export type Row = Record<string, string | null>

/** Spreadsheets run a cell that begins with one of these. */
const RUNS = /^['=+\-@\t\r\n]/
const LINE = '\r\n'

/**
 * Rows as CSV (RFC 4180, UTF-8, a header first). No cell is a formula: what would be one, and what begins with an
 * apostrophe, gets an apostrophe in front; `readCsv` takes exactly one away. Nothing is a null, an apostrophe alone
 * an empty text.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function writeCsv(columns: string[], rows: Row[]): string {
  const guarded = rows.map((row) => columns.map((name) => guard(row[name] ?? null)))
  return stringify([columns, ...guarded], { record_delimiter: LINE, quoted_match: /[\r\n]/ })
}

/** The rows of what `writeCsv` wrote. Throws where it is no such text. */
export function readCsv(text: string): Row[] {
  const rows = parse(text, { columns: true, record_delimiter: LINE }) as Record<string, string>[]
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, unguard(cell)])))
}

function guard(value: string | null): string {
  if (value === null) return ''
  return value === '' || RUNS.test(value) ? `'${value}` : value
}

function unguard(cell: string): string | null {
  if (cell === '') return null
  return cell.startsWith("'") ? cell.slice(1) : cell
}
