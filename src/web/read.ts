import type { z } from 'zod'
import { Problem } from './problem.ts'

/** What was sent, in its shape; or 400 with what is wrong by field. */
export function readShape<Shape extends z.ZodType>(shape: Shape, sent: unknown): z.infer<Shape> {
  const read = shape.safeParse(sent)
  if (read.success) return read.data
  const fields = Object.fromEntries(read.error.issues.map(({ path, message }) => [path.join('.') || 'body', message]))
  throw new Problem(400, 'invalid', 'Some of this cannot be read.', fields)
}

/** A JSON body; none at all reads as an empty object. */
export function readJson(body: Buffer): unknown {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new Problem(400, 'invalid', 'The body is not JSON.', { body: 'not JSON' })
  }
}
