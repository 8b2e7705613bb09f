import type { PriceUser } from '#entities/prices/price-user.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { html } from '#src/web/html.ts'
import { LINK_DAYS } from '../link-days.ts'
import { nameOf, writePrice, writeToday } from '../names.ts'
import { say, type Writing } from '../sentences.ts'
import { type Rule, writeRule } from './write-rule.ts'

/** What a mail to an address that is not proven repeats of what was typed: a name, and no words of somebody else's. */
const NAME = /^[\p{L}\p{M}]+(?:[ '’-][\p{L}\p{M}]+){0,2}$/u

/** `Blue denim jacket, M · $59.00 now · right?` */
export function writeQuestion(product: TrackedProduct): string {
  return `${nameOf(product)} · ${writeToday(product)} · right?`
}

type Asking = {
  settings: Writing
  product: TrackedProduct
  link: string
  user: Pick<PriceUser, 'firstName'>
  /** When they hear of it. */
  watch: Rule & { currency: string | null }
  /** How often this shop lets us look, as a sentence. */
  tier: string
}

type Written = { subject: string; text: string; html: string }

/** The first mail: what was read, and one link that confirms both the product and the address. `remind`: once more. */
export function writeConfirmMail(asking: Asking, kind: 'confirm' | 'remind'): Written {
  const { settings, product, watch, tier } = asking
  const subject = say(settings, `${kind}-subject`, { what: whatOf(product) })
  const ask = say(settings, 'confirm-ask', { rule: writeRule(watch), tier, days: String(LINK_DAYS.confirm) })
  const label = say(settings, 'confirm-button')
  return write(asking, { subject, headline: writeQuestion(product), label, ask, none: say(settings, `${kind}-none`) })
}

/** To who watches it already and signs up once more, or is signed up by somebody: nothing changes but by them. */
export function writeKnownMail(asking: Asking): Written {
  const { settings, product, watch } = asking
  const subject = say(settings, 'known-subject', { what: whatOf(product) })
  const ask = say(settings, 'known-ask', { rule: writeRule(watch) })
  const label = say(settings, 'known-button')
  return write(asking, { subject, headline: whatOf(product), label, ask, none: say(settings, 'known-none') })
}

function whatOf(product: TrackedProduct): string {
  return `${nameOf(product)} · ${writePrice(product.price, product.currency)}`
}

type Parts = { subject: string; headline: string; label: string; ask: string; none: string }

function write({ settings, product, link, user }: Asking, { subject, headline, label, ask, none }: Parts): Written {
  const first = user.firstName && NAME.test(user.firstName) ? user.firstName : null
  const hello = first ? say(settings, 'hello', { first }) : say(settings, 'hello-nobody')
  const { STORE_NAME: shop } = settings
  const text = [hello, '', headline, '', `${label}: ${link}`, '', ask, none, '', shop]
  const body = html`<div style="font:16px/1.5 sans-serif;max-width:560px">
<p>${hello}</p>
${product.pictureUrl ? html`<p><img src="${link}/product.jpg" alt="" width="200" style="max-width:100%"></p>` : ''}
<p><strong>${headline}</strong></p>
<p><a href="${link}"
style="background:#0b6b3a;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none">${label}</a></p>
<p>${ask}</p>
<p style="opacity:.75;font-size:13px">${none}<br>${shop}</p>
</div>`
  return { subject, text: text.join('\n'), html: String(body) }
}

/** The code for a phone, with what carriers ask of a first text: who, what for, rates, HELP and STOP. */
export function writeCodeText(settings: Writing, { code, product }: { code: string; product: TrackedProduct }): string {
  const what = `${nameOf(product).slice(0, 60)}, ${writeToday(product)}`
  return say(settings, 'code', { shop: settings.STORE_NAME, code, what }, ['code'])
}
