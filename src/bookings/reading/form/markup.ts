import { decodeHTML } from 'entities'
import { htmlToLines } from '#src/reading/html.ts'
import { roleOf } from './labels.ts'

const CELL = '\u241f'
const ROW = '\u241e'

const HOSTILE = [
  /<\s*(?:script|iframe|object|embed|applet|base|meta\s+http-equiv)\b/i,
  /<\s*form\b[^>]{0,200}action\s*=\s*["']?https?:/i,
  /<[^<>]{0,300}[\s/]on[a-z]{4,16}\s*=|srcdoc\s*=/i,
  /(?:java|vb)script\s*:|data\s*:\s*text\/html/i,
  /&(?:lt|#0*60|#x0*3c);\s*(?:script|iframe|svg|img[^&]{0,80}on\w+\s*=)/i,
]

export function isHostile(text: string): boolean {
  return HOSTILE.some((form) => form.test(text))
}

/** A form mail that is a page of markup, not a plain text with some tags in it. */
export function isHtml(text: string): boolean {
  if (/^\s*<(?:!doctype|!--|[a-z][a-z\d]{0,9})[\s>/]/i.test(text.slice(0, 2000))) return true
  return (text.slice(0, 50_000).match(/<br\s{0,3}\/?>|<\/(?:p|div|td|tr|li)>/gi) ?? []).length >= 2
}

/** The visible text of an HTML mail; rows of tables come back as `label: value` lines. */
export function readMarkup(html: string): string {
  const marked = html
    .replace(/[\u241e\u241f]/g, '')
    .replace(/<\/t[dh]\s{0,9}>/gi, `${CELL}$&`)
    .replace(/<\/tr\s{0,9}>/gi, `${ROW}$&`)
  return stripTags(writeRows(htmlToLines(marked).join('\n')))
}

/** Tags in a plain text, scripts with what they hold; `<ann@example.com>` stays. */
export function stripTags(text: string): string {
  if (!text.includes('<') && !text.includes('&')) return text
  return decodeHTML(text)
    .replace(/<(script|style|iframe|object|svg)\b[^>]{0,500}>[^<]{0,2000}(?:<\/\1\s{0,9}>)?/gi, '')
    .replace(/<\/?[a-z][a-z0-9]{0,15}(?:[\s/][^<>]{0,1000})?>/gi, '')
}

type Row = string[]
type Table = { lines: string[]; header: Row | null; rowsBelow: number }

function writeRows(text: string): string {
  if (!text.includes(CELL)) return text.replaceAll(ROW, '')
  const table: Table = { lines: [], header: null, rowsBelow: 0 }
  for (const piece of text.split(ROW)) addRow(piece.split(CELL), table)
  return table.lines.join('\n')
}

/** What stands above a table arrives in its first cell, what follows the last cell of a row belongs to no cell. */
function addRow(pieces: string[], table: Table): void {
  const cells = pieces.map((cell) => cell.trim())
  const rest = cells.pop() ?? ''
  const above = (cells[0] ?? '').split('\n')
  const head = [above.pop() ?? '', ...cells.slice(1)]
  if (isHeader(head)) {
    table.lines.push(...above)
    Object.assign(table, { header: head, rowsBelow: 0 })
  } else
    addCells(
      cells.filter((cell, at) => cell !== '' || at > 0),
      table,
    )
  if (rest !== '') table.lines.push(rest)
}

function addCells(row: Row, table: Table): void {
  if (table.header?.length !== row.length) {
    table.lines.push(...writeRow(row))
    return
  }
  table.rowsBelow += 1
  table.lines.push(...writeBelow(table.header, row, table.rowsBelow))
}

/** 'Date | Start | End' above rows of values. */
function isHeader(row: Row): boolean {
  return row.length > 2 && row.every((cell) => cell.length < 40 && roleOf(cell) !== null)
}

function writeBelow(header: Row, row: Row, at: number): string[] {
  return row.map((cell, column) => `${header[column]} ${at}: ${cell}`)
}

function writeRow(row: Row): string[] {
  const leading = row[0]?.includes('\n') ? row[0].split('\n') : [row[0] ?? '']
  const label = leading.pop() ?? ''
  if (row.length < 2) return [...leading, label]
  const [, value = '', third, ...more] = row
  if (third !== undefined && roleOf(label) !== null && roleOf(third) !== null) {
    return [...leading, `${label}: ${value}`, ...writeRow([third, ...more])]
  }
  const values = row.slice(1).join(' ').trim()
  return label === '' ? [...leading, values] : [...leading, `${label.replace(/\s*:$/, '')}: ${values}`]
}
