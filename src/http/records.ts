import type { EntityManager } from '@mikro-orm/postgresql'
import type { Needs } from '#src/app.ts'
import { readRef } from '#src/cards/ref.ts'
import type { AnySubject, Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { recordRefusal, type Visitor } from '#src/desk/people.ts'
import { subjects } from '#src/desk/subjects.ts'
import { NotAllowed } from '#src/errors.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { notFound } from './problem.ts'

export type Found = { subject: AnySubject; view: RecordRow }

/** Who asks, through the dashboard or with a key. */
export type Caller = { member: Member; by: Visitor }

/** The record of a table behind a ref such as `O-142`, or its id, for someone who may see it. Whoever may not is written down. */
export async function findFor(
  app: Needs<'em' | 'clock'>,
  caller: Caller,
  table: string,
  refText: string,
): Promise<Found> {
  const found = await find(app.em.fork(), table, refText)
  if (!found) throw notFound(`There is no ${refText.slice(0, 20)}.`)
  if (found.subject.mayPress(caller.member, found.view, 'show')) return found
  return refuse(app, caller, `look at ${refText}`, 'That one is not yours.')
}

/** Says no, and writes down who tried what. */
export async function refuse(
  app: Needs<'em' | 'clock'>,
  { member, by }: Caller,
  what: string,
  why: string,
): Promise<never> {
  await recordRefusal(app, by, member, what, why)
  throw new NotAllowed(why)
}

async function find(em: EntityManager, table: string, refText: string): Promise<Found | null> {
  const ref = readRef(refText)
  const isId = UUID.test(refText)
  const subject = subjects.find(({ kind }) => kind.table === table && (isId || kind.prefix === ref?.prefix))
  if (!subject || !(ref || isId)) return null
  const [column, value] = isId ? ['id', refText] : ['number', ref?.number]
  const [row] = await sql<{ id: string }>(em, `select id from "${subject.kind.table}" where ${column} = $1`, [value])
  const [view] = row ? await subject.load(em, [row.id]) : []
  return view ? { subject, view } : null
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
