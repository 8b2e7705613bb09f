import { z } from 'zod'
import { defineTextReader, type TextReader } from '#src/text-reader.ts'

/** What `deskhand read` reads for the catalogue. */
export const catalogReadKinds: Record<string, TextReader> = {
  caption: defineTextReader(
    z.object({
      caption: z.string().nullish(),
      storeCurrency: z.enum(Intl.supportedValuesOf('currency')),
      mediaType: z.string().nullish(),
    }),
    (caption) => ({ caption, storeCurrency: 'KES', mediaType: null }),
    async ({ caption, storeCurrency }, { openai }) => {
      const { readCaption } = await import('./extract/read-caption.ts')
      const rules = readCaption({ caption: caption ?? '', storeCurrency })
      if (!openai || (rules.confidence >= 0.9 && rules.price !== null)) return { ...rules, by: 'rules' }
      const { readByModel } = await import('./extract/read-by-model.ts')
      return readByModel(openai, rules, caption ?? '', storeCurrency)
    },
  ),
}
