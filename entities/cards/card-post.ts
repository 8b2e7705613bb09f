import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns } from '../columns.ts'
import type { Platform } from '../people/identity.ts'

/** Where a message hangs. Slack: channel and ts. Telegram: chat id, message id, the group's name and the picture. */
export type MessageRef = { place: string; message: string; name?: string; picture?: string }

const CardPostSchema = defineEntity({
  name: 'CardPost',
  tableName: 'card_posts',
  uniques: [{ properties: ['subject', 'subjectId', 'platform', 'place'] }],
  properties: {
    id: p.uuid().primary(),
    subject: p.string(),
    subjectId: p.uuid(),
    platform: p.string().$type<Platform>(),
    place: p.string(),
    /** Goes up with every move of the record, in its transaction; `shown` follows when the platform has the face. */
    wanted: p.integer().default(1),
    shown: p.integer().default(0),
    /** Goes up when the record starts waiting for a person again: a new message rings. */
    ring: p.integer().default(1),
    rung: p.integer().default(0),
    /** When it last rang, and how often since then people were reminded of it. */
    rangAt: p.datetime().strictNullable(),
    reminders: p.integer().default(0),
    /** Stands behind a queue card: not hung by itself. */
    queued: p.boolean().default(false),
    queuedRound: p.integer().default(0),
    messageRef: p.json<MessageRef>().strictNullable(),
    /** The message before the last ring, still to be shrunk to one line. */
    oldRef: p.json<MessageRef>().strictNullable(),
    ...claimColumns,
  },
})

/** One card in one place. A crash can delay it but never lose a change. */
export class CardPost extends CardPostSchema.class {}

CardPostSchema.setClass(CardPost)
