import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { commentShape, writeComment } from './instagram-read.ts'
import type { Comment } from './instagram-types.ts'

/**
 * The comments a webhook call tells of, in both of Meta's shapes (`entry[].changes[]` after Facebook Login,
 * `entry[]` after Instagram Login) and in batches; what is not a comment, or cannot be read, is left out.
 * Our own comments are among them.
 *
 * @see https://developers.facebook.com/docs/instagram-platform/webhooks/examples
 */
export function readWebhookComments(body: unknown): { accountId: string; mediaId: string; comment: Comment }[] {
  return [body].flat().flatMap((notice) =>
    readAll(noticeShape, [notice])
      .flatMap(({ entry }) => readAll(entryShape, entry))
      .flatMap((entry) => readEntry(entry)),
  )
}

/** Whether Meta signed these bytes (`X-Hub-Signature-256`): the body as it came, not written anew. */
export function isSignedByMeta(appSecret: string, signature: string | null, body: Uint8Array | string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`)
  const given = Buffer.from(signature ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const noticeShape = z.object({ entry: z.array(z.unknown()) })
const changeShape = z.object({ field: z.enum(['comments', 'live_comments']), value: z.unknown() })
const entryShape = z.looseObject({
  id: z.coerce.string(),
  time: z.number().catch(0),
  changes: z.array(z.unknown()).catch([]),
})
const toldShape = commentShape.extend({ media: z.object({ id: z.string() }) })

function readEntry(entry: z.infer<typeof entryShape>) {
  // Seconds by the documentation, milliseconds in some notices.
  const timestamp = new Date(entry.time > 1e12 ? entry.time : entry.time * 1000)
  const values = readAll(changeShape, [entry, ...entry.changes]).flatMap(({ value }) => [value].flat())
  return values.flatMap((raw) =>
    readAll(toldShape, [raw]).map((told) => {
      const comment = writeComment(told, timestamp, raw)
      return { accountId: entry.id, mediaId: told.media.id, comment }
    }),
  )
}

/** Those that have the shape. */
function readAll<Shape extends z.ZodType>(shape: Shape, values: unknown[]): z.infer<Shape>[] {
  return values.flatMap((value) => {
    const parsed = shape.safeParse(value)
    return parsed.success ? [parsed.data] : []
  })
}
