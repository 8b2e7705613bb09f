import type { ExtractedData } from '#entities/catalog/product-draft.ts'

/** What the caption said; whatever is missing gets the seed's own words. */
export type CaptionPart = Partial<Omit<ExtractedData, 'category' | 'price'>> & { price: string | null }
/** What the picture said; null where nobody could be asked. */
export type PicturePart = { category: string | null; confidence: number } | null

export const UNTITLED = 'Untitled Product'

/**
 * Caption and picture as one: the category rests on the picture alone, all else on the caption. Both must be sure:
 * the lower confidence counts, and a caption that says none counts half. Without a picture the caption stands alone.
 */
export function mergeExtraction(caption: CaptionPart, picture: PicturePart, currency: string): ExtractedData {
  const sure = caption.confidence || 0.5
  return {
    name: caption.name || UNTITLED,
    description: caption.description || '',
    price: caption.price,
    currency: caption.currency || currency,
    category: picture?.category ?? null,
    tags: caption.tags ?? [],
    variants: caption.variants ?? [],
    confidence: picture ? Math.min(sure, picture.confidence) : sure,
  }
}
