import { z } from 'zod'
import type { Reader, StoredItem } from '#src/inbox/reader.ts'
import { takeAnswer } from './take-answer.ts'
import { takeStatus } from './take-status.ts'

export const SOURCE = 'rep-channel'
export const READ_ANSWERS = 'reps.read-answers'

const words = z.object({
  type: z.literal('message').default('message'),
  id: z.string().trim().min(1).max(150),
  from: z.string().trim().min(1).max(255),
  name: z.string().max(255).nullish(),
  /** The rep's account it was written to. */
  to: z.string().max(255).nullish(),
  text: z.string().min(1).max(20_000),
  at: z.iso.datetime({ offset: true }).optional(),
})
const status = z.object({
  type: z.literal('status'),
  /** The id of the act, as it was sent. */
  id: z.uuid(),
  status: z.enum(['done', 'failed']),
  ref: z.string().max(200).nullish(),
  error: z.object({ code: z.number().int().optional(), message: z.string().max(500) }).optional(),
})

/** What a channel may tell us. */
export const told = z.union([status, words])

/** What leads wrote, and what channels say of acts that were in doubt. */
export const answerReader: Reader = {
  source: SOURCE,
  step: READ_ANSWERS,
  what: 'An answer of a lead',
  async read(_, item) {
    const channelId = item.externalId.slice(0, 36)
    const read = told.parse(JSON.parse(item.body))
    return item.take(async (tx) => {
      if (read.type === 'status') return takeStatus(tx, channelId, read)
      const { id: externalId, from, name = null, to = null, text, at } = read
      const said = { channelId, externalId, from, name, to, text, simulated: false }
      const taken = await takeAnswer(tx, { ...said, at: at ? new Date(at) : item.receivedAt })
      if (typeof taken === 'object') throw new Error(taken.refused)
    })
  },
  words: async (item) => wordsOf(item),
}

function wordsOf({ body }: StoredItem): string {
  try {
    const { from, text } = JSON.parse(body) as { from?: unknown; text?: unknown }
    return `${String(from ?? 'somebody')}: ${String(text ?? body)}`
  } catch {
    return body
  }
}
