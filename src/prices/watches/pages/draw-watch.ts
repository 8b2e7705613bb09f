import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { App } from '#src/app.ts'
import { writeWhen } from '#src/cards/times.ts'
import { type Html, html } from '#src/web/html.ts'
import type { WatchView } from '../watch-view.ts'
import { writeRule } from '../write-rule.ts'

/** When they hear of it. */
export function tellsWhen(view: WatchView): string {
  return `${writeStock(view.product)}We write ${writeRule(view)}.`
}

function writeStock({ availability, failingSince }: TrackedProduct): string {
  if (availability === 'out_of_stock') return 'It is out of stock at the moment; we write when it is back. '
  return availability === 'limited' && !failingSince ? 'The shop says that few are left. ' : ''
}

/** Since when its shop has not let us see it: a silence is no steady price. */
export function drawTrouble(app: App, { product, user }: WatchView): Html | '' {
  const { failingSince, lastError, state } = product
  if (!failingSince) return ''
  if (state === 'unreadable') {
    return html`<br>We cannot read a price there${lastError ? `: ${lastError}` : ''}. We do not look any more.`
  }
  const since = writeWhen(failingSince, user.zone, app.clock())
  return html`<br>We could not see it since ${since}${lastError ? `: ${lastError}` : ''}. We go on looking.`
}
