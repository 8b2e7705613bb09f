import type { Needs } from '#src/app.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { recount } from '#src/desk/queue.ts'
import { subjectNamed } from '#src/desk/subjects.ts'
import type { Work } from './work.ts'

/** New cards of one kind in one place that may ring one by one; more of them hang as one queue card. */
const HANG_AT_ONCE = 3

type App = Needs<'em' | 'clock' | 'ring'>

/** Decides which of the claimed cards go behind a queue card, and brings that card up to date. */
export async function queueFlood(app: App, work: Work[]): Promise<Work[]> {
  const planned: Work[] = []
  for (const name of new Set(work.map(({ post }) => post.subject))) {
    const subject = subjectNamed(name)
    const own = work.filter(({ post }) => post.subject === name)
    planned.push(...(subject.batch ? await queueKindOf(app, subject, own) : own))
  }
  return planned
}

async function queueKindOf(app: App, subject: AnySubject, work: Work[]): Promise<Work[]> {
  const includes = (view: Work['view']) => view !== null && (subject.batch?.includes(view) ?? false)
  const isNew = ({ post, view }: Work) => !post.queued && !post.messageRef && post.rung === 0 && includes(view)
  const flooded = await floodedPlaces(app, subject, work.filter(isNew))
  const planned = work.map((item) => {
    const { post, view } = item
    if (isNew(item) && flooded.has(placeOf(post))) return { post: { ...post, queued: true }, view }
    const needsOwnCard = post.queued && post.rung < post.ring && !includes(view)
    return needsOwnCard ? { post: { ...post, queued: false }, view } : item
  })
  if (planned.some(({ post }, index) => post.queued || work[index]?.post.queued)) await fill(app, subject, planned)
  return planned
}

/** Places where more arrive at once than may ring, or where a queue stands already. */
async function floodedPlaces(app: App, { kind }: AnySubject, fresh: Work[]): Promise<Set<string>> {
  if (fresh.length === 0) return new Set()
  const open = await sql<{ place: string }>(
    app.em.fork(),
    `select distinct c.platform || ' ' || c.place as place from card_posts c
     where c.subject = $1 and c.queued and exists (select 1 from queues q where q.kind = $1 and q.pending > 0)`,
    [kind.name],
  )
  const counts = Map.groupBy(fresh, ({ post }) => placeOf(post))
  const full = [...counts].filter(([, items]) => items.length > HANG_AT_ONCE).map(([place]) => place)
  return new Set([...full, ...open.map(({ place }) => place)])
}

/** The posts go behind the queue before the queue is counted, in one transaction. */
async function fill(app: App, subject: AnySubject, planned: Work[]): Promise<void> {
  const queued = planned.filter(({ post }) => post.queued).map(({ post }) => post.id)
  const own = planned.filter(({ post }) => !post.queued).map(({ post }) => post.id)
  await inTransaction(app, async (tx) => {
    await sql(
      tx.em,
      'update card_posts set queued = id = any($1::uuid[]) where id = any($1::uuid[]) or id = any($2::uuid[])',
      [queued, own],
    )
    await recount(tx, subject)
  })
}

function placeOf({ platform, place }: Work['post']): string {
  return `${platform} ${place}`
}
