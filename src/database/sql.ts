import type { EntityManager } from '@mikro-orm/postgresql'
import { CompiledQuery } from 'kysely'
import { storable } from './well-formed.ts'

/**
 * Runs set-wise SQL ($1 ...) in the transaction `em` is in, or by itself.
 * Times come back as Postgres writes them: read them with `readTime`. Arrays go as arrays, rows as one JSON text.
 * Whatever text comes from outside, or was cut in the middle of a character on the way, is sent as Postgres takes it.
 */
export async function sql<Row>(em: EntityManager, text: string, params: unknown[] = []): Promise<Row[]> {
  const compiled = CompiledQuery.raw(text, params.map(storable))
  const context = em.getTransactionContext() as
    | { executeQuery(query: CompiledQuery): Promise<{ rows: unknown[] }> }
    | undefined
  if (!context) await em.getConnection().ensureConnection()
  const result = await (context ?? em.getConnection().getClient()).executeQuery(compiled)
  return result.rows as Row[]
}

/** Words as they stand, for a pattern of `like`. */
export function escapeLike(words: string): string {
  return words.trim().replace(/[\\%_]/g, '\\$&')
}

export function readTime(text: string): Date
export function readTime(text: string | null): Date | null
export function readTime(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
