import { defineEntity, p } from '@mikro-orm/core'
import type { Door } from '../actor.ts'

const RefusedPressSchema = defineEntity({
  name: 'RefusedPress',
  tableName: 'refused_presses',
  properties: {
    id: p.uuid().primary(),
    via: p.string().$type<Door>(),
    userId: p.string(),
    personId: p.uuid().strictNullable(),
    what: p.text(),
    why: p.text(),
    at: p.datetime().index(),
  },
})

/** Someone tried what they may not. */
export class RefusedPress extends RefusedPressSchema.class {}

RefusedPressSchema.setClass(RefusedPress)
