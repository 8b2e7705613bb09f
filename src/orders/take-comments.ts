import type { EntityManager } from '@mikro-orm/postgresql'
import type { SourceComment } from '#entities/orders/order.ts'
import { uuid } from '#entities/uuid.ts'
import { openAlert } from '#src/alerts/alerts.ts'
import type { Needs } from '#src/app.ts'
import { preferIndexes } from '#src/database/prefer-indexes.ts'
import { readTime, sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { type Comment, readWebhookComments } from '#src/integrations/instagram.ts'
import { EXTRACT, TAKE_COMMENTS } from './steps.ts'

const BATCH = 500
/** What the columns hold; nothing Instagram sends is near it. */
const LONGEST = 255

/** Instagram's first post. */
const FIRST_POST_MS = Date.UTC(2010, 6, 16)
const DAY_MS = 86_400_000

type Commented = { mediaId: string; comment: Comment }

/** Reads what Instagram told us of new comments; returns how many notices that were. */
export async function takeComments(app: Needs<'em' | 'clock' | 'ring'>): Promise<number> {
  let count = 0
  for (;;) {
    const taken = await inTransaction(app, takeBatch)
    count += taken
    if (taken < BATCH) return count
  }
}

type Item = { id: string; body: string; received: string }
type Unread = { id: string; error: string }

async function takeBatch(tx: Tx): Promise<number> {
  await preferIndexes(tx)
  const items = await sql<Item>(
    tx.em,
    `select id, body, received_at as received from inbox where source = 'instagram' and read_at is null
     order by received_at limit ${BATCH} for update skip locked`,
  )
  if (items.length === 0) return 0
  const read = items.map(readItem)
  if (
    (await addOrders(
      tx,
      read.flatMap(({ comments }) => comments),
    )) > 0
  )
    tx.ring(EXTRACT)
  await sql(tx.em, 'update inbox set read_at = $2 where id = any($1::uuid[])', [items.map(({ id }) => id), tx.at])
  const unread = read.flatMap(({ id, error }) => (error === null ? [] : [{ id, error }]))
  if (unread.length > 0) await tell(tx, unread)
  return items.length
}

/** What one notice tells; one that cannot be read stays in the inbox and holds up no other. */
function readItem({ id, body, received }: Item): { id: string; comments: Commented[]; error: string | null } {
  try {
    const told = readWebhookComments(JSON.parse(body))
    const comments = told.map(({ mediaId, comment }) => ({ mediaId, comment: timed(comment, readTime(received)) }))
    return { id, comments, error: null }
  } catch (error) {
    return { id, comments: [], error: error instanceof Error ? error.message : String(error) }
  }
}

/** A notice without a time that can be was told when it came. */
function timed(comment: Comment, received: Date): Comment {
  const ms = comment.timestamp.getTime()
  return ms > FIRST_POST_MS && ms < received.getTime() + DAY_MS ? comment : { ...comment, timestamp: received }
}

async function tell(tx: Tx, unread: Unread[]): Promise<void> {
  await sql(
    tx.em,
    `update inbox i set last_error = v.error from jsonb_to_recordset($1::jsonb) as v(id uuid, error text) where i.id = v.id`,
    [writeJson(unread)],
  )
  await openAlert(tx, {
    key: 'inbox:instagram',
    pipeline: 'orders',
    title: 'A message from Instagram could not be read.',
    detail: `It is kept as it came (${unread[0]?.id}). The next hourly look at the posts finds the comment, if it was one.`,
    step: TAKE_COMMENTS,
  })
}

/**
 * New orders of comments on open sales; how many. Left out are comments we have, replies, our own, and comments on
 * other posts. One statement however many there are; safe to run at once with itself over the same comments.
 */
export async function addOrders({ em, at }: Tx, commented: Commented[]): Promise<number> {
  // By age, so that the ids and numbers of orders are: Instagram's ids grow.
  const inOrder = commented.filter(isTopLevel).sort((a, b) => compareIds(a.comment.id, b.comment.id))
  const ids = inOrder.map(() => uuid()).sort()
  const rows = inOrder.map(({ mediaId, comment }, i) => ({
    id: ids[i],
    media: mediaId,
    comment: comment.id,
    username: comment.from.username,
    author: comment.from.id,
    source: writeSource(comment),
  }))
  if (rows.length === 0) return 0
  return insert(em, at, rows)
}

function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1)
}

function isTopLevel({ mediaId, comment }: Commented): boolean {
  const longest = Math.max(mediaId.length, comment.id.length, comment.from.username.length)
  return comment.parentId === null && longest <= LONGEST
}

/** The seed's names beside what came; Graph no longer tells the last two. Rows 000-019 to 000-027. */
function writeSource({ id, text, timestamp, from, raw }: Comment): SourceComment {
  return {
    id,
    text,
    created_time: timestamp.toISOString(),
    from: { id: from.id, username: from.username, full_name: null, profile_picture: null },
    raw,
  }
}

/**
 * Sorted by the comment: two workers with the same comments wait for each other instead of locking each other out.
 * What we have is left out first, and not only by the conflict: every row that gets so far uses up a number.
 */
async function insert(em: EntityManager, at: Date, rows: { comment: string }[]): Promise<number> {
  const [row] = await sql<{ count: number }>(
    em,
    `with told as (
       select distinct on (length(v.comment), v.comment) v.*
       from jsonb_to_recordset($1::jsonb)
         as v(id uuid, media text, comment text, username text, author text, source jsonb)
       order by length(v.comment), v.comment
     ), added as (
       insert into orders (id, created_at, state, ig_media_id, comment_id, source_comment, username, message_ids, last_modified_date)
       select v.id, $2, 'scraped', v.media, v.comment, v.source, v.username, '{}', $2
       from told v join sales s on s.ig_media_id = v.media and s.state = 'open'
       join instagram_accounts a on a.id = s.ig_account_id
       where v.author is distinct from a.ig_user_id and lower(v.username) is distinct from lower(a.username)
         and not exists (select 1 from orders o where o.comment_id = v.comment)
       order by length(v.comment), v.comment
       on conflict (comment_id) do nothing returning 1)
     select count(*)::int as count from added`,
    [writeJson(rows), at],
  )
  return row?.count ?? 0
}

/** JSON that Postgres takes: it has no NUL and no half of a surrogate pair. */
function writeJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json
  return JSON.stringify(value, (_, part) =>
    typeof part === 'string' ? part.toWellFormed().replaceAll('\0', '\ufffd') : part,
  )
}
