import { defineEntity, p } from '@mikro-orm/core'

const DoNotContactSchema = defineEntity({
  name: 'DoNotContact',
  tableName: 'do_not_contact',
  properties: {
    /** `phone:+12125550142`, `email:a@b.example`, `handle:tilly.f`. */
    key: p.string().primary(),
    why: p.text(),
    by: p.string(),
    at: p.datetime(),
  },
})

/** Someone nobody writes to, whatever becomes of their row among the leads. */
export class DoNotContact extends DoNotContactSchema.class {}

DoNotContactSchema.setClass(DoNotContact)
