import { createHmac } from 'node:crypto'
import { Refusal } from '#src/errors.ts'
import { askGraph, type Usage } from './graph.ts'
import { POST_FIELDS, POSTS_A_PAGE, type Post, type PostPage, readPost, readPostPage } from './instagram-posts.ts'
import { accountShape, idShape, read, readComment, readMedia, readPage } from './instagram-read.ts'

export { isSignedByMeta, readWebhookComments } from './instagram-webhook.ts'

import type { Comment, Media, Page } from './instagram-types.ts'

export type { Comment, Media, Page } from './instagram-types.ts'

export type InstagramAccount = { userId: string; accessToken: string }

export type { Post, PostPage, Usage }

export type Instagram = {
  /** The account's posts, newest first, 50 a page. */
  media(account: InstagramAccount, cursor?: string): Promise<Page<Media>>
  /** The post with this short code, read page by page (one call each); null when the account has none such. */
  findMedia(account: InstagramAccount, shortcode: string): Promise<Media | null>
  /** A post's comments without their replies, newest first, 50 a page: the most Meta gives. */
  comments(account: InstagramAccount, mediaId: string, cursor?: string): Promise<Page<Comment>>
  /** Answers a comment, under it; what is sent twice stands there twice. At most 300 characters. */
  reply(account: InstagramAccount, commentId: string, text: string): Promise<{ id: string; usage: Usage }>
  /** What stands under a comment, newest first. */
  replies(account: InstagramAccount, commentId: string): Promise<Page<Comment>>
  account(account: InstagramAccount): Promise<{ id: string; username: string }>
  /** The account's posts with their slides, newest first, 25 a page. */
  posts(account: InstagramAccount, cursor?: string): Promise<PostPage>
  /** One post with its slides; code 100 when it is gone or not ours to see. */
  post(account: InstagramAccount, mediaId: string): Promise<{ post: Post; usage: Usage }>
}

export type InstagramConfig = {
  /** https://graph.facebook.com, or where else its API is to be found. */
  graphUrl: string
  /** `v23.0` */
  version: string
  /** Set: every call carries the proof that the token is used by its own app. */
  appSecret?: string
}

const MEDIA_FIELDS = 'id,shortcode,permalink,caption,media_type,timestamp,comments_count'
const COMMENT_FIELDS = 'id,text,timestamp,username,from{id,username},parent_id'

/**
 * Instagram through the Graph API. The token goes in a header: an address ends up in logs.
 * Every call fails with an OutsideError('instagram'), its `code` Meta's own: 190 is a dead token, 4 17 32 613 80002
 * the call limits, 10 and 200-299 a missing permission, 100 nothing there. Without a status there was no answer.
 *
 * @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media
 * @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-media/comments
 * @see https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment/replies
 * @see https://developers.facebook.com/docs/graph-api/guides/error-handling
 * @see https://developers.facebook.com/docs/graph-api/guides/secure-requests#appsecret_proof
 */
export function createInstagram(config: InstagramConfig): Instagram {
  const ask = async (
    method: 'GET' | 'POST',
    account: InstagramAccount,
    path: string,
    query: Record<string, string | undefined>,
  ) => {
    const url = new URL(`${config.graphUrl.replace(/\/$/, '')}/${config.version}/${path}`)
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
    if (config.appSecret) {
      const proof = createHmac('sha256', config.appSecret).update(account.accessToken).digest('hex')
      url.searchParams.set('appsecret_proof', proof)
    }
    return askGraph(url, account.accessToken, method)
  }
  const get = ask.bind(null, 'GET')
  const media: Instagram['media'] = async (account, cursor) => {
    const path = `${encodeURIComponent(account.userId)}/media`
    return readPage(await get(account, path, { fields: MEDIA_FIELDS, limit: '50', after: cursor }), readMedia)
  }
  return {
    media,
    async findMedia(account, shortcode) {
      let cursor: string | null | undefined
      while (cursor !== null) {
        const page = await media(account, cursor)
        const found = page.items.find((item) => item.shortcode === shortcode)
        if (found) return found
        cursor = page.next
      }
      return null
    },
    async comments(account, mediaId, cursor) {
      const path = `${encodeURIComponent(mediaId)}/comments`
      return readPage(await get(account, path, { fields: COMMENT_FIELDS, limit: '50', after: cursor }), readComment)
    },
    async reply(account, commentId, text) {
      const { data, usage } = await ask('POST', account, `${encodeURIComponent(commentId)}/replies`, { message: text })
      return { ...read(idShape, data), usage }
    },
    async replies(account, commentId) {
      const path = `${encodeURIComponent(commentId)}/replies`
      return readPage(await get(account, path, { fields: COMMENT_FIELDS }), readComment)
    },
    async account(account) {
      const { data } = await get(account, encodeURIComponent(account.userId), { fields: 'id,username' })
      return read(accountShape, data)
    },
    async posts(account, cursor) {
      const path = `${encodeURIComponent(account.userId)}/media`
      return readPostPage(await get(account, path, { fields: POST_FIELDS, limit: POSTS_A_PAGE, after: cursor }))
    },
    async post(account, mediaId) {
      const { data, usage } = await get(account, encodeURIComponent(mediaId), { fields: POST_FIELDS })
      return { post: readPost(data), usage }
    },
  }
}

/**
 * The short code of a post from its address or from itself: `28yy9oRb9O` of instagram.com/p/28yy9oRb9O/?igsh=x.
 * Takes /p/, /reel/, /reels/ and /tv/, also behind a user's name, with or without scheme, www, slash and query;
 * throws a Refusal for anything else.
 */
export function readShortcode(urlOrCode: string): string {
  const text = urlOrCode.trim()
  const host = /^(?:https?:\/\/)?(?:(?:www|m)\.)?(?:instagram\.com|instagr\.am)\//i
  const path = /^(?:[\w.]+\/)?(?:p|reels?|tv)\/([\w-]{5,64})(?:[/?#].*)?$/i
  const bare = /^[\w-]{9,64}$/
  const code = (host.test(text) ? path.exec(text.replace(host, ''))?.[1] : null) ?? bare.exec(text)?.[0]
  if (code) return code
  throw new Refusal(
    'That is not the address of an Instagram post. It looks like https://www.instagram.com/p/28yy9oRb9O/ ' +
      '(also /reel/ or /tv/), or is just the short code 28yy9oRb9O.',
  )
}
