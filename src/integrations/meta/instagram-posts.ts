import { z } from 'zod'
import type { GraphAnswer } from './graph.ts'
import { read } from './instagram-read.ts'

/**
 * A picture or a film of a post. `url`: the picture, which of a film is its still; `film`: the film itself. They die
 * within days, and are missing where music or rights forbid it.
 */
export type Slide = { id: string; mediaType: string; url: string | null; film?: string }

/** A post with what is needed to sell from it. */
export type Post = {
  id: string
  shortcode: string
  permalink: string
  caption: string
  /** IMAGE, VIDEO, CAROUSEL_ALBUM. */
  mediaType: string
  /** Of a film its still. Null for the parent of an album, whose pictures are its slides, and where Meta gives none. */
  mediaUrl: string | null
  slides: Slide[]
  likes: number
  timestamp: Date
}

/** `broken`: ids of posts in a shape nobody can read; they hold up no other. */
export type PostPage = { items: Post[]; broken: string[]; next: string | null; usage: GraphAnswer['usage'] }

const SLIDE_FIELDS = 'id,media_type,media_url,thumbnail_url'
export const POST_FIELDS =
  'id,shortcode,permalink,caption,media_type,media_url,thumbnail_url,timestamp,like_count,' +
  `children{${SLIDE_FIELDS}}`
/** As the seed asks; with the slides expanded that is one call for 25 whole posts. */
export const POSTS_A_PAGE = '25'

const address = z.string().nullable().catch(null)
const slideShape = z.object({
  id: z.string(),
  media_type: z.string().catch('IMAGE'),
  media_url: address,
  thumbnail_url: address,
})
const time = z.string().transform((text, context) => {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) context.addIssue('not a time')
  return at
})
const postShape = z.object({
  id: z.string(),
  shortcode: z.string().catch(''),
  permalink: z.string().catch(''),
  caption: z.string().catch(''),
  media_type: z.string().catch('IMAGE'),
  media_url: address,
  thumbnail_url: address,
  like_count: z.number().catch(0),
  timestamp: time,
  children: z
    .object({ data: z.array(z.unknown()) })
    .nullish()
    .catch(null),
})
const pageShape = z.object({
  data: z.array(z.unknown()),
  paging: z.object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() }).optional(),
})

/** A page of posts; one that cannot be read is named, and the others stand. */
export function readPostPage({ data, usage }: GraphAnswer): PostPage {
  const page = read(pageShape, data)
  const tried = page.data.map((raw) => ({ raw, read: postShape.safeParse(raw) }))
  return {
    items: tried.flatMap(({ read: one }) => (one.success ? [writePost(one.data)] : [])),
    broken: tried.flatMap(({ raw, read: one }) => (one.success ? [] : [idOf(raw)])),
    next: page.paging?.next ? (page.paging.cursors?.after ?? null) : null,
    usage,
  }
}

export function readPost(data: unknown): Post {
  return writePost(read(postShape, data))
}

function writePost(raw: z.infer<typeof postShape>): Post {
  const { media_type, media_url, thumbnail_url, like_count, children, ...post } = raw
  const slides = (children?.data ?? []).flatMap((child) => {
    const slide = slideShape.safeParse(child)
    return slide.success ? [writeSlide(slide.data)] : []
  })
  // A film by itself is the one slide of its post.
  if (media_type === 'VIDEO' && slides.length === 0) slides.push(writeSlide(raw))
  const url = media_type === 'VIDEO' ? (thumbnail_url ?? media_url) : media_url
  return { ...post, mediaType: media_type, mediaUrl: url, slides, likes: like_count }
}

/** Of a film its still: what we draw, and what a model looks at. */
function writeSlide({ id, media_type, media_url, thumbnail_url }: z.infer<typeof slideShape>): Slide {
  if (media_type !== 'VIDEO') return { id, mediaType: media_type, url: media_url }
  return { id, mediaType: media_type, url: thumbnail_url, ...(media_url && { film: media_url }) }
}

function idOf(raw: unknown): string {
  return z.object({ id: z.string() }).safeParse(raw).data?.id ?? 'unknown'
}
