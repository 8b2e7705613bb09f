import { type ZodType, z } from 'zod'
import { OutsideError, Refusal } from '#src/errors.ts'
import type { OpenAi } from '#src/integrations/openai.ts'

/** What a reader may ask besides the item: a model, where one is set up, and the folder that names of files start from. */
export type ReadWith = { openai: OpenAi | null; folder: string }

export type Reader = {
  /** One item of a list -> what is read in it, under the item's id. A `Refusal` says what is wrong with the item. */
  read(item: unknown, rest: ReadWith): Promise<object>
  /** The item of `--text`. */
  fromText(text: string): object
}

const named = z.object({ id: z.union([z.string(), z.number()]) })

/** The readers by the names they have on the command line. Each loads what it needs when it reads. */
export const readers: Record<string, Reader> = {
  comment: defineReader(
    z.object({ text: z.string(), sale: z.string(), colours: z.array(z.string()).nullish() }),
    (text) => ({ text, sale: '' }),
    readCommentItem,
  ),
  'address-reply': defineReader(z.object({ raw: z.string() }), (raw) => ({ raw }), readAddressReplyItem),
  'booking-email': defineReader(
    z.object({ subject: z.string().nullish(), from: z.string().nullish(), body: z.string(), received_at: z.string() }),
    (body) => ({ body, received_at: new Date().toISOString() }),
    async (mail) => (await import('#src/bookings/read-booking-email.ts')).readBookingEmail(mail),
  ),
}

type CommentItem = { text: string; sale: string; colours?: string[] | null | undefined }

/** Rules first; a model, where there is one, is asked only what they are unsure of. */
async function readCommentItem({ text, sale, colours }: CommentItem, { openai }: ReadWith): Promise<object> {
  const { readComment } = await import('#src/orders/read-comment.ts')
  const { readSale } = await import('#src/orders/read-sale.ts')
  const { readByModel } = await import('#src/orders/read-by-model.ts')
  const read = readSale(sale)
  const offer = { ...read, colours: colours ?? read.colours }
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
  const { readAddressReply } = await import('#src/orders/read-address-reply.ts')
  const { kind, hasAddress, address, addresses, replyText, notUnderstood, why } = await readAddressReply(raw)
  const lines = address && [address.recipient, ...address.lines].filter((line) => line !== null)
  const rest = { reply_text: replyText, missing: address?.missing ?? [], notUnderstood, why }
  return { kind, hasAddress, lines, country: address?.country ?? null, addresses, ...rest }
}

function defineReader<T>(
  shape: ZodType<T>,
  fromText: (text: string) => T & object,
  read: (item: T, rest: ReadWith) => Promise<object>,
): Reader {
  const whole = named.and(shape)
  return {
    fromText: (text) => ({ id: 'text', ...fromText(text) }),
    async read(item, rest) {
      const given = whole.safeParse(item)
      if (given.success) return { id: given.data.id, ...(await read(given.data, rest)) }
      const problems = given.error.issues.map(({ path, message }) => `${path.join('.') || 'item'}: ${message}`)
      throw new Refusal([...new Set(problems)].join('; '))
    },
  }
}
