/** What stands where Postgres takes nothing: a NUL, or half of a character of two UTF-16 units. */
const INSTEAD = '\ufffd'

/** The text as any table holds it. */
export function wellFormed(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', INSTEAD) : whole
}

/** Escapes of JSON for what Postgres refuses: NUL, and a half without its other half. */
const REFUSED = /\\u0000|\\ud[89ab][\da-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][\da-f]{2})\\ud[c-f][\da-f]{2}/i

/** The same for text that may be JSON: there the bad characters may also stand as escapes. */
export function wellFormedJson(text: string): string {
  const whole = wellFormed(text)
  if (!/^\s*[[{"]/.test(whole) || !REFUSED.test(whole)) return whole
  try {
    return JSON.stringify(JSON.parse(whole, (_, part) => (typeof part === 'string' ? wellFormed(part) : part)))
  } catch (error) {
    if (error instanceof SyntaxError) return whole
    throw error
  }
}

/** A parameter of any statement: its text is sent as Postgres takes it. */
export function storable(param: unknown): unknown {
  if (typeof param === 'string') return wellFormedJson(param)
  return Array.isArray(param) ? param.map(storable) : param
}
