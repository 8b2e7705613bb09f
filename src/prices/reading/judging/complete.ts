import type { Document } from '../document.ts'
import type { Found } from '../found.ts'
import type { Mention } from '../shown/mentions.ts'
import { readWas, type Visible } from '../shown/visible.ts'

/** Where the page shows a source's price, but for other products. */
export function mentionsOf({ price }: Found, { mentions }: Visible): Mention[] {
  return mentions.filter(({ amount, line }) => Number(amount) === Number(price) && !line.isAside)
}

/** The old price: beside the one that is shown, else what a source says. */
export function wasOf(plain: Mention | null, found: Found[], { mentions }: Visible): string | null {
  const said = found.find(({ was }) => was !== null)?.was ?? null
  return (plain && readWas(plain, mentions)) ?? said
}

/** The first source's price with what it lacks taken from the others. */
export function complete(base: Found | null, found: Found[], visible: Visible, document: Document): Found {
  const all = [...(base ? [base] : []), ...found, visible.found]
  const first = <K extends keyof Found>(key: K) =>
    all.find((one) => one[key] !== null && one[key] !== '')?.[key] ?? null
  const shown = base ? mentionsOf(base, visible).find(({ currency }) => currency !== null) : null
  return {
    ...(base ?? visible.found),
    name: (isMarkup(base) ? base?.name : null) ?? document.heading ?? first('name'),
    currency: base?.currency ?? shown?.currency ?? first('currency'),
    picture: first('picture'),
    variant: first('variant'),
  }
}

/** Meta tags name the page; only a marked-up product names the product. */
function isMarkup(base: Found | null): boolean {
  return base !== null && base.source !== 'meta'
}

/**
 * Markup beats badges; a button that cannot be pressed because it is sold out beats markup. Of `LimitedAvailability`
 * shops make many things, a long delivery or a reservation: few are left where the page says that too.
 */
export function stockOf(found: Found[], { found: shown, button, isFew }: Visible): Found['availability'] {
  if (button === 'sold-out') return 'out_of_stock'
  const marked = found.find(({ availability }) => availability !== 'unknown')
  if (marked?.availability === 'limited' && marked.source !== 'state' && !isFew) return 'in_stock'
  return marked?.availability ?? shown.availability
}
