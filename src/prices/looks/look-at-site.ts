import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Website } from '#entities/prices/website.ts'
import { lookAt } from './look-at.ts'
import { recordLooks } from './record-looks.ts'
import type { Look, LookingApp } from './site.ts'
import { spacingOf, tierOf } from './tier.ts'

/** A site gives way to the others after this long. */
const SLICE_MS = 15_000
const BATCH = 100

/**
 * One after another with the space the site asks for; without it, a few at once. News is written down at once; what is
 * as it was, a batch at a time.
 */
export async function lookAtSite(app: LookingApp, site: Website, products: TrackedProduct[]): Promise<number> {
  const spacing = spacingOf(site, app.settings)
  const tierS = await tierOf(app, site)
  const until = Date.now() + SLICE_MS
  let same: Look[] = []
  let count = 0
  let next = 0
  const keep = async (looks: Look[]) => {
    count += looks.length
    await recordLooks(app, site, looks, tierS)
  }
  const keepSame = () => {
    const batch = same
    same = []
    return keep(batch)
  }
  const take = async (look: Look) => {
    if (look.looked.what !== 'unchanged') return keep([look])
    if (same.push(look) >= BATCH) await keepSame()
  }
  const work = async () => {
    for (let product = products[next++]; product && Date.now() < until; product = products[next++]) {
      const start = Date.now()
      const looked = await lookAt(app, site, product)
      await take({ product, looked, at: app.clock() })
      if (spacing > 0 && (next >= products.length || start + spacing >= until)) return
      await pause(start + spacing - Date.now())
    }
  }
  try {
    await Promise.all(Array.from({ length: spacing > 0 ? 1 : 16 }, work))
  } finally {
    await keepSame()
  }
  return count
}

function pause(ms: number): Promise<void> {
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve()
}
