import { z } from 'zod'
import { OutsideError } from '#src/errors.ts'
import { defineTextReader, type ReadWith, type TextReader } from '#src/text-reader.ts'

/** What is on offer, where it is known better than the sale's text tells. */
const offerShape = z.object({
  colours: z.array(z.string()),
  maxPerPerson: z.number().nullable(),
  maxPerColour: z.number().nullable(),
  unit: z.enum(['each', 'pair']),
})

/** What `deskhand read` reads for the orders. */
export const orderReadKinds: Record<string, TextReader> = {
  comment: defineTextReader(
    z.object({
      text: z.string(),
      sale: z.string(),
      colours: z.array(z.string()).nullish(),
      offer: offerShape.nullish(),
    }),
    (text) => ({ text, sale: '' }),
    readCommentItem,
  ),
  'address-reply': defineTextReader(z.object({ raw: z.string() }), (raw) => ({ raw }), readAddressReplyItem),
}

type CommentItem = {
  text: string
  sale: string
  colours?: string[] | null | undefined
  offer?: z.infer<typeof offerShape> | null | undefined
}

/** Rules first; a model, where there is one, is asked only what they are unsure of. */
async function readCommentItem(
  { text, sale, colours, offer: told }: CommentItem,
  { openai }: ReadWith,
): Promise<object> {
  const { readComment } = await import('./comments/read-comment.ts')
  const { readSale } = await import('./sales/read-sale.ts')
  const { readByModel } = await import('./comments/read-by-model.ts')
  const read = readSale(sale)
  const offer = { ...read, ...told, colours: told?.colours ?? colours ?? read.colours }
  const rules = readComment(text, offer)
  if (!openai || !rules.needsHuman) return { ...rules, by: 'rules' }
  try {
    return await readByModel(openai, { text, caption: sale, colours: offer.colours }, rules)
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return { ...rules, by: 'rules', modelError: error.message }
  }
}

async function readAddressReplyItem({ raw }: { raw: string }): Promise<object> {
  const { readAddressReply } = await import('./address/read-address-reply.ts')
  const { kind, hasAddress, address, addresses, replyText, notUnderstood, why } = await readAddressReply(raw)
  const lines = address && [address.recipient, ...address.lines].filter((line) => line !== null)
  const rest = { reply_text: replyText, missing: address?.missing ?? [], notUnderstood, why }
  return { kind, hasAddress, lines, country: address?.country ?? null, addresses, ...rest }
}
