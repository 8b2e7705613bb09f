import { createHash } from 'node:crypto'
import type { Courier } from '#src/world/courier.ts'
import type { Vendor } from '../vendor/vendor.ts'
import type { MetaApp } from './call.ts'
import { type NoticeShape, writeNotice } from './notices.ts'
import {
  type MediaType,
  type MetaComment,
  type MetaMedia,
  type MetaState,
  type Notice,
  seedMeta,
  writeId,
} from './state.ts'

export type NewComment = {
  username: string
  text: string
  /** The post, one way or the other; neither: the newest. */
  mediaId?: string
  shortcode?: string
  parentId?: string
  at?: Date
  /** Without a webhook: only reading the comments finds it. */
  silent?: boolean
}

export type NewPost = {
  /** The account's id; the shop's own unless told. */
  accountId?: string
  /** The app hears of it, which Meta itself does not do today. */
  tell?: boolean
  caption: string | null
  mediaType?: MediaType
  likes?: number
  shortcode?: string
  picture?: string
  at?: Date
}

export type WebhookSettings = {
  shape: NoticeShape
  /** No webhooks at all. */
  silent: boolean
  /** Every webhook comes twice, as advertised posts sometimes do. */
  duplicate: boolean
}

/** What people do on Instagram, and what Meta does by itself. */
export type MetaAct = {
  /** Its id. */
  comment(comment: NewComment): Promise<string>
  /** Several at once, told in one webhook. */
  comments(comments: NewComment[]): Promise<string[]>
  post(post: NewPost): Promise<{ id: string; shortcode: string }>
  deleteComment(id: string): Promise<void>
  /** The owner changes the caption; `tell`: the app hears of it, which Meta itself does not do today. */
  editPost(id: string, caption: string, tell?: boolean): Promise<void>
  deletePost(id: string): Promise<void>
  /** The owner archives it: nobody sees it, the API neither, until it is shown again. */
  archivePost(id: string): Promise<void>
  showPost(id: string): Promise<void>
  /** An account's posts as at the first start, and nobody let in. */
  restorePosts(accountId: string): Promise<void>
  /** Nobody has ever commented this account's posts. */
  clearComments(accountId: string): Promise<void>
  expireToken(): Promise<void>
  renewToken(): Promise<void>
  /** The last webhooks again, in random order; how many. */
  redeliver(count?: number): Promise<number>
  /** The next calls of the API fail with these codes (190, 4, 10, 613 ...), first come first. */
  failNext(...codes: number[]): Promise<void>
  /** What the usage headers say: the share of the allowance used, and the minutes to wait. */
  setUsage(usage: { percent: number; waitMin?: number }): Promise<void>
}

const KEPT_NOTICES = 500

export function createMetaAct(
  vendor: Vendor<MetaState>,
  courier: Courier<Notice>,
  app: MetaApp,
  webhooks: WebhookSettings,
): MetaAct {
  const write = async (inputs: NewComment[]): Promise<string[]> => {
    const { comments, notices } = await vendor.change((state) => addComments(state, inputs, app, webhooks))
    courier.send(notices)
    return comments.map((comment) => comment.id)
  }
  const setExpired = (expired: boolean) =>
    vendor.change((state) => {
      for (const token of state.tokens) token.expired = expired
    })

  return {
    comment: async (comment) => (await write([comment]))[0] ?? '',
    comments: write,
    async post(input) {
      const { post, notices } = await vendor.change((state) => {
        const post = addPost(state, input, app)
        const media = state.media.find(({ id }) => id === post.id)
        return { post, notices: input.tell && media && state.webhookUrl ? addMediaNotice(state, media, app) : [] }
      })
      courier.send(notices)
      return post
    },
    async editPost(id, caption, tell = false) {
      const notices = await vendor.change((state) => {
        const post = state.media.find((known) => known.id === id)
        if (!post) throw new Error(`There is no post ${id}`)
        post.caption = caption
        return tell && state.webhookUrl ? addMediaNotice(state, post, app) : []
      })
      courier.send(notices)
    },
    deletePost: (id) =>
      vendor.change((state) => {
        state.media = state.media.filter((post) => post.id !== id)
      }),
    archivePost: (id) =>
      vendor.change((state) => {
        state.archived = [...(state.archived ?? []), ...state.media.filter((post) => post.id === id)]
        state.media = state.media.filter((post) => post.id !== id)
      }),
    showPost: (id) =>
      vendor.change((state) => {
        state.media.push(...(state.archived ?? []).filter((post) => post.id === id))
        state.archived = (state.archived ?? []).filter((post) => post.id !== id)
      }),
    restorePosts: (accountId) =>
      vendor.change((state) => {
        const fresh = seedMeta({ accessToken: '', igUserId: '', now: app.clock() })
        state.media = state.media.filter((post) => post.accountId !== accountId)
        state.media.push(...fresh.media.filter((post) => post.accountId === accountId))
        state.tokens = state.tokens.filter(({ accountIds }) => !accountIds.includes(accountId))
      }),
    deleteComment: (id) =>
      vendor.change((state) => {
        state.comments = state.comments.filter((comment) => comment.id !== id && comment.parentId !== id)
      }),
    clearComments: (accountId) =>
      vendor.change((state) => {
        const posts = new Set(state.media.filter((post) => post.accountId === accountId).map(({ id }) => id))
        state.comments = state.comments.filter(({ mediaId }) => !posts.has(mediaId))
        state.notices = []
      }),
    expireToken: () => setExpired(true),
    renewToken: () => setExpired(false),
    async redeliver(count = KEPT_NOTICES) {
      const notices = shuffle(vendor.state.notices.slice(-count))
      courier.send(notices)
      return notices.length
    },
    failNext: (...codes) => vendor.change((state) => void state.failures.push(...codes)),
    setUsage: ({ percent, waitMin = 0 }) =>
      vendor.change((state) => {
        state.usage = { percent, waitMin }
      }),
  }
}

