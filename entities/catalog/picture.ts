import { defineEntity, p } from '@mikro-orm/core'

const PictureSchema = defineEntity({
  name: 'Picture',
  tableName: 'product_pictures',
  properties: {
    /** SHA-256 of the picture as we keep it: the same one twice is kept once. */
    hash: p.string().primary(),
    width: p.integer(),
    height: p.integer(),
    bytes: p.integer(),
    /** 64 bits that stay alike when the picture is only recompressed. */
    looks: p.string().index(),
    createdAt: p.datetime(),
  },
})

/** A picture kept by us: Instagram's own addresses die within days. */
export class Picture extends PictureSchema.class {}

PictureSchema.setClass(Picture)
