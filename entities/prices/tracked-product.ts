import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const trackedFlow = {
  /** To be looked at for the first time. */
  new: { find: 'watched', fail: 'unreadable', rest: 'resting' },
  watched: { doubt: 'doubtful', report: 'doubtful', lose: 'unreachable', rest: 'resting' },
  /** A price was read that a person must judge. What was believed before stands until then. */
  doubtful: { real: 'watched', wrong: 'watched', settle: 'watched', rest: 'resting' },
  /** The page has not answered for a day. */
  unreachable: { find: 'watched', doubt: 'doubtful', rest: 'resting' },
  unreadable: { retry: 'new', rest: 'resting' },
  /** Nobody watches it: it is not looked at. */
  resting: { wake: 'new' },
} as const

export type TrackedState = StateOf<typeof trackedFlow>
/** `limited`: it can be bought, and the page says that few are left. */
export type Availability = 'in_stock' | 'limited' | 'out_of_stock' | 'unknown'

/** What one extractor read, and the words it stands on. `price`: minor units as text. */
export type Claim = { source: string; price: string; currency: string; piece: string }

/** A reading that is not believed yet. `claims`: the reading first, then what a second look by other means said. */
export type Doubt = {
  why: string
  /** ISO 8601. */
  seenAt: string
  claims: Claim[]
  availability: Availability
  /** The shop's own old price, minor units as text. */
  was: string | null
  /** Looked at twice: only a person can tell. */
  isAsked: boolean
  /** What the page says since a person was asked, where that is another price that is not believed. */
  now?: Claim | null
}

const TrackedProductSchema = defineEntity({
  name: 'TrackedProduct',
  tableName: 'tracked_products',
  properties: {
    ...recordColumns('tracked_products_number'),
    state: p.enum(Object.keys(trackedFlow) as TrackedState[]),
    websiteId: p.uuid(),
    /** Canonical: no tracking parameters, the variant kept. */
    url: p.text().unique(),
    productName: p.text().strictNullable(),
    variant: p.text().strictNullable(),
    pictureUrl: p.text().strictNullable(),
    /** The latest price that is believed, in minor units; the history is in `prices`. */
    price: p.bigint().strictNullable(),
    currency: p.string().strictNullable(),
    availability: p.enum(['in_stock', 'limited', 'out_of_stock', 'unknown'] as const).default('unknown'),
    /** What the shop says it cost before. */
    was: p.bigint().strictNullable(),
    /** The shop's own API, where there is one. */
    shopApi: p.enum(['shopify', 'woocommerce'] as const).strictNullable(),
    /** Which extractor is believed on this page. */
    source: p.string().strictNullable(),
    /** Since when it costs this. */
    priceAt: p.datetime().strictNullable(),
    /** When it was last seen at this price. */
    seenAt: p.datetime().strictNullable(),
    /** Before a person is asked it only waits for a second look. */
    doubt: p.json<Doubt>().strictNullable(),
    /** Readings a person called wrong: not believed again while the page says the same. */
    rejected: p.json<Claim>().strictNullable(),
    /** To tell an unchanged page without reading it. */
    etag: p.text().strictNullable(),
    lastModified: p.text().strictNullable(),
    bodyHash: p.string().strictNullable(),
    lookedAt: p.datetime().strictNullable(),
    nextLookAt: p.datetime(),
    /** When somebody last wanted it: to watch it, or to know what it costs. */
    askedAt: p.datetime(),
    /** Since when looks fail. */
    failingSince: p.datetime().strictNullable(),
    lastError: p.text().strictNullable(),
  },
})

/** A product page people watch; several people share one. */
export class TrackedProduct extends TrackedProductSchema.class {}

TrackedProductSchema.setClass(TrackedProduct)
