import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { Post } from '#src/integrations/meta/instagram.ts'
import { noteBack } from './flag-gone.ts'

export type Saved = { igMediaId: string; waits: boolean; isNew: boolean }

/**
 * Writes posts down as Instagram shows them now, all in one statement. A post that is new, or reads otherwise than
 * before, waits for the reader, and so does one whose draft ran out where a person asks, or where the post was gone and
 * is back; all others stay as they were understood. One that
 * could not be read is tried again when a person asks, and by itself after an hour, two, four ... One whose draft is
 * so long over that nobody keeps it is read when a person asks.
 */
export async function savePosts(
  tx: Tx,
  account: { id: string; storeId: string },
  syncId: string | null,
  posts: Post[],
  isAsked = syncId !== null,
): Promise<Saved[]> {
  const unique = [...new Map(posts.map((post) => [post.id, post])).values()]
  if (unique.length === 0) return []
  await noteBack(tx, unique, isAsked)
  const rows = JSON.stringify(unique.map(writeRow))
  return sql<Saved>(tx.em, SAVE, [rows, account.id, account.storeId, syncId, tx.at, isAsked])
}

function writeRow(post: Post) {
  return {
    id: uuid(),
    media: post.id,
    shortcode: post.shortcode,
    permalink: post.permalink,
    caption: post.caption.replaceAll('\0', ''),
    type: post.mediaType,
    url: post.mediaUrl,
    slides: post.slides,
    likes: post.likes,
    posted: post.timestamp.toISOString(),
  }
}

const SAVE = `
  insert into instagram_posts (id, ig_media_id, account_id, store_id, sync_id, shortcode, permalink, caption,
    media_type, media_url, slides, likes, posted_at, seen_at)
  select v.id, v.media, $2, $3, $4, v.shortcode, v.permalink, v.caption, v.type, v.url, v.slides, v.likes, v.posted, $5
  from jsonb_to_recordset($1::jsonb) as v(id uuid, media text, shortcode text, permalink text, caption text, type text,
    url text, slides jsonb, likes int, posted timestamptz)
  on conflict (ig_media_id) do update set
    sync_id = coalesce(excluded.sync_id, instagram_posts.sync_id), permalink = excluded.permalink,
    media_url = excluded.media_url, slides = excluded.slides, likes = excluded.likes, seen_at = excluded.seen_at,
    gone_at = null,
    caption = excluded.caption,
    read_at = case
      when instagram_posts.caption is distinct from excluded.caption then null
      when $6 and instagram_posts.outcome in ('failed', 'left') then null
      when instagram_posts.outcome = 'left' and (
        exists (select 1 from product_drafts d where d.ig_media_id = excluded.ig_media_id)
        or instagram_posts.posted_at >
          (select s.started_at from instagram_sync_history s where s.id = instagram_posts.sync_id)) then null
      when instagram_posts.outcome = 'failed' and $5 - instagram_posts.read_at >=
        greatest(interval '1 hour', instagram_posts.read_at - instagram_posts.posted_at) then null
      when ($6 or instagram_posts.gone_at is not null) and exists (
         select 1 from product_drafts d where d.ig_media_id = excluded.ig_media_id and d.part = 0
        and d.state = 'expired') then null
      when $6 and instagram_posts.outcome in ('draft', 'updated', 'skipped')
        and not exists (select 1 from product_drafts d where d.ig_media_id = excluded.ig_media_id) then null
      else instagram_posts.read_at end,
    attempts = case when instagram_posts.caption is distinct from excluded.caption then 0
      else instagram_posts.attempts end
  returning ig_media_id as "igMediaId", read_at is null as waits, xmax = 0 as "isNew"`
