import { createRequire } from 'node:module'

type Query = (this: unknown, first: string | { text?: string }, ...rest: unknown[]) => unknown
type Pg = { Client: { prototype: { query: Query } } }

/** MikroORM brings a `pg` of its own: watching another copy would see nothing. */
const orm = createRequire(import.meta.url).resolve('@mikro-orm/postgresql')
const { prototype } = (createRequire(orm)('pg') as Pg).Client

/** Tells of every statement that this process sends to the database, until it is called off. */
export function watchQueries(tell: (text: string) => void): () => void {
  const { query } = prototype
  prototype.query = function (first, ...rest) {
    tell(typeof first === 'string' ? first : (first.text ?? ''))
    return query.call(this, first, ...rest)
  }
  return () => {
    prototype.query = query
  }
}

/** How many statements this process sends while the work is done. */
export async function countQueries(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const callOff = watchQueries(() => {
    count += 1
  })
  await work().finally(callOff)
  if (count === 0) throw new Error('no statement was seen')
  return count
}
