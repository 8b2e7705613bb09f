import { randomInt } from 'node:crypto'
import { hashOf } from '#src/basics/hash.ts'

/** Without letters and digits that look alike. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
export const CODE_SHAPE = /\b([A-Z0-9]{4}-?[A-Z0-9]{4})\b/i

/** A code a person can type: `K3F9-XW2M`. */
export function createCode(): string {
  const code = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** What is kept of a code: a stolen table lets nobody in. */
export function hashCode(purpose: string, code: string): string {
  return hashOf(`${purpose} ${code.replace('-', '').toUpperCase()}`)
}
