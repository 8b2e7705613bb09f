export type MetaAccount = { id: string; username: string; name: string; pageId: string; pageName: string }
export type MetaToken = { value: string; userId: string; accountIds: string[]; scopes: string[]; expired: boolean }
export type MetaMedia = {
  id: string
  accountId: string
  shortcode: string
  caption: string | null
  mediaType: MediaType
  at: string
  /** What is drawn for it: bracelets, market, bench, a product (`bag #8a4b2a Home & Living`); else strewn beads. */
  picture: string
  likes?: number
}
export type MediaType = 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM'
