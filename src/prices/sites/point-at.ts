import { step } from '#entities/actor.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { withoutWww } from '../canonical-url.ts'
import { trackedKind } from '../kinds.ts'
import { readSelector } from '../reading/helped/by-selector.ts'
import { LOOK } from '../steps.ts'

/** Where on the pages of a shop the price stands, for those that do not say it otherwise. `off`: nowhere any more. */
export async function pointAt(app: Needs<'em' | 'clock' | 'ring'>, domain: string, text: string): Promise<string> {
  const selector = /^off$/i.test(text) ? null : text
  if (selector !== null && !readSelector(selector)) {
    throw new Refusal(
      `I cannot read "${text.slice(0, 60)}". Write a tag, a class or an id: sites ${domain} main .price`,
    )
  }
  return inTransaction(app, async (tx) => {
    const site = await tx.em.findOne(Website, { domain: withoutWww(domain) })
    if (!site) throw new Refusal(`I do not know ${domain.slice(0, 60)}. Write sites for those I know.`)
    await tx.em.nativeUpdate(Website, { id: site.id }, { selector })
    const fresh = { etag: null, lastModified: null, bodyHash: null, nextLookAt: tx.at }
    await tx.em.nativeUpdate(TrackedProduct, { websiteId: site.id }, fresh)
    const unread = await tx.em.find(TrackedProduct, { websiteId: site.id, state: 'unreadable' })
    await move(tx, trackedKind, unread, 'retry', step(LOOK), { set: () => ({ failingSince: null }) })
    tx.ring(LOOK)
    if (selector === null) return `${site.domain}: I read its pages by themselves again.`
    const where = `where a page does not say its price otherwise, I look at ${selector}`
    return `${site.domain}: ${where}. Its pages are looked at now.`
  })
}
