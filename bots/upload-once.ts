import type { Platform } from '#entities/people/identity.ts'
import type { App } from '#src/app.ts'
import type { Card } from '#src/cards/card.ts'
import type { Picture } from '#src/cards/picture.ts'
import { readNote, writeNote } from '#src/database/notes.ts'
import { sql } from '#src/database/sql.ts'
import { loadPicture } from '#src/desk/press/pictures.ts'

/** A card's picture on its way to one platform: sent once, known there ever after. */
export type PictureSource = {
  ref: string
  alt: string
  /** The platform's own id of it, from an earlier upload. */
  known: string | null
  load(): Promise<Picture | null>
  keep(id: string): Promise<void>
  /** The platform does not take it: the card hangs without. */
  refused(why: string): Promise<null>
}

export async function pictureFor(app: App, platform: Platform, { picture }: Card): Promise<PictureSource | null> {
  if (!picture) return null
  const { ref, alt } = picture
  const name = `picture:${platform}:${ref}`
  const note = await readNote<string>(app.em.fork(), name)
  return {
    ref,
    alt,
    known: note?.value ?? null,
    load: () => loadPicture(app, ref, null),
    keep: (id) => writeNote(app.em.fork(), name, id, app.clock()),
    refused: async (why) => {
      app.log.warn({ operation: 'cards.picture', platform, picture: ref, why }, 'a picture was refused')
      await sql(app.em.fork(), 'delete from notes where name = $1', [name])
      return null
    },
  }
}
