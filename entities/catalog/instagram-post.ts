import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns } from '../columns.ts'

/** What became of a post when it was read; `left`: its scan was cancelled before. */
export type PostOutcome = 'draft' | 'updated' | 'not-product' | 'skipped' | 'failed' | 'left'

/** `film`: its own address, beside that of its still. */
export type PostSlide = { id: string; mediaType: string; url: string | null; film?: string }

const InstagramPostSchema = defineEntity({
  name: 'InstagramPost',
  tableName: 'instagram_posts',
  indexes: [
    { name: 'instagram_posts_account_idx', properties: ['accountId', 'postedAt'] },
    { name: 'instagram_posts_sync_idx', properties: ['syncId'] },
  ],
  properties: {
    id: p.uuid().primary(),
    igMediaId: p.string().unique(),
    accountId: p.uuid(),
    storeId: p.uuid(),
    /** The sync that asked for it last. */
    syncId: p.uuid().strictNullable(),
    shortcode: p.string(),
    permalink: p.text(),
    caption: p.text(),
    mediaType: p.string(),
    mediaUrl: p.text().strictNullable(),
    slides: p.json<PostSlide[]>().default('[]'),
    likes: p.integer().default(0),
    postedAt: p.datetime(),
    /** When Instagram last showed it to us. */
    seenAt: p.datetime(),
    /** Read as it now stands; null: it waits for the reader. */
    readAt: p.datetime().strictNullable(),
    outcome: p.string().$type<PostOutcome>().strictNullable(),
    why: p.text().strictNullable(),
    goneAt: p.datetime().strictNullable(),
    ...claimColumns,
  },
})

/** A post of a connected account as Instagram last showed it. */
export class InstagramPost extends InstagramPostSchema.class {}

InstagramPostSchema.setClass(InstagramPost)
