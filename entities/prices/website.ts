import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns } from '../columns.ts'

const WebsiteSchema = defineEntity({
  name: 'Website',
  tableName: 'websites',
  properties: {
    id: p.uuid().primary(),
    /** The host and port a shop is known by, without `www.`: `outlet.shop.example`. */
    domain: p.string().unique(),
    name: p.string(),
    /** Why its products cannot be tracked; null: they can. */
    refusal: p.text().strictNullable(),
    /** JSON: the robots.txt of each of its origins, and until when they hold. Null: not asked yet. */
    robots: p.text().strictNullable(),
    robotsUntil: p.datetime().strictNullable(),
    /** The shop's own wish for the time between two requests, from robots.txt; of several the longest. */
    crawlDelayMs: p.integer().default(0),
    /** Of a Shopify shop: its product API names no currency. ISO 4217. */
    shopCurrency: p.string().strictNullable(),
    /** Where an admin says the price stands on its pages: a CSS selector. */
    selector: p.text().strictNullable(),
    lastOkAt: p.datetime().strictNullable(),
    createdAt: p.datetime(),
    ...claimColumns,
  },
})

/** A shop whose pages are looked at. Whoever holds its lease is the only one that asks it. */
export class Website extends WebsiteSchema.class {}

WebsiteSchema.setClass(Website)
