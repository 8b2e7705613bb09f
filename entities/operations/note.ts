import { defineEntity, p } from '@mikro-orm/core'

const NoteSchema = defineEntity({
  name: 'Note',
  tableName: 'notes',
  properties: {
    name: p.string().primary(),
    value: p.json<unknown>(),
    at: p.datetime(),
  },
})

/** One thing to remember by name: how far a mailbox was read, until when a vendor asked us to wait. */
export class Note extends NoteSchema.class {}

NoteSchema.setClass(Note)
