import { parse } from 'csv-parse/sync'
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
  ...{ name: 'name', 'full name': 'name', handle: 'handle', username: 'handle', user: 'handle', instagram: 'handle' },
  ...{ phone: 'phone', 'phone number': 'phone', mobile: 'phone', email: 'email', 'e-mail': 'email', mail: 'email' },
}
const MOST_LINES = 20_000

/** Takes a CSV with a row of column names: every line is created, merged or refused with its reason, and no other waits. */
export async function importLeads(tx: Tx, csv: string, saving: Saving): Promise<ImportedLine[]> {
  const lines = readRows(csv).map((fields, at) => ({ line: at + 2, read: readLead(fields) }))
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

function readRows(csv: string): Partial<Record<keyof LeadEntry, string>>[] {
  const options = {
    bom: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    delimiter: [',', ';', '\t'],
  }
  const [head = [], ...rows] = parse(csv, options) as string[][]
  const columns = head.map((name) => COLUMNS[name.toLowerCase()] ?? null)
  if (columns.every((column) => column === null || column === 'name')) {
    throw new Refusal('The first line names the columns: name, handle, phone, email.', {
      csv: 'no column of an address',
    })
  }
  if (rows.length > MOST_LINES) throw new Refusal(`At most ${MOST_LINES} lines at once.`, { csv: 'too long' })
  return rows.map((row) => Object.fromEntries(row.flatMap((value, at) => (columns[at] ? [[columns[at], value]] : []))))
}
