import { z } from 'zod'
import { OutsideError } from '#src/errors.ts'
import type { GraphAnswer } from './graph.ts'
import type { Comment, Media, Page } from './instagram-types.ts'

export const accountShape = z.object({ id: z.string(), username: z.string() })
const pageShape = z.object({
  data: z.array(z.unknown()),
  paging: z.object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() }).optional(),
})
const time = z.string().transform((text, context) => {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) context.addIssue('not a time')
  return at
})
const mediaShape = z.object({
  id: z.string(),
  shortcode: z.string(),
  permalink: z.string().catch(''),
  caption: z.string().catch(''),
  media_type: z.string().catch('IMAGE'),
  timestamp: time,
  comments_count: z.number().nullable().catch(null),
})
const writer = z.object({ id: z.string().optional(), username: z.string().optional() })
export const commentShape = z.object({
  id: z.string(),
  text: z.string().catch(''),
  username: z.string().optional(),
  from: writer.catch({}),
  parent_id: z.string().nullable().catch(null),
})

export function read<Shape extends z.ZodType>(shape: Shape, data: unknown): z.infer<Shape> {
  const parsed = shape.safeParse(data)
  if (parsed.success) return parsed.data
  throw new OutsideError('instagram', 'an answer in a shape we do not know', {
    retry: 'later',
    status: 200,
    cause: parsed.error,
  })
}

export function readPage<T>({ data, usage }: GraphAnswer, readItem: (raw: unknown) => T): Page<T> {
  const page = read(pageShape, data)
  // The last page has a cursor too; what it lacks is the address of a next one.
  const next = page.paging?.next ? (page.paging.cursors?.after ?? null) : null
  return { items: page.data.map(readItem), next, usage }
}

export function readMedia(raw: unknown): Media {
  const { media_type, comments_count, ...media } = read(mediaShape, raw)
  return { ...media, mediaType: media_type, commentsCount: comments_count }
}

export function readComment(raw: unknown): Comment {
  const { timestamp } = read(z.object({ timestamp: time }), raw)
  return writeComment(read(commentShape, raw), timestamp, raw)
}

export function writeComment(read: z.infer<typeof commentShape>, timestamp: Date, raw: unknown): Comment {
  const from = { id: read.from.id ?? null, username: read.from.username ?? read.username ?? '' }
  return { id: read.id, text: read.text, timestamp, from, parentId: read.parent_id, raw }
}

export const idShape = z.object({ id: z.string() })
