import { OutsideError } from '#src/errors.ts'
import type { Page } from '#src/integrations/web.ts'

/** An answer of the site; one that asks for quiet stops the site's turn. */
export function whenBusy(page: Page): Page {
  if (!isBusy(page)) return page
  const { status, retryAfterS } = page
  const options = { retry: 'later', status, retryAfterS } as const
  throw new OutsideError('web', `the shop is busy (${status})`, options)
}

/** The shop as a whole wants quiet. */
export function isBusy({ status }: { status?: number | null }): boolean {
  return status === 429 || status === 503
}
