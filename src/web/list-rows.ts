import type { EntityClass, FilterQuery } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { RecordRow } from '#src/moves/kind.ts'
import { offsetOf, type Paging } from './paging.ts'
import type { Rows } from './shown.ts'

/** A page of a table's records, newest first. */
export async function listRows<Row extends RecordRow>(
  em: EntityManager,
  entity: EntityClass<Row>,
  where: FilterQuery<Row>,
  paging: Paging,
): Promise<Rows> {
  const options = { orderBy: { number: 'desc' as const }, ...offsetOf(paging), fields: ['id'] as never }
  const [rows, total] = await em.findAndCount(
    entity as EntityClass<RecordRow>,
    where as FilterQuery<RecordRow>,
    options,
  )
  return { ids: rows.map(({ id }) => id), total }
}
