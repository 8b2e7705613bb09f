import type { EntityManager } from '@mikro-orm/postgresql'
import type { SourceComment } from '#entities/orders/order.ts'
import { uuid } from '#entities/uuid.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader, StoredItem, Verdict } from '#src/inbox/reader.ts'
import { type Comment, readWebhookComments } from '#src/integrations/meta/instagram.ts'
import { EXTRACT, TAKE_COMMENTS } from '../steps.ts'
import { compareIds } from './compare-ids.ts'

/** What the columns hold; nothing Instagram sends is near it. */
const LONGEST = 255

/** Instagram's first post. */
const FIRST_POST_MS = Date.UTC(2010, 6, 16)
const DAY_MS = 86_400_000

type Commented = { mediaId: string; comment: Comment }

/** What Instagram told us of new comments, hundreds at once: each on an open sale becomes an order. */
export const commentReader: Reader = {
  source: 'instagram',
  step: TAKE_COMMENTS,
  what: 'A message from Instagram',
  read: (_, item) => item.take(async (tx) => (await take(tx, [item]))[0]),
  readMany: take,
}

/** Reads what Instagram told us; returns how many notices that were. */
export function takeComments(app: App): Promise<number> {
  return readInbox(app, commentReader)
}

async function take(tx: Tx, items: StoredItem[]): Promise<Verdict[]> {
  const told = items.map(readNotice)
  if ((await addOrders(tx, told.flat())) > 0) tx.ring(EXTRACT)
  return told.map((comments) => (comments.length > 0 ? 'mine' : 'not mine'))
}

function readNotice({ body, receivedAt }: StoredItem): Commented[] {
  const told = readWebhookComments(JSON.parse(body))
  return told.map(({ mediaId, comment }) => ({ mediaId, comment: timed(comment, receivedAt) }))
}

/** A notice without a time that can be was told when it came. */
function timed(comment: Comment, received: Date): Comment {
  const ms = comment.timestamp.getTime()
  return ms > FIRST_POST_MS && ms < received.getTime() + DAY_MS ? comment : { ...comment, timestamp: received }
}

/**
 * New orders of comments on open sales; how many. Left out are comments we have, replies, our own, and comments on
 * other posts. One statement however many there are; safe to run at once with itself over the same comments.
 */
export async function addOrders({ em, at }: Tx, commented: Commented[]): Promise<number> {
  // By age, so that the ids and numbers of orders are.
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

function isTopLevel({ mediaId, comment }: Commented): boolean {
  const longest = Math.max(mediaId.length, comment.id.length, comment.from.username.length)
  return comment.parentId === null && longest <= LONGEST
}

/** The seed's names beside what came; Graph no longer tells the last two. */
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
       insert into orders (id, created_at, state, ig_media_id, comment_id, source_comment, username, message_ids,
         last_modified_date)
       select v.id, $2, 'scraped', v.media, v.comment, v.source, v.username, '{}', $2
       from told v join sales s on s.ig_media_id = v.media and s.state = 'open'
       join instagram_accounts a on a.id = s.ig_account_id
       where v.author is distinct from a.ig_user_id and lower(v.username) is distinct from lower(a.username)
         and not exists (select 1 from orders o where o.comment_id = v.comment)
       order by length(v.comment), v.comment
       on conflict (comment_id) do nothing returning 1)
     select count(*)::int as count from added`,
    [JSON.stringify(rows), at],
  )
  return row?.count ?? 0
}
