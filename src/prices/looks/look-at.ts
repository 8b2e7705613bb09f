import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Website } from '#entities/prices/website.ts'
import { OutsideError } from '#src/errors.ts'
import { type Looked, readPage } from './read-page.ts'
import { isAllowed } from './robots.ts'
import type { LookingApp } from './site.ts'

/** A fault of this page is this page's; a site that is busy or away stops its turn. */
export async function lookAt(app: LookingApp, site: Website, product: TrackedProduct): Promise<Looked> {
  if (!isAllowed(site.robots, product.url)) {
    return { what: 'failed', why: 'the shop asks programs not to look at this page (robots.txt)', isGone: true }
  }
  const isThorough = product.doubt !== null || product.state !== 'watched'
  const { etag, lastModified } = product
  try {
    const page = await app.web.get(product.url, isThorough ? {} : { etag, lastModified })
    if (page.status === 429 || page.status === 503) throw busy(page.status, page.retryAfterS)
    return readPage(product, page, isThorough)
  } catch (error) {
    if (!(error instanceof OutsideError) || error.status === 429 || error.status === 503) throw error
    return { what: 'failed', why: error.message.replace(/^web: /, ''), isGone: error.code === 'FORBIDDEN' }
  }
}

function busy(status: number, retryAfterS: number | null): OutsideError {
  return new OutsideError('web', `the shop is busy (${status})`, {
    retry: 'later',
    status,
    ...(retryAfterS && { retryAfterS }),
  })
}