function addComments(state: MetaState, inputs: NewComment[], app: MetaApp, webhooks: WebhookSettings) {
  const told: MetaComment[] = []
  const comments = inputs.map((input) => {
    const comment = addComment(state, input, app)
    if (!input.silent && !webhooks.silent) told.push(comment)
    return comment
  })
  const notices = addNotices(state, told, app, webhooks)
  return { comments, notices: webhooks.duplicate ? [...notices, ...notices] : notices }
}

function addComment(state: MetaState, input: NewComment, app: MetaApp): MetaComment {
  const media = findMedia(state, input)
  if (!media) throw new Error(`There is no post ${input.mediaId ?? input.shortcode}`)
  const account = state.accounts.find((known) => known.username === input.username)
  const comment: MetaComment = {
    id: writeId(++state.serial),
    mediaId: media.id,
    parentId: input.parentId ?? null,
    userId: account?.id ?? writeScopedId(input.username),
    username: input.username,
    text: input.text,
    at: (input.at ?? app.clock()).toISOString(),
  }
  state.comments.push(comment)
  return comment
}

function findMedia(state: MetaState, { mediaId, shortcode }: NewComment): MetaMedia | undefined {
  if (mediaId) return state.media.find((post) => post.id === mediaId)
  if (shortcode) return state.media.find((post) => post.shortcode === shortcode)
  const own = state.media.filter(({ accountId }) => accountId === state.accounts[0]?.id)
  return own.reduce((newest, post) => (post.at > newest.at ? post : newest))
}

/** One notice per account; none when no callback was ever set. */
function addNotices(state: MetaState, comments: MetaComment[], app: MetaApp, webhooks: WebhookSettings): Notice[] {
  if (!state.webhookUrl) return []
  const byAccount = Map.groupBy(
    comments,
    (comment) => state.media.find((m) => m.id === comment.mediaId)?.accountId ?? '',
  )
  const notices = [...byAccount].map(([accountId, told]) => {
    const body = writeNotice(accountId, told, webhooks.shape, app.clock())
    return { id: ++state.serial, body, delivered: false, tries: 0 }
  })
  state.notices = [...state.notices, ...notices].slice(-KEPT_NOTICES)
  return notices
}

/** As the seed's documents have it: a change of field `media` that names the post. */
function addMediaNotice(state: MetaState, { id, accountId }: MetaMedia, app: MetaApp): Notice[] {
  const time = Math.floor(app.clock().getTime() / 1000)
  const body = JSON.stringify({
    object: 'instagram',
    entry: [{ id: accountId, time, changes: [{ field: 'media', value: { media_id: id } }] }],
  })
  const notice = { id: ++state.serial, body, delivered: false, tries: 0 }
  state.notices = [...state.notices, notice].slice(-KEPT_NOTICES)
  return [notice]
}

function addPost(state: MetaState, post: NewPost, app: MetaApp): { id: string; shortcode: string } {
  const id = writeId(++state.serial)
  const shortcode = post.shortcode ?? createHash('sha1').update(id).digest('base64url').slice(0, 11)
  state.media.push({
    id,
    accountId: post.accountId ?? state.accounts[0]?.id ?? '',
    shortcode,
    caption: post.caption,
    mediaType: post.mediaType ?? 'IMAGE',
    ...(post.likes && { likes: post.likes }),
    at: (post.at ?? app.clock()).toISOString(),
    picture: post.picture ?? 'beads',
  })
  return { id, shortcode }
}

/** Instagram-scoped: always the same for a person and this app. */
function writeScopedId(username: string): string {
  return `78${createHash('sha1').update(username).digest().readUInt32BE().toString().padStart(14, '0')}`
}

function shuffle<Item>(items: Item[]): Item[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}
