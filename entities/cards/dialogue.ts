import { defineEntity, p } from '@mikro-orm/core'

const DialogueSchema = defineEntity({
  name: 'Dialogue',
  tableName: 'dialogues',
  uniques: [{ properties: ['chat', 'userId'] }],
  properties: {
    id: p.uuid().primary(),
    chat: p.string(),
    userId: p.string(),
    /** The token of the verb that asks. */
    token: p.string(),
    answers: p.json<Record<string, string>>(),
    expiresAt: p.datetime(),
  },
})

/** A form being filled in, question by question, in a chat. */
export class Dialogue extends DialogueSchema.class {}

DialogueSchema.setClass(Dialogue)
