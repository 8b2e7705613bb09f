import type { Notice as CourierNotice } from '#src/world/courier.ts'
import type { MetaAccount, MetaMedia, MetaToken } from './types.ts'
import { writeId } from './write-id.ts'
import { zuriPosts } from './zuri-posts.ts'

export type { MediaType, MetaAccount, MetaMedia, MetaToken } from './types.ts'
export { writeId } from './write-id.ts'

/** What the stand-in remembers. JSON only. */
export type MetaState = {
  accounts: MetaAccount[]
  tokens: MetaToken[]
  media: MetaMedia[]
  /** Posts their owner has archived. */
  archived?: MetaMedia[]
  comments: MetaComment[]
  notices: Notice[]
  webhookUrl: string | null
  serial: number
  usage: { percent: number; waitMin: number }
  calls: { media: number; comments: number; other: number }
  /** Codes the next calls fail with, first come first. */
  failures: number[]
  /** Consents whose token was not fetched yet. */
  codes: { code: string; userId: string; accounts: number[]; scopes: string[] }[]
  /** Accounts whose notices our app hears. */
  subscribed: string[]
}

export type MetaComment = {
  id: string
  mediaId: string
  parentId: string | null
  userId: string
  username: string
  text: string
  at: string
}
/** One webhook call: the bytes as they were signed, so that a repeat is the same to the last one. */
export type Notice = CourierNotice & { id: number }

const SCOPES = ['instagram_basic', 'instagram_manage_comments', 'pages_show_list', 'pages_read_engagement']

const DROP =
  'NEW DROP: Beaded bracelets in black, red, white & gold. $12.00 each. Comment your colour + how many + your EMAIL to order. Max 5 per person please!'

/** A second shop, whose posts are goods of all kinds. */
export const ZURI: MetaAccount = {
  id: '17841400000000777',
  username: 'zuricloset',
  name: 'Zuri Closet',
  pageId: '104500000000777',
  pageName: 'Zuri Closet',
}

/** The shop 'beadandbranch': one sale post and two ordinary ones. */
export function seedMeta(options: { accessToken: string; igUserId: string; now: Date }): MetaState {
  const { igUserId, now } = options
  const account = {
    id: igUserId,
    username: 'beadandbranch',
    name: 'Bead & Branch',
    pageId: '104500000000001',
    pageName: 'Bead & Branch',
  }
  const post = (n: number, hoursAgo: number, shortcode: string, picture: string, caption: string): MetaMedia => ({
    id: writeId(n),
    accountId: igUserId,
    shortcode,
    caption,
    mediaType: 'IMAGE',
    at: new Date(now.getTime() - hoursAgo * 3_600_000).toISOString(),
    picture,
  })
  return {
    accounts: [account, ZURI],
    tokens: [
      { value: options.accessToken, userId: '122100000000001', accountIds: [igUserId], scopes: SCOPES, expired: false },
    ],
    media: [
      post(1, 75, 'B7nQwLxD2kA', 'bench', 'Slow Sunday at the bench. Coffee first, beads second.'),
      post(2, 26, 'C1mVt0pH9xE', 'market', 'Thank you all for coming to the spring market! We met so many of you.'),
      post(3, 2, '28yy9oRb9O', 'bracelets', DROP),
      ...zuriPosts(ZURI.id, now),
    ],
    comments: [],
    notices: [],
    webhookUrl: null,
    serial: 3,
    usage: { percent: 0, waitMin: 0 },
    calls: { media: 0, comments: 0, other: 0 },
    failures: [],
    codes: [],
    subscribed: [],
  }
}

/** Newest first, and among equals the later id; also the order of the cursors. */
export function sortKey(row: { at: string; id: string }): string {
  return `${row.at}|${row.id}`
}
