import type { Kind, RecordRow } from '#src/moves/kind.ts'

/** The short name people type: `O-142`. */
export function writeRef(kind: Pick<Kind<never>, 'prefix'>, record: Pick<RecordRow, 'number'>): string {
  return `${kind.prefix}-${record.number}`
}

export type Ref = { prefix: string; number: number }

/** Reads `O-142`, `o142`, `#O-142`; null when the text is no ref. */
export function readRef(text: string): Ref | null {
  const match = /^#?([a-z]{1,2})[-\s]?(\d{1,9})$/i.exec(text.trim())
  return match?.[1] && match[2] ? { prefix: match[1].toUpperCase(), number: Number(match[2]) } : null
}
