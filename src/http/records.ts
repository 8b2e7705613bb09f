import type { EntityManager } from '@mikro-orm/postgresql'
import type { Needs } from '#src/app.ts'
import { readRef } from '#src/cards/ref.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { recordNotAllowed } from '#src/desk/people/people.ts'
import { NotAllowed } from '#src/errors.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import type { Caller } from '#src/web/caller.ts'
import { notFound } from '#src/web/problem.ts'

export type Found = { subject: AnySubject; view: RecordRow }

/** The record behind a ref such as `O-142`, or its id, for someone who may see it. Whoever may not is written down. */
export async function findFor(
  app: Needs<'em' | 'clock'>,
  caller: Caller,
  subject: AnySubject | undefined,
  refText: string,
): Promise<Found> {
  const view = subject && (await find(app.em.fork(), subject, refText))
  if (!subject || !view) throw notFound(`There is no ${refText.slice(0, 20)}.`)
  if (subject.mayPress(caller.member, view, 'show')) return { subject, view }
  return refuse(app, caller, `look at ${refText}`, 'That one is not yours.')
}

/** Says no, and writes down who tried what. */
export async function refuse(
  app: Needs<'em' | 'clock'>,
  { member, by }: Caller,
  what: string,
  why: string,
): Promise<never> {
  const error = new NotAllowed(why)
  await recordNotAllowed(app, by, member, what, error)
  throw error
}

async function find(em: EntityManager, { kind, load }: AnySubject, refText: string): Promise<RecordRow | undefined> {
  const ref = readRef(refText)
  const isId = UUID.test(refText)
  if (!isId && ref?.prefix !== kind.prefix) return undefined
  const [column, value] = isId ? ['id', refText] : ['number', ref?.number]
  const [row] = await sql<{ id: string }>(em, `select id from "${kind.table}" where ${column} = $1`, [value])
  const [view] = row ? await load(em, [row.id]) : []
  return view
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
