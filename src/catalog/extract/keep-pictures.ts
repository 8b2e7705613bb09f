import type { InstagramPost } from '#entities/catalog/instagram-post.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import { accountOf } from '#src/instagram/account.ts'
import { callInstagram } from '#src/instagram/call-instagram.ts'
import { fetchPicture } from '../pictures/fetch.ts'
import { type Kept, keepPicture } from '../pictures/store.ts'

const MOST_PICTURES = 10

/**
 * Keeps the pictures of a post. Instagram's addresses live for days only: when one is dead, Instagram is asked for
 * those of today, at once. A picture that still cannot be had is left out: the product stands, its card links the post.
 */
export async function keepPictures(app: App, post: InstagramPost, isLastTry: boolean): Promise<Kept[]> {
  try {
    return await keepAll(app, post, ({ retry }) => retry === 'later' && isLastTry)
  } catch (error) {
    if (!(error instanceof OutsideError) || error.retry === 'later') throw error
    await freshen(app, post)
    return keepAll(app, post, ({ retry }) => retry === 'never' || isLastTry)
  }
}

async function keepAll(app: App, post: InstagramPost, mayMiss: (error: OutsideError) => boolean): Promise<Kept[]> {
  const kept: Kept[] = []
  for (const address of pictureAddresses(post).slice(0, MOST_PICTURES)) {
    try {
      kept.push(await keepPicture(app, await fetchPicture(address, app.settings.META_GRAPH_URL)))
    } catch (error) {
      if (error instanceof OutsideError && !mayMiss(error)) throw error
      app.log.warn({ operation: 'catalog.extract', media: post.igMediaId, error }, 'a picture could not be kept')
    }
  }
  return kept
}

/** All slides of an album, of a film its still; else the post's own picture. */
export function pictureAddresses({ mediaUrl, slides }: Pick<InstagramPost, 'mediaUrl' | 'slides'>): string[] {
  const urls = slides.length > 0 ? slides.map(({ url }) => url) : [mediaUrl]
  return urls.filter((url): url is string => Boolean(url))
}

async function freshen(app: App, post: InstagramPost): Promise<void> {
  const account = await accountOf(app, post.accountId)
  try {
    const { post: now } = await callInstagram(app, account, 'scans', (instagram) =>
      instagram.post(account, post.igMediaId),
    )
    Object.assign(post, { mediaUrl: now.mediaUrl, slides: now.slides })
  } catch (error) {
    // Deleted meanwhile: the next look at the account notes it.
    if (!(error instanceof OutsideError) || error.retry === 'later') throw error
    return
  }
  await sql(app.em.fork(), 'update instagram_posts set media_url = $2, slides = $3 where id = $1', [
    ...[post.id, post.mediaUrl, JSON.stringify(post.slides)],
  ])
}
