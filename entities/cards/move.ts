import { defineEntity, p } from '@mikro-orm/core'
import type { Actor } from '../actor.ts'

const MoveSchema = defineEntity({
  name: 'Move',
  tableName: 'moves',
  indexes: [{ properties: ['kind', 'recordId', 'at'] }],
  properties: {
    id: p.uuid().primary(),
    kind: p.string(),
    recordId: p.uuid(),
    verb: p.string(),
    from: p.string(),
    to: p.string(),
    by: p.json<Actor>(),
    at: p.datetime().index(),
    /** What was changed by hand: column -> [before, after]. */
    edits: p.json<Record<string, [unknown, unknown]>>().strictNullable(),
    note: p.text().strictNullable(),
  },
})

/** One transition of one record: who, through which door, when, what was edited. */
export class Move extends MoveSchema.class {}

MoveSchema.setClass(Move)
