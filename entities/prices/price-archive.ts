import { defineEntity, p } from '@mikro-orm/core'

const PriceArchiveSchema = defineEntity({
  name: 'PriceArchive',
  tableName: 'price_archives',
  properties: {
    /** UTC: `2026-03-02`. */
    day: p.string().primary(),
    /** 2 and more: what was found of that day after it was archived. */
    part: p.integer().primary(),
    /** The file's table: `prices`. */
    name: p.string().primary(),
    key: p.string(),
    rows: p.integer(),
    /** Of the file as it was read back. */
    sha256: p.string(),
    verifiedAt: p.datetime(),
  },
})

/** One table of one day, exported and read back. */
export class PriceArchive extends PriceArchiveSchema.class {}

PriceArchiveSchema.setClass(PriceArchive)
