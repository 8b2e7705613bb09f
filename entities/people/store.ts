import { defineEntity, p } from '@mikro-orm/core'

const StoreSchema = defineEntity({
  name: 'Store',
  tableName: 'stores',
  properties: {
    id: p.uuid().primary(),
    name: p.string(),
    zone: p.string(),
    currency: p.string(),
    createdAt: p.datetime(),
  },
})

/** A shop whose sales and products we run. */
export class Store extends StoreSchema.class {}

StoreSchema.setClass(Store)
