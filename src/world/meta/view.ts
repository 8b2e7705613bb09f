import { type MetaComment, type MetaMedia, type MetaState, sortKey } from './state.ts'

export type MetaView = {
  account: { id: string; username: string; name: string }
  /** Newest first. */
  posts: PostView[]
  /** Whoever has commented so far, the shop first. */
  people: string[]
  tokenExpired: boolean
  webhookUrl: string | null
  /** Webhooks that have not been answered with 200. */
  waitingNotices: number
  calls: MetaState['calls']
  /** Accounts whose notices our app hears. */
  subscribed: string[]
}

export type PostView = {
  id: string
  shortcode: string
  permalink: string
  caption: string
  mediaType: MetaMedia['mediaType']
  picture: string
  at: Date
  /** Oldest first, as the app shows them. */
  comments: CommentView[]
}

export type CommentView = {
  id: string
  username: string
  text: string
  at: Date
  replies: CommentView[]
}

export function viewMeta(state: MetaState, accountId?: string): MetaView {
  const own = state.accounts.find(({ id }) => id === accountId) ?? state.accounts[0]
  const account = own ?? { id: '', username: '', name: '' }
  const media = state.media.filter((post) => post.accountId === account.id)
  const mine = new Set(media.map(({ id }) => id))
  const comments = state.comments.filter(({ mediaId }) => mine.has(mediaId))
  return {
    account: { id: account.id, username: account.username, name: account.name },
    posts: media.toSorted((a, b) => (sortKey(a) < sortKey(b) ? 1 : -1)).map((post) => viewPost(post, state)),
    people: [...new Set([account.username, ...comments.map((comment) => comment.username)])],
    tokenExpired: state.tokens.some((token) => token.expired),
    webhookUrl: state.webhookUrl,
    waitingNotices: state.notices.filter((notice) => !notice.delivered).length,
    calls: { ...state.calls },
    subscribed: [...state.subscribed],
  }
}

function viewPost(post: MetaMedia, state: MetaState): PostView {
  const comments = state.comments
    .filter((comment) => comment.mediaId === post.id)
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  const kind = post.mediaType === 'VIDEO' ? 'reel' : 'p'
  return {
    id: post.id,
    shortcode: post.shortcode,
    permalink: `https://www.instagram.com/${kind}/${post.shortcode}/`,
    caption: post.caption ?? '',
    mediaType: post.mediaType,
    picture: post.picture,
    at: new Date(post.at),
    comments: comments.filter((comment) => comment.parentId === null).map((comment) => viewComment(comment, comments)),
  }
}

function viewComment(comment: MetaComment, all: MetaComment[]): CommentView {
  const replies = all.filter((reply) => reply.parentId === comment.id)
  return {
    id: comment.id,
    username: comment.username,
    text: comment.text,
    at: new Date(comment.at),
    replies: replies.map((reply) => viewComment(reply, all)),
  }
}
