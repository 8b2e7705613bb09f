import { type Platform, platformNames } from '#entities/people/identity.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import { placeKey } from '#src/alerts/place-key.ts'
import type { App } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { followPlace } from '#src/desk/places/follow.ts'
import { findGone, leavePlace, nameOfPlace, placeIsBack } from '#src/desk/places/gone.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { OutsideError } from '#src/errors.ts'
import { countVendorError } from '#src/metrics.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { cardStep } from '#src/moves/ring-cards.ts'
import type { Bot } from './bot.ts'
import { type ClaimedPost, postponePlace } from './claim-posts.ts'
import type { PlaceGone, PlaceMoved } from './refusal.ts'
import type { Work } from './work.ts'

/** What one round of drawing learns about its places. */
export type LostPlaces = {
  /** Nothing more is tried there in this round. */
  isLeft(post: ClaimedPost): boolean
  leave(bot: Bot, work: Work, error: PlaceGone): Promise<void>
  follow(post: ClaimedPost, moved: PlaceMoved): Promise<void>
  /** The platform takes no more for it in so many seconds. */
  rest(post: ClaimedPost, error: Error, waitS: number): Promise<void>
  /** Something was drawn there: if the place was gone, it is back. */
  isBack(post: ClaimedPost): Promise<void>
}

/** Which of the places of these cards are known to be gone costs one query. */
export async function findLost(app: App, posts: ClaimedPost[]): Promise<LostPlaces> {
  const gone = await findGone(app, posts)
  const left = new Set<string>()
  return {
    isLeft: (post) => refsOf(post).some((ref) => left.has(placeKey(ref))),
    async leave(bot, { post, view }, error) {
      countVendorError(error)
      const { platform } = post
      const place = error.isAccount ? null : post.place
      app.log.warn({ operation: cardStep(platform), platform, place, error }, 'a place takes no cards any more')
      left.add(placeKey({ platform, place }))
      const pipeline = view ? subjectNamed(post.subject).kind.pipeline(view) : '*'
      const name = await nameOf(app, bot, post)
      await leavePlace(app, { platform, place, pipeline, name, why: error.why })
    },
    async follow({ platform, place }, { from, to }) {
      app.log.info({ operation: cardStep(platform), platform, from, to }, 'a place has another id now')
      left.add(placeKey({ platform, place }))
      await followPlace(app, { platform, from, to })
    },
    async rest(post, error, waitS) {
      left.add(placeKey(post))
      await postponePlace(app, post, error, waitS)
    },
    async isBack(post) {
      for (const ref of refsOf(post)) if (gone.delete(placeKey(ref))) await placeIsBack(app, ref)
    },
  }
}

function refsOf({ platform, place }: ClaimedPost) {
  return [
    { platform, place: null },
    { platform, place },
  ]
}

/** What people call it, as far as anybody tells; its id else. */
export async function nameOf(app: App, bot: Bot, { platform, place }: ClaimedPost): Promise<string> {
  const known = await nameOfPlace(app, { platform, place })
  if (known) return known
  const told = await bot.nameOf?.(place).catch((error: unknown) => {
    if (error instanceof OutsideError) return null
    throw error
  })
  return told ?? place
}

const refusedKey = (platform: Platform) => `cards:${platform}`

/** A platform refuses one of our cards, and no wait mends it: a person hears of it on the other one. */
export async function tellRefused(app: App, { platform, subject }: ClaimedPost, view: RecordRow, error: OutsideError) {
  await inTransaction(app, (tx) =>
    openAlert(tx, {
      key: refusedKey(platform),
      pipeline: subjectNamed(subject).kind.pipeline(view),
      title: `${platformNames[platform]} does not take a card of ours`,
      detail: `It says: ${error.message}. See: doctor ${platform}`,
      step: null,
    }),
  )
}

/** A card that was refused before has been taken. */
export async function takenAfterAll(app: App, { platform }: ClaimedPost): Promise<void> {
  await inTransaction(app, (tx) => closeAlert(tx, refusedKey(platform)))
}
