import type { EntityManager } from '@mikro-orm/postgresql'
import type { AnySubject, Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { subjects } from '../press/subjects.ts'

export type Waiting = { subject: AnySubject; view: RecordRow }

const MOST_SHOWN = 200

/** Everything that waits for a decision this member may make, oldest first: a constant number of queries per kind. */
export async function loadWaiting(em: EntityManager, member: Member): Promise<Waiting[]> {
  const waiting: Waiting[] = []
  for (const subject of subjects().filter(({ kind }) => kind.name !== 'queue')) {
    const { table, waitsSql } = subject.kind
    const rows = await sql<{ id: string }>(
      em,
      `select id from "${table}" where ${waitsSql} order by number limit ${MOST_SHOWN}`,
    )
    if (rows.length === 0) continue
    const views = await subject.load(
      em,
      rows.map(({ id }) => id),
    )
    const mine = views.filter((view) => subject.mayPress(member, view, 'show'))
    waiting.push(...mine.sort((a, b) => a.number - b.number).map((view) => ({ subject, view })))
  }
  return waiting
}
