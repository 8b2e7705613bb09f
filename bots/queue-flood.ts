import type { Needs } from '#src/app.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { openQueue, putBehind, recount } from '#src/desk/queue/queue.ts'
import { isUnseen } from './claim-posts.ts'
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
  // What was opened from the queue has rung before.
  const isNew = ({ post, view }: Work) => !post.queued && post.rung === 0 && post.ring === 1 && includes(view)
  const flooded = await floodedPlaces(app, subject, work.filter(isNew))
  const joins = work.filter((item) => isNew(item) && flooded.has(placeOf(item.post)))
  const leaves = work.filter(({ post, view }) => post.queued && !includes(view))
  if (joins.length > 0 || work.some(({ post }) => post.queued || isUnseen(post)))
    await fill(app, subject, joins, leaves)
  const queued = (item: Work) => joins.includes(item) || (item.post.queued && !leaves.includes(item))
  return work.map((item) => ({ post: { ...item.post, queued: queued(item) }, view: item.view }))
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

/** The posts go behind the queue before the queue is counted, in one transaction; the queue's row is locked last. */
async function fill(app: App, subject: AnySubject, joins: Work[], leaves: Work[]): Promise<void> {
  await inTransaction(app, async (tx) => {
    await sql(tx.em, 'select 1 from card_posts where id = any($1::uuid[]) order by id for update', [
      idsOf([...joins, ...leaves]),
    ])
    await sql(tx.em, 'update card_posts set queued = false where id = any($1::uuid[])', [idsOf(leaves)])
    await openQueue(tx, subject.kind.name)
    // Fenced: a worker that was slow must not put behind the queue what has been opened since.
    const [token] = joins.map(({ post }) => post.leaseToken)
    if (token)
      await putBehind(tx, subject.kind.name, 'c.id = any($2::uuid[]) and c.lease_token = $3', [idsOf(joins), token])
    await recount(tx, subject, joins.length > 0)
  })
}

function idsOf(work: Work[]): string[] {
  return work.map(({ post }) => post.id)
}

function placeOf({ platform, place }: Work['post']): string {
  return `${platform} ${place}`
}
