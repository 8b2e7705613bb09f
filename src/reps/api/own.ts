import type { EntityClass } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { z } from 'zod'
import type { Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { listRows } from '#src/web/list-rows.ts'
import type { Paging } from '#src/web/paging.ts'

/** Who reads it with a key. */
export const keys = { roles: ['admin' as const, 'rep' as const] }
/** Who sees it among the pages. */
export const ours = { roles: ['rep' as const] }
export const nothing = z.string().nullable()

/** A rep sees their own, an admin everything. */
export function own<Row extends RecordRow>(entity: EntityClass<Row>, column: 'personId' | 'repId') {
  return async (em: EntityManager, who: Member, { state }: { state?: string }, paging: Paging) => {
    const mine = who.role === 'admin' ? {} : { [column]: column === 'personId' ? who.id : await repIdOf(em, who) }
    return listRows(em, entity, { ...mine, ...(state && { state }) } as never, paging)
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

async function repIdOf(em: EntityManager, who: Member): Promise<string> {
  const [rep] = await sql<{ id: string }>(em, 'select id from reps where person_id = $1', [who.id])
  return rep?.id ?? NOBODY
}
