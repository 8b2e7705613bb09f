import { jsonrepair } from 'jsonrepair'

const MOST_REPAIRED = 200_000

/** JSON as shops write it: comments, CDATA, escaped entities, raw line breaks and loose commas are forgiven. */
export function readLooseJson(text: string): unknown {
  const bare = text.replace(/^\s*(?:\/\*\s*)?<!\[CDATA\[(?:\s*\*\/)?|(?:\/[/*]\s*)?\]\]>(?:\s*\*\/)?\s*$/g, '').trim()
  const plain = parse(bare)
  if (plain !== undefined) return plain
  if (bare.length > MOST_REPAIRED || bare === '') return undefined
  const shown = bare.includes('&quot;') ? unescapeEntities(bare) : bare
  try {
    return JSON.parse(jsonrepair(shown.replace(/^<!--|-->$/g, '')))
  } catch {
    // Beyond repair, such as a number written `1,400.00`: the page is read by other means.
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function unescapeEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

export type Bag = Record<string, unknown>

export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

/** The text of a value: a string, a number, or what JSON-LD wraps as `@value`, `name` or `url`. */
export function textOf(value: unknown): string | null {
  const [first] = listOf(value)
  if (typeof first === 'string') return first.trim() || null
  if (typeof first === 'number') return String(first)
  if (!isBag(first)) return null
  return textOf(first['@value'] ?? first.name ?? first.url ?? first.contentUrl ?? null)
}
