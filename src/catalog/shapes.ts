import { z } from 'zod'
import { type ProductState, productFlow } from '#entities/catalog/product.ts'
import { type DraftState, draftFlow } from '#entities/catalog/product-draft.ts'
import { decimal, ref, time } from '#src/web/shapes.ts'

const choices = z.array(z.strictObject({ option: z.string(), value: z.string() })).describe('Sizes and colours')

const condition = z.enum(['new', 'used', 'unclear']).describe('unclear: its post names both, and not of which')

const extractedShape = z.strictObject({
  name: z.string(),
  description: z.string(),
  price: decimal.nullable(),
  currency: z.string(),
  category: z.string().nullable(),
  tags: z.array(z.string()),
  variants: choices,
  confidence: z.number().describe('0 to 1'),
})

const part = z.int().describe('Of a post of several products, which it is; 0: the post as a whole')

export const draftShape = z.strictObject({
  id: z.string(),
  ref: ref('DR-12'),
  igMediaId: z.string(),
  part,
  igMediaUrl: z.string(),
  igPermalink: z.string(),
  extractedData: extractedShape,
  condition: condition.nullable().describe('Of one of several products of a post'),
  sellerEdits: z.record(z.string(), z.unknown()).nullable(),
  evidence: z.record(z.string(), z.string()).describe('The words of the caption each value rests on'),
  imageUrls: z.array(z.string()),
  pictures: z.array(z.string()).describe('The same pictures as we keep them'),
  approvalStatus: z.enum(Object.keys(draftFlow) as DraftState[]),
  rejectionReason: z.string().nullable(),
  productId: z.string().nullable(),
  expiresAt: time,
  createdAt: time,
})

export const productShape = z.strictObject({
  id: z.string(),
  ref: ref('PR-3'),
  name: z.string(),
  slug: z.string(),
  status: z.enum(Object.keys(productFlow) as ProductState[]),
  description: z.string(),
  price: decimal,
  compareAtPrice: decimal.nullable(),
  currency: z.string(),
  categories: z.array(z.string()),
  tags: z.array(z.string()),
  variants: choices,
  condition,
  images: z.array(z.string()),
  sourceExternalId: z.string().nullable(),
  part,
  sourceExternalUrl: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
})

export const connectionShape = z.strictObject({
  id: z.string(),
  igUsername: z.string().nullable(),
  igBusinessAccountId: z.string(),
  status: z.enum(['active', 'expired', 'revoked', 'error']),
  lastValidatedAt: time.nullable(),
  webhookSubscribed: z.boolean(),
})

export const soldShape = z.strictObject({ id: z.string(), name: z.string(), status: z.string(), slug: z.string() })
