import { z } from 'zod'
import { watchRules } from '#entities/prices/price-subscription.ts'
import { writeRef } from '#src/cards/ref.ts'
import { toDecimal } from '#src/money.ts'
import { decimal, ref, time } from '#src/web/shapes.ts'
import { trackedKind, watchKind } from './kinds.ts'
import type { Site } from './sites/sites.ts'
import type { TrackedView } from './tracked-subject.ts'
import type { WatchView } from './watches/watch-view.ts'

const currency = z.string().nullable().describe('ISO 4217')

export const trackedShape = z.strictObject({
  product_id: z.uuid(),
  ref: ref('T-3'),
  state: z.string(),
  product_name: z.string().nullable(),
  variant: z.string().nullable(),
  url: z.string(),
  website_id: z.uuid(),
  price: decimal.nullable(),
  currency,
  was: decimal.nullable().describe("The shop's own old price"),
  availability: z
    .enum(['in_stock', 'limited', 'out_of_stock', 'unknown'])
    .describe('limited: it can be bought, and the page says that few are left'),
  price_since: time.nullable(),
  last_seen_at: time.nullable(),
  subscribers: z.int(),
  trouble: z.string().nullable(),
})

export const watchShape = z.strictObject({
  id: z.uuid(),
  ref: ref('W-7'),
  state: z.enum(['asked', 'watching', 'told', 'stopped']),
  product_id: z.uuid(),
  user_id: z.uuid(),
  product_name: z.string().nullable(),
  url: z.string(),
  rule: z.enum(watchRules),
  value: z.string().nullable().describe('Percent for `percent`, an amount for `amount` and `target`'),
  currency,
  baseline: decimal.nullable(),
  price: decimal.nullable(),
  verified: z.boolean(),
  trouble: z.string().nullable().describe('Why its page cannot be read now; null: it is read'),
  last_told: decimal.nullable(),
  created_at: time,
})

export const siteShape = z.strictObject({
  id: z.uuid(),
  domain: z.string(),
  name: z.string(),
  supported: z.boolean(),
  reason: z.string().nullable(),
  products: z.int(),
  look_every_s: z.int(),
  last_ok_at: time.nullable(),
  trouble: z.string().nullable(),
})

const money = (minor: bigint | null, code: string | null) =>
  minor === null || code === null ? null : toDecimal(minor, code)
const iso = (at: Date | null) => at?.toISOString() ?? null

export function writeTracked(view: TrackedView): z.infer<typeof trackedShape> {
  return {
    ...{ product_id: view.id, ref: writeRef(trackedKind, view), state: view.state, product_name: view.productName },
    ...{ variant: view.variant, url: view.url, website_id: view.websiteId, price: money(view.price, view.currency) },
    ...{ currency: view.currency, was: money(view.was, view.currency), availability: view.availability },
    ...{
      price_since: iso(view.priceAt),
      last_seen_at: iso(view.seenAt),
      subscribers: view.watchers,
      trouble: view.lastError,
    },
  }
}

export function writeWatch(view: WatchView): z.infer<typeof watchShape> {
  const { product, user, rule, value, currency: code } = view
  return {
    ...{ id: view.id, ref: writeRef(watchKind, view), state: view.state, product_id: product.id, user_id: user.id },
    ...{ product_name: product.productName, url: product.url, rule, currency: code },
    value: value === null ? null : rule === 'percent' ? String(Number(value) / 100) : money(value, code),
    ...{ baseline: money(view.baseline, code), price: money(product.price, product.currency) },
    verified:
      (user.notifyBy === 'sms' ? user.phoneVerifiedAt : user.emailVerifiedAt) !== null && view.state !== 'asked',
    trouble: product.lastError,
    ...{ last_told: money(view.toldPrice, code), created_at: view.createdAt.toISOString() },
  }
}

export function writeSite(site: Site): z.infer<typeof siteShape> {
  return {
    ...{ id: site.id, domain: site.domain, name: site.name, supported: site.refusal === null, reason: site.refusal },
    ...{ products: site.products, look_every_s: site.tierS, last_ok_at: iso(site.lastOkAt), trouble: site.lastError },
  }
}
