import type { EntityManager } from '@mikro-orm/postgresql'
import type { Platform } from '#entities/people/identity.ts'
import { readNote, writeNote } from '#src/database/notes.ts'
import type { Tx } from '#src/database/transaction.ts'

type Place = { platform: Platform; place: string }

/** Where a place of the settings is now: Telegram gives a group that becomes a supergroup another id. */
export async function placeNow(em: EntityManager, place: Place): Promise<string> {
  return (await readNote<string>(em, noteOf(place)))?.value ?? place.place
}

export async function notePlace({ em, at }: Tx, from: Place, to: string): Promise<void> {
  await writeNote(em, noteOf(from), to, at)
}

function noteOf({ platform, place }: Place): string {
  return `moved:${platform}:${place}`
}
