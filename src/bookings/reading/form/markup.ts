import { decodeHTML } from 'entities'
import { htmlToLines } from '#src/reading/html.ts'
import { roleOf } from './labels.ts'

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
  return stripTags(htmlToLines(html, { row: tableWriter() }).join('\n'))
}

/** Tags in a plain text, scripts with what they hold; `<ann@example.com>` stays. */
export function stripTags(text: string): string {
  if (!text.includes('<') && !text.includes('&')) return text
  return decodeHTML(text)
    .replace(/<(script|style|iframe|object|svg)\b[^>]{0,500}>[^<]{0,2000}(?:<\/\1\s{0,9}>)?/gi, '')
    .replace(/<\/?[a-z][a-z0-9]{0,15}(?:[\s/][^<>]{0,1000})?>/gi, '')
}

/** 'Date | Start | End' above rows stays a table, and is read as one; two cells are a label and its answer. */
function tableWriter(): (cells: string[]) => string[] {
  let width = 0
  return (cells) => {
    if (cells.length > 2 && cells.every((cell) => cell.length < 40 && roleOf(cell) !== null)) width = cells.length
    if (width > 0 && width === cells.length) return [cells.join('\t')]
    return writePairs(cells.filter((cell, at) => cell !== '' || at > 0))
  }
}

function writePairs([label = '', ...values]: string[]): string[] {
  if (values.length === 0) return [label]
  const [value = '', third, ...more] = values
  if (third !== undefined && roleOf(label) !== null && roleOf(third) !== null)
    return [`${label}: ${value}`, ...writePairs([third, ...more])]
  const said = values.join(' ').trim()
  return [label === '' ? said : `${label.replace(/\s*:$/, '')}: ${said}`]
}
