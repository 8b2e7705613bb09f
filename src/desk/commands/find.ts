import type { CommandApp } from '#src/cards/command.ts'
import { readRef } from '#src/cards/ref.ts'
import type { AnySubject, Member } from '#src/cards/subject.ts'
import { escapeLike, sql } from '#src/database/sql.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { subjects } from '../press/subjects.ts'

const MOST_OF_A_KIND = 10

/** The records in whose words a text stands, or that have this ref; newest first, only what the member may see. */
export async function findText(app: CommandApp, member: Member, text: string): Promise<string[]> {
  const lines: string[] = []
  for (const subject of subjects()) {
    const views = await search(app, subject, text)
    const mine = views.filter((view) => subject.mayPress(member, view, 'show'))
    lines.push(...mine.slice(0, MOST_OF_A_KIND).map((view) => subject.card(view, app).title))
    if (mine.length > MOST_OF_A_KIND) lines.push('and older ones: say more of it')
  }
  return lines
}

async function search(app: CommandApp, { kind, load }: AnySubject, text: string): Promise<RecordRow[]> {
  const em = app.em.fork()
  const ref = readRef(text)
  const isRef = ref !== null && ref.prefix === kind.prefix
  if (!isRef && !kind.findSql) return []
  // A member of another store may own the newest: more than are shown are looked at.
  const found = await sql<{ id: string }>(
    em,
    `select id from "${kind.table}" where ${isRef ? 'number = $1' : kind.findSql}
     order by number desc limit ${MOST_OF_A_KIND * 10}`,
    [isRef ? ref.number : patternOf(text)],
  )
  if (found.length === 0) return []
  const views = await load(
    em,
    found.map(({ id }) => id),
  )
  return views.sort((a, b) => b.number - a.number)
}

function patternOf(text: string): string {
  return `%${escapeLike(text.replace(/^@/, ''))}%`
}
