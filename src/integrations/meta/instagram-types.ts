import type { Usage } from './graph.ts'

export type Media = {
  id: string
  shortcode: string
  permalink: string
  /** Empty when the post has none. */
  caption: string
  /** IMAGE, VIDEO, CAROUSEL_ALBUM; what Meta adds comes through as it is. */
  mediaType: string
  timestamp: Date
  commentsCount: number | null
}

export type Comment = {
  id: string
  text: string
  /** From the API: when it was written. From a webhook: when Meta told us, it says no more. */
  timestamp: Date
  from: { id: string | null; username: string }
  parentId: string | null
  /** As it came. */
  raw: unknown
}

/** `next`: the cursor of the next page, null on the last one. */
export type Page<T> = { items: T[]; next: string | null; usage: Usage }
