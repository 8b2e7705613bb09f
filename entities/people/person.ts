import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const personFlow = {
  asking: { admit: 'member', refuse: 'refused' },
  member: { remove: 'removed' },
  refused: { admit: 'member' },
  removed: { admit: 'member', ask: 'asking' },
} as const

export const roles = ['admin', 'booker', 'seller', 'rep'] as const
export type Role = (typeof roles)[number]
export type PersonState = StateOf<typeof personFlow>

const PersonSchema = defineEntity({
  name: 'Person',
  tableName: 'people',
  properties: {
    ...recordColumns('people_number'),
    state: p.enum(Object.keys(personFlow) as PersonState[]),
    name: p.string(),
    role: p.enum(roles).strictNullable(),
    zone: p.string(),
    storeId: p.uuid().strictNullable(),
  },
})

/** Someone who works here, or asks to. */
export class Person extends PersonSchema.class {}

PersonSchema.setClass(Person)
