import type { App } from '#src/app.ts'
import type { Picture } from '#src/cards/picture.ts'
import type { Member } from '#src/cards/subject.ts'
import { pipelines } from '#src/pipelines.ts'

/** The bytes behind a card's picture; null when they are gone, or not for this member. `who` null: for a card. */
export async function loadPicture(app: App, ref: string, who: Member | null): Promise<Picture | null> {
  const owner = pipelines.find(({ name }) => ref.startsWith(`${name}:`))
  return (await owner?.picture?.(app, ref.slice(owner.name.length + 1), who)) ?? null
}
