import type { CardPicture } from './picture.ts'

/**
 * A card is what the bot says about one record: plain data, no markup.
 * Each platform draws it in its own way; nothing else knows those ways.
 */
export type Card = {
  /** What a locked phone shows: the facts, not a headline. One line. */
  title: string
  tone: Tone
  facts: Fact[]
  picture?: CardPicture
  /** Words from outside, shown as a quotation. */
  quote?: string
  /** What was decided and what happens next. */
  footer?: string
  links?: Link[]
  buttons: Button[]
}

export type Tone = 'todo' | 'waiting' | 'good' | 'bad' | 'done'
export type Fact = { label: string; value: string }
export type Link = { label: string; url: string }
export type Button = { label: string; token: string; style: 'primary' | 'danger' | 'plain' }

/** The dot before a title, the same on every platform. */
export const dots: Record<Tone, string> = { todo: '🟡', waiting: '🔵', good: '🟢', bad: '🔴', done: '⚪️' }
