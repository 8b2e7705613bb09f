import { z } from 'zod'

/** A time: ISO 8601 in UTC. */
export const time = z.iso.datetime().describe('ISO 8601, UTC')

/** An amount of money in its currency, never a float. */
export const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('Decimal string, such as 12.00')

export const ref = (example: string) => z.string().describe(`Ref, such as ${example}`)

export const paginationShape = z.strictObject({
  total: z.int(),
  page: z.int(),
  limit: z.int(),
  pages: z.int(),
})

/** What every error looks like. */
export const errorShape = z.strictObject({
  error: z.strictObject({
    code: z.string().describe('invalid, unauthorized, not_allowed, not_found, refused, outside, internal ...'),
    message: z.string().describe('A sentence a person can read'),
    fields: z.record(z.string(), z.string()).optional().describe('What is wrong, by field'),
  }),
})

/** One move of a record: who, through which door, when. */
export const moveShape = z.strictObject({
  verb: z.string(),
  from: z.string(),
  to: z.string(),
  by: z.strictObject({ name: z.string(), via: z.string() }),
  at: time,
  edits: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])).nullable(),
  note: z.string().nullable(),
})
