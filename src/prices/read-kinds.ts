import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { defineTextReader, type TextReader } from '#src/text-reader.ts'

const page = z.object({ url: z.string(), html: z.string().nullish(), file: z.string().nullish() })

/** `deskhand read product-page`: an item is a page, or a file beside the list (`.gz` too), and its address. */
export const priceReadKinds: Record<string, TextReader> = {
  'product-page': defineTextReader(
    page,
    (html) => ({ html, url: 'https://shop.example/' }),
    async ({ html, file, url }, { folder }) => {
      const { readProductPage } = await import('./reading/read-product-page.ts')
      const { name, price, currency, availability, was, source, doubts, truncated } = readProductPage(
        html ?? (file ? await readPage(resolve(folder, file)) : ''),
        url,
      )
      return {
        name,
        price,
        currency,
        availability: availability === 'limited' ? 'in_stock' : availability,
        ...(availability === 'limited' && { fewLeft: true }),
        was,
        source,
        notUnderstood: doubts,
        ...(truncated && { truncated }),
      }
    },
  ),
}

async function readPage(path: string): Promise<string> {
  const bytes = await readFile(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
