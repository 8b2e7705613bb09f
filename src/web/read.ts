import type { z } from 'zod'
import { Problem } from './problem.ts'

/** What was sent, in its shape; or 400 with what is wrong by field. */
export function readShape<Shape extends z.ZodType>(shape: Shape, sent: unknown): z.infer<Shape> {
  refuseBroken(sent)
  const read = shape.safeParse(sent)
  if (read.success) return read.data
  const fields = Object.fromEntries(read.error.issues.map(({ path, message }) => [path.join('.') || 'body', message]))
  throw new Problem(400, 'invalid', 'Some of this cannot be read.', fields)
}

/** A NUL or half a character, wherever it stands: no table takes it. */
export function refuseBroken(sent: unknown, path: string[] = []): void {
  if (typeof sent === 'string' && (sent.includes('\0') || !sent.isWellFormed())) {
    const field = path.join('.') || 'body'
    throw new Problem(400, 'invalid', 'Some of this cannot be read.', {
      [field]: 'holds a character that means nothing',
    })
  }
  if (typeof sent !== 'object' || sent === null) return
  for (const [name, value] of Object.entries(sent)) {
    refuseBroken(name, path)
    refuseBroken(value, [...path, name])
  }
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
