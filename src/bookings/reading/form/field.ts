import { loadLexicon } from '#src/reading/lexicon.ts'
import type { Role } from './labels.ts'

/** One answer of a form; `role` null: a label nobody taught us. */
export type Field = { role: Role | null; label: string; value: string }

const words = loadLexicon('booking-mail')

/** The answers to one question; null: to those nobody taught us. */
export function valuesOf(fields: readonly Field[], role: Role | null): string[] {
  return fields.filter((field) => field.role === role && field.value !== '').map(({ value }) => value)
}

/** "n/a", "-", "none": the question was left open. */
export function isNone(value: string, kind: 'no phone' | 'no name'): boolean {
  const bare = value.toLowerCase().replace(/^[(\s]+|[).\s]+$/g, '')
  return /^[-x?\s]*$/.test(bare) || words.get(bare)?.meaning === kind || (kind === 'no phone' && /^not? /.test(bare))
}
