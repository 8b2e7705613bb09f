import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns } from '../columns.ts'

const WebsiteSchema = defineEntity({
  name: 'Website',
  tableName: 'websites',
  properties: {
    id: p.uuid().primary(),
    /** The registrable name and port a shop is known by: `shop.example.com`. */
    domain: p.string().unique(),
    name: p.string(),
    /** Why its products cannot be tracked; null: they can. */
    refusal: p.text().strictNullable(),
    /** Its robots.txt, and until when it holds. Null: not asked yet. */
    robots: p.text().strictNullable(),
    robotsUntil: p.datetime().strictNullable(),
    /** The shop's own wish for the time between two requests, from robots.txt. */
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
