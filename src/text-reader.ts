import { type ZodType, z } from 'zod'
import { Refusal } from '#src/errors.ts'
import type { OpenAi } from '#src/integrations/openai/openai.ts'

/**
 * What a reader may ask besides the item: a model, where one is set up, and the folder that names of files start
 * from.
 */
export type ReadWith = { openai: OpenAi | null; folder: string }

/** One kind of `deskhand read`. */
export type TextReader = {
  /** One item of a list -> what is read in it, under the item's id. A `Refusal` says what is wrong with the item. */
  read(item: unknown, rest: ReadWith): Promise<object>
  /** The item of `--text`. */
  fromText(text: string): object
}

const named = z.object({ id: z.union([z.string(), z.number()]) })

/** `read` loads what it needs when it reads: listing the kinds must stay quick. */
export function defineTextReader<T>(
  shape: ZodType<T>,
  fromText: (text: string) => T & object,
  read: (item: T, rest: ReadWith) => Promise<object>,
): TextReader {
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
