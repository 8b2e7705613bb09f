import type { Platform } from '#entities/people/identity.ts'
import type { App } from '#src/app.ts'
import { cardOf, shrink } from '#src/cards/card-of.ts'
import { isDatabaseAway } from '#src/database/database-away.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { OutsideError } from '#src/errors.ts'
import { countVendorError } from '#src/metrics.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { DELIVER_CARDS } from '#src/moves/raise-cards.ts'
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
import { pictureFor } from './picture.ts'
import { queueFlood } from './queue-flood.ts'
import type { Work } from './work.ts'

export type Bots = Partial<Record<Platform, Bot>>

/** After so many tries a card hangs without its picture. */
const MOST_PICTURE_TRIES = 4

/** Brings every out-of-date card up to date; returns how many. */
export async function deliverCards(app: App, bots: Bots): Promise<number> {
  const platforms = Object.keys(bots) as Platform[]
  for (let count = 0; ; ) {
    const posts = await claimPosts(app, platforms)
    if (posts.length === 0) {
      const free = await nextFreePost(app, platforms)
      if (free) app.ring(DELIVER_CARDS, free)
      return count
    }
    await whileHeld(app, posts, async () => {
      const work = await queueFlood(app, await loadViews(app, posts))
      await Promise.all(platforms.map((platform) => drawInOrder(app, bots, ofPlatform(work, platform))))
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

function ofPlatform(work: Work[], platform: Platform): Work[] {
  return work
    .filter(({ post }) => post.platform === platform)
    .sort((a, b) => a.post.subject.localeCompare(b.post.subject) || (a.view?.number ?? 0) - (b.view?.number ?? 0))
}

/** One after the other, as a chat is read; a card that fails does not hold up the next. */
async function drawInOrder(app: App, bots: Bots, work: Work[]): Promise<void> {
  for (const { post, view } of work) {
    const bot = bots[post.platform]
    if (!bot) continue
    try {
      await draw(app, bot, post, view)
    } catch (error) {
      await waits(app, post, error)
    }
  }
}

/** A platform that is down, or a fault of ours in one card, holds up no other. */
async function waits(app: App, post: ClaimedPost, error: unknown): Promise<void> {
  if (isDatabaseAway(error) || !(error instanceof Error)) throw error
  const about = { operation: DELIVER_CARDS, platform: post.platform, error }
  if (error instanceof OutsideError) {
    countVendorError(error)
    app.log.warn(about, 'a card waits for its platform')
  } else app.log.error({ ...about, subject: post.subject, id: post.subjectId }, 'a card could not be drawn')
  app.ring(
    DELIVER_CARDS,
    await postponePost(app, post, error, error instanceof OutsideError ? error.retryAfterS : null),
  )
}

async function draw(app: App, bot: Bot, post: ClaimedPost, view: RecordRow | null): Promise<void> {
  if (!view || post.queued || isUnseen(post)) return savePost(app, post, post)
  const card = cardOf(subjectNamed(post.subject), view, app)
  const mark = { post: post.id, ring: post.ring }
  const picture = post.attempts > MOST_PICTURE_TRIES ? null : await pictureFor(app, post.platform, card)
  if (post.oldRef) await bot.change(post.oldRef, shrink(card), mark, null)
  const hangs = post.rung === post.ring ? post.messageRef : await foundAgain(bot, post)
  const changed = hangs ? await bot.change(hangs, card, mark, picture) : 'gone'
  if (changed !== 'gone') return savePost(app, post, { messageRef: changed, oldRef: null })
  const messageRef = await bot.hang(post.place, card, mark, picture)
  const oldRef = post.rung < post.ring ? post.messageRef : null
  await savePost(app, post, { messageRef, oldRef })
}

/** A message that an earlier try posted before it died. */
async function foundAgain(bot: Bot, post: ClaimedPost) {
  return post.attempts > 1 ? bot.find(post.place, { post: post.id, ring: post.ring }) : null
}
