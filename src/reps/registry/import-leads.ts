import { CsvError, parse } from 'csv-parse/sync'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { type LeadEntry, readLead } from './read-lead.ts'
import { type Saving, saveLeads } from './save-leads.ts'

/** What became of one line of the list. */
export type ImportedLine = {
  line: number
  as: 'created' | 'merged' | 'refused'
  why: string | null
  leadId: string | null
}

const COLUMNS: Record<string, keyof LeadEntry> = {
  ...{
    name: 'name',
    'full name': 'name',
    lead: 'name',
    handle: 'handle',
    username: 'handle',
    user: 'handle',
    instagram: 'handle',
  },
  ...{ phone: 'phone', 'phone number': 'phone', mobile: 'phone', email: 'email', 'e mail': 'email', mail: 'email' },
}
const MOST_LINES = 20_000

/**
 * Takes a list of leads: a CSV with a row of column names, or lines of name, @handle, phone and e-mail in any order.
 * Every line is created, merged or refused with its reason, and no other waits.
 */
export async function importLeads(tx: Tx, list: string, saving: Saving): Promise<ImportedLine[]> {
  const lines = readRows(list).map(({ line, fields }) => ({ line, read: readLead(fields) }))
  const fit = lines.flatMap(({ line, read }) => ('entry' in read ? [{ line, entry: read.entry }] : []))
  const saved = await saveLeads(
    tx,
    fit.map(({ entry }) => entry),
    saving,
  )
  const results = new Map(fit.map(({ line }, at) => [line, saved[at]]))
  return lines.map(({ line, read }) => {
    const result = 'refused' in read ? read : results.get(line)
    if (!result || 'refused' in result) return { line, as: 'refused', why: result?.refused ?? null, leadId: null }
    return { line, as: result.as, why: null, leadId: result.leadId }
  })
}

type Fields = Partial<Record<keyof LeadEntry, string>>

function readRows(list: string): { line: number; fields: Fields }[] {
  const [head, ...rows] = parseRows(list)
  if (!head) throw new Refusal('The list is empty.', { csv: 'no lines' })
  if (rows.length >= MOST_LINES) throw new Refusal(`At most ${MOST_LINES} lines at once.`, { csv: 'too long' })
  const columns = head.cells.map((name) => COLUMNS[name.toLowerCase().replace(/[_-]/g, ' ')] ?? null)
  if (columns.some((column) => column !== null && column !== 'name')) {
    return rows.map(({ line, cells }) => ({ line, fields: byColumn(columns, cells) }))
  }
  if (head.cells.every((cell) => kindOf(cell) === 'name')) {
    throw new Refusal('The first line names the columns, name, handle, phone, email, or is a lead itself.', {
      csv: 'no column of an address',
    })
  }
  return [head, ...rows].map(({ line, cells }) => ({ line, fields: byLook(cells) }))
}

function byColumn(columns: (keyof LeadEntry | null)[], cells: string[]): Fields {
  return Object.fromEntries(cells.flatMap((value, at) => (columns[at] ? [[columns[at], value]] : [])))
}

/** Without column names each cell is told by its look; two of one kind are for a person to sort out. */
function byLook(cells: string[]): Fields {
  const fields: Fields = {}
  for (const cell of cells.filter(Boolean)) {
    const kind = kindOf(cell)
    fields[kind] = fields[kind] === undefined ? cell : `${fields[kind]}, ${cell}`
  }
  return fields
}

function kindOf(cell: string): keyof LeadEntry {
  if (cell.startsWith('@')) return 'handle'
  if (cell.includes('@')) return 'email'
  return /^\+?[\d\s().-]+$/.test(cell) && /\d/.test(cell) ? 'phone' : 'name'
}

function parseRows(list: string): { line: number; cells: string[] }[] {
  const options = { bom: true, trim: true, relax_column_count: true, skip_empty_lines: true, info: true } as const
  try {
    const rows = parse(list, { ...options, delimiter: [',', ';', '\t'] }) as unknown as Parsed[]
    return rows.map(({ info, record }) => ({ line: info.lines, cells: record }))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const line = 'lines' in cause ? ` in line ${String(cause.lines)}` : ''
    throw new Refusal(`The list cannot be read${line}: a quotation mark is open or out of place.`, {
      ...{ csv: `not readable${line}` },
    })
  }
}

type Parsed = { info: { lines: number }; record: string[] }
