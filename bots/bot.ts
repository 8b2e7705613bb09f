import type { MessageRef } from '#entities/cards/card-post.ts'
import type { App, FindPlace } from '#src/app.ts'
import type { Card } from '#src/cards/card.ts'
import type { Menu } from '#src/desk/commands/menus.ts'
import type { PictureSource } from './upload-once.ts'

/** Which face of which card a message is: found again after a crash between 'posted' and 'recorded'. */
export type Mark = { post: string; ring: number }

/** What a platform can do for us: hang a card, change one that hangs, tell a person something. */
export type Bot = {
  hang(place: string, card: Card, mark: Mark, picture: PictureSource | null): Promise<MessageRef>
  /** Where it hangs now; 'gone' when someone deleted the message. */
  change(ref: MessageRef, card: Card, mark: Mark, picture: PictureSource | null): Promise<MessageRef | 'gone'>
  /** The message of a mark, where the platform can be asked; null when there is none. */
  find(place: string, mark: Mark): Promise<MessageRef | null>
  findPlace: FindPlace
  /** What people call a place, where the platform tells it. */
  nameOf?(place: string): Promise<string | null>
  /** What one can choose from in a chat, where the platform has such a menu. False: there is no such chat. */
  setMenu?(menu: Menu): Promise<boolean>
}

/** What a listener hands on to the desk. */
export type ListeningApp = App
