import type { MessageRef } from '#entities/cards/card-post.ts'
import type { Platform } from '#entities/people/identity.ts'
import type { App } from '#src/app.ts'
import type { Card } from '#src/cards/card.ts'
import { cardOf, shrink } from '#src/cards/card-of.ts'
import { forReader, nameClock } from '#src/cards/for-reader.ts'
import { isDatabaseAway } from '#src/database/database-away.ts'
import { zonesOf } from '#src/desk/places/zones-of.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { OutsideError } from '#src/errors.ts'
import { countVendorError } from '#src/metrics.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { cardStep } from '#src/moves/ring-cards.ts'
import type { Bot } from './bot.ts'
import {
  type ClaimedPost,
  claimPosts,
  isUnseen,
  nextFreePost,
  postponePost,
  savePost,
  whileHeld,
} from './claim-posts.ts'
import { findLost, type LostPlaces, nameOf, takenAfterAll, tellRefused } from './lost-places.ts'
import { queueFlood } from './queue-flood.ts'
import { PlaceGone, PlaceMoved } from './refusal.ts'
import { pictureFor } from './upload-once.ts'
import type { Work } from './work.ts'

export type Bots = Partial<Record<Platform, Bot>>

type Places = { lost: LostPlaces; zones: Map<string, string> }

/** After so many tries a card hangs without its picture. */
const MOST_PICTURE_TRIES = 4

/** Brings every out-of-date card of a platform up to date; returns how many. */
export async function deliverCards(app: App, bot: Bot, platform: Platform): Promise<number> {
  for (let count = 0; ; ) {
    const posts = await claimPosts(app, platform)
    if (posts.length === 0) {
      const free = await nextFreePost(app, platform)
      if (free) app.ring(cardStep(platform), free)
      return count
    }
    await whileHeld(app, posts, async () => {
      const [lost, zones, views] = await Promise.all([
        findLost(app, posts),
        zonesOf(app.em.fork(), posts),
        loadViews(app, posts),
      ])
      const work = await queueFlood(app, views)
      await drawInOrder(app, bot, work.toSorted(byNumber), { lost, zones })
    })
    count += posts.length
  }
}

/** One query per kind, however many cards. */
async function loadViews(app: App, posts: ClaimedPost[]): Promise<Work[]> {
  const views = new Map<string, RecordRow>()
  for (const name of new Set(posts.map(({ subject }) => subject))) {
    const ids = new Set(posts.filter(({ subject }) => subject === name).map(({ subjectId }) => subjectId))
    for (const view of await subjectNamed(name).load(app.em.fork(), [...ids])) views.set(view.id, view)
  }
  return posts.map((post) => ({ post, view: views.get(post.subjectId) ?? null }))
}

/** What rings first, each sort together, by number. */
function byNumber(a: Work, b: Work): number {
  const rings = ({ post }: Work) => Number(post.rung < post.ring)
  return (
    rings(b) - rings(a) || a.post.subject.localeCompare(b.post.subject) || (a.view?.number ?? 0) - (b.view?.number ?? 0)
  )
}

/** One after the other, as a chat is read; a card that fails does not hold up the next. */
async function drawInOrder(app: App, bot: Bot, work: Work[], places: Places): Promise<void> {
  const { lost } = places
  for (const one of work) {
    if (lost.isLeft(one.post)) continue
    try {
      await bringUpToDate(app, bot, one, places)
    } catch (error) {
      await putOff(app, bot, one, lost, error)
    }
  }
}

async function putOff(app: App, bot: Bot, one: Work, lost: LostPlaces, error: unknown): Promise<void> {
  if (error instanceof PlaceGone) return lost.leave(bot, one, error)
  if (error instanceof PlaceMoved) return lost.follow(one.post, error)
  return waits(app, one, lost, error)
}

