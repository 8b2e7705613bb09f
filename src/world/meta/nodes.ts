import type { Call } from './call.ts'
import { type Fields, type GraphNode, pick, readFields } from './fields.ts'
import { GraphError } from './graph-error.ts'
import { type MetaAccount, type MetaComment, type MetaMedia, sortKey } from './state.ts'

/** Graph's way to write a time: no milliseconds, no colon in the offset. */
function writeTime(iso: string): string {
  return `${iso.slice(0, 19)}+0000`
}

export function accountNode(account: MetaAccount, call: Call): GraphNode {
  const media = call.state.media.filter((post) => post.accountId === account.id)
  return {
    id: account.id,
    username: account.username,
    name: account.name,
    media_count: media.length,
    followers_count: 1284,
    profile_picture_url: null,
  }
}

export function mediaNode(media: MetaMedia, call: Call): GraphNode {
  const owner = call.state.accounts.find((account) => account.id === media.accountId)
  const comments = call.state.comments.filter((comment) => comment.mediaId === media.id)
  const [kind, ending] = media.mediaType === 'VIDEO' ? ['reel', 'mp4'] : ['p', 'jpg']
  return {
    id: media.id,
    shortcode: media.shortcode,
    permalink: `https://www.instagram.com/${kind}/${media.shortcode}/`,
    caption: media.caption,
    media_type: media.mediaType,
    media_product_type: media.mediaType === 'VIDEO' ? 'REELS' : 'FEED',
    // The parent of an album has no picture of its own.
    media_url: media.mediaType === 'CAROUSEL_ALBUM' ? null : `${call.baseUrl}/pictures/${media.id}.${ending}`,
    thumbnail_url: media.mediaType === 'VIDEO' ? `${call.baseUrl}/pictures/${media.id}.jpg` : null,
    timestamp: writeTime(media.at),
    username: owner?.username,
    owner: { id: media.accountId },
    like_count: media.likes ?? 0,
    children: media.mediaType === 'CAROUSEL_ALBUM' ? (inner: Fields | null) => listSlides(media, call, inner) : null,
    comments_count: comments.length,
    comments: (inner: Fields | null, limit: number | null) => listComments(media, call, inner, limit, null),
  }
}

/** Slides have no permalink. */
function listSlides(media: MetaMedia, call: Call, inner: Fields | null): unknown {
  const slides = [1, 2].map((at) => ({
    id: `${media.id}${at}`,
    media_type: 'IMAGE',
    media_url: `${call.baseUrl}/pictures/${media.id}-${at}.jpg`,
    thumbnail_url: null,
  }))
  return { data: slides.map((slide) => pick('IGMedia', slide, inner ?? readFields('id'))) }
}

export function commentNode(comment: MetaComment, call: Call): GraphNode {
  const replies = call.state.comments.filter((reply) => reply.parentId === comment.id)
  return {
    id: comment.id,
    text: comment.text,
    timestamp: writeTime(comment.at),
    username: comment.username,
    from: { id: comment.userId, username: comment.username },
    user: null,
    parent_id: comment.parentId,
    media: { id: comment.mediaId },
    like_count: 0,
    hidden: false,
    replies: replies.length === 0 ? null : (inner: Fields | null) => listReplies(comment, call, inner),
  }
}

/** Top-level comments, newest first, at most 50 a page. */
export function listComments(
  media: MetaMedia,
  call: Call,
  inner: Fields | null,
  limit: number | null,
  after: string | null,
): unknown {
  const top = call.state.comments
    .filter((comment) => comment.mediaId === media.id && comment.parentId === null)
    .sort(newestFirst)
    .slice(0, call.app.commentWindow ?? Number.POSITIVE_INFINITY)
  const write = (comment: MetaComment) => pick('IGComment', commentNode(comment, call), inner ?? COMMENT)
  return writePage(top, call, `${media.id}/comments`, { limit, most: 50, after, write })
}

export function listReplies(comment: MetaComment, call: Call, inner: Fields | null): unknown {
  const replies = call.state.comments.filter((reply) => reply.parentId === comment.id).sort(newestFirst)
  return { data: replies.map((reply) => pick('IGComment', commentNode(reply, call), inner ?? COMMENT)) }
}

export function listMedia(account: MetaAccount, call: Call, fields: Fields): unknown {
  const media = call.state.media.filter((post) => post.accountId === account.id).sort(newestFirst)
  const write = (post: MetaMedia) => pick('IGMedia', mediaNode(post, call), fields)
  return writePage(media, call, `${account.id}/media`, { ...readPaging(call), most: 100, write })
}

export function readPaging(call: Call): { limit: number | null; after: string | null } {
  const limit = call.params.get('limit')
  return { limit: limit === null ? null : Number(limit), after: call.params.get('after') }
}

const COMMENT = readFields('id,text,timestamp')
const newestFirst = (a: MetaMedia | MetaComment, b: MetaMedia | MetaComment) => (sortKey(a) < sortKey(b) ? 1 : -1)

type PageOptions<Row> = {
  limit: number | null
  most: number
  after: string | null
  write: (row: Row) => unknown
}

/** A cursor is the place of the last row shown: rows that come or go meanwhile move nothing. */
function writePage<Row extends { at: string; id: string }>(
  rows: Row[],
  call: Call,
  path: string,
  options: PageOptions<Row>,
): unknown {
  const from = options.after === null ? null : readCursor(options.after)
  const rest = from === null ? rows : rows.filter((row) => sortKey(row) < from)
  const page = rest.slice(0, Math.min(options.limit ?? 25, options.most))
  const [first, last] = [page[0], page.at(-1)]
  if (!first || !last) return { data: [] }
  const cursors = { before: writeCursor(first), after: writeCursor(last) }
  const more = page.length < rest.length
  const token = encodeURIComponent(call.token.value)
  const next = `${call.baseUrl}/${path}?access_token=${token}&limit=${page.length}&after=${cursors.after}`
  return { data: page.map(options.write), paging: { cursors, ...(more ? { next } : {}) } }
}

function writeCursor(row: { at: string; id: string }): string {
  return Buffer.from(sortKey(row)).toString('base64url')
}

function readCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString()
  if (!/^\d{4}-.*\|\d+$/.test(key)) throw new GraphError(100, '(#100) Invalid cursor')
  return key
}
