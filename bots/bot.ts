import type { MessageRef } from '#entities/cards/card-post.ts'
import type { Needs } from '#src/app.ts'
import type { Card } from '#src/cards/card.ts'
import type { CommandApp } from '#src/cards/command.ts'

/** Which face of which card a message is: found again after a crash between 'posted' and 'recorded'. */
export type Mark = { post: string; ring: number }

/** What a platform can do for us: hang a card, change one that hangs, tell a person something. */
export type Bot = {
  hang(place: string, card: Card, mark: Mark): Promise<MessageRef>
  /** 'gone' when someone deleted the message. */
  change(ref: MessageRef, card: Card, mark: Mark): Promise<'changed' | 'gone'>
  /** The message of a mark, where the platform can be asked; null when there is none. */
  find(place: string, mark: Mark): Promise<MessageRef | null>
}

/** What a listener hands on to the desk. */
export type ListeningApp = CommandApp & Needs<'log'>
