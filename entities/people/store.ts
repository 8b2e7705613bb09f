import { defineEntity, p } from '@mikro-orm/core'

const StoreSchema = defineEntity({
  name: 'Store',
  tableName: 'stores',
  properties: {
    id: p.uuid().primary(),
    name: p.string(),
    zone: p.string(),
    currency: p.string(),
    /** Where its catalogue comes from, and how far: account, last sync, counts. */
    socialSource: p.json<Record<string, unknown>>().default('{}'),
    /** An approved draft goes live at once; else it waits hidden as a draft. */
    publishesAtOnce: p.boolean().default(true),
    /** Approves what is surely read by itself, once earned; `since`: when people turned it on. */
    approvesAbove: p.double().strictNullable(),
    /** Of the categories of products those that come first here, in its own order; the others follow as listed. */
    categories: p.json<string[]>().default('[]'),
    createdAt: p.datetime(),
  },
})

/** A shop whose sales and products we run. */
export class Store extends StoreSchema.class {}

StoreSchema.setClass(Store)
