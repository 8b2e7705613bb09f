import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '#entities/columns.ts'
import type { StateOf } from '#entities/flow.ts'

export const wishFlow = {
  wished: { grant: 'granted', refuse: 'refused', edit: 'wished' },
  granted: { told: 'granted' },
  refused: {},
} as const

const WishSchema = defineEntity({
  name: 'Wish',
  tableName: 'wishes',
  properties: {
    ...recordColumns('wishes_number'),
    state: p.enum(Object.keys(wishFlow) as StateOf<typeof wishFlow>[]),
    email: p.string(),
    words: p.text(),
    toldAt: p.datetime().strictNullable(),
  },
})

/** Someone wishes for something: the record of a pipeline that stands only in the tests. */
export class Wish extends WishSchema.class {}

WishSchema.setClass(Wish)

/** What its migration would say. */
export const wishTables = [
  'create sequence wishes_number',
  `create table wishes (id uuid primary key, number int not null default nextval('wishes_number'),
     moves int not null default 0, created_at timestamptz not null, state text not null, email text not null,
     words text not null, told_at timestamptz)`,
]