async function bringUpToDate(app: App, bot: Bot, { post, view }: Work, { lost, zones }: Places): Promise<void> {
  if (!view || post.queued || isUnseen(post)) return savePost(app, post, post)
  await hangOrChange(app, bot, post, faceOf(app, post, view, zones))
  await lost.isBack(post)
  if (post.attempts > TRIES_TO_TELL) await takenAfterAll(app, post)
}

/** Tries before a person hears that a platform does not take a card: that no wait mends. */
const TRIES_TO_TELL = 3

/** A platform that is down, or a fault of ours in one card, holds up no other. */
async function waits(app: App, { post, view }: Work, lost: LostPlaces, error: unknown): Promise<void> {
  if (isDatabaseAway(error) || !(error instanceof Error)) throw error
  const about = { operation: cardStep(post.platform), platform: post.platform, error }
  const isRefused = error instanceof OutsideError
  if (isRefused) {
    countVendorError(error)
    app.log.warn(about, 'a card waits for its platform')
  } else app.log.error({ ...about, subject: post.subject, id: post.subjectId }, 'a card could not be drawn')
  const isHopeless = isRefused && error.retry === 'never'
  if (isHopeless && view && post.attempts >= TRIES_TO_TELL) await tellRefused(app, post, view, error)
  const waitS = isRefused ? error.retryAfterS : null
  app.ring(cardStep(post.platform), await postponePost(app, post, error, waitS))
  if (waitS !== null) await lost.rest(post, error, waitS)
}

/** By the clock of whose own chat it hangs in, else by its shop's, or its subject's; named, as many may read it. */
function faceOf(app: App, { subject: name, platform, place }: ClaimedPost, view: RecordRow, zones: Places['zones']) {
  const subject = subjectNamed(name)
  const zone = zones.get(`${platform} ${place}`) ?? subject.shopZone?.(view)
  const mine = forReader(app, { zone: zone ?? '' })
  return nameClock(cardOf(subject, view, mine), subject.zone?.(app.settings) ?? mine.settings.STORE_TIMEZONE)
}

async function hangOrChange(app: App, bot: Bot, post: ClaimedPost, card: Card): Promise<void> {
  const mark = { post: post.id, ring: post.ring }
  const picture = post.attempts > MOST_PICTURE_TRIES ? null : await pictureFor(app, post.platform, card)
  const { oldRef } = post
  if (oldRef) {
    const left = shrink(card, await elsewhereOf(app, bot, post, oldRef))
    await unlessRefused(() => bot.change(oldRef, left, mark, null))
  }
  const hangs = post.rung === post.ring ? post.messageRef : await foundAgain(bot, post)
  const change = () => (hangs ? bot.change(hangs, card, mark, picture) : 'gone')
  // Left behind in a place that is gone, it holds up none in the place where it hangs now.
  const changed = hangs?.place === post.place ? await change() : await unlessRefused(change)
  if (changed !== 'gone') return savePost(app, post, { messageRef: changed, oldRef: null })
  const messageRef = await bot.hang(post.place, card, mark, picture)
  await savePost(app, post, { messageRef, oldRef: post.rung < post.ring ? post.messageRef : null })
}

/** What people call the place where it hangs now, where that is another than before. */
async function elsewhereOf(app: App, bot: Bot, post: ClaimedPost, before: MessageRef): Promise<string | null> {
  const now = post.messageRef?.place ?? post.place
  return before.place === now ? null : nameOf(app, bot, post)
}

/** A message that can never be changed any more counts as gone: what refuses it holds up no new one. */
async function unlessRefused<T>(change: () => Promise<T> | 'gone'): Promise<T | 'gone'> {
  try {
    return await change()
  } catch (error) {
    if (!(error instanceof OutsideError) || error.retry === 'later') throw error
    countVendorError(error)
    return 'gone'
  }
}

/** A message that an earlier try posted before it died. */
async function foundAgain(bot: Bot, post: ClaimedPost) {
  return post.attempts > 1 ? bot.find(post.place, { post: post.id, ring: post.ring }) : null
}
