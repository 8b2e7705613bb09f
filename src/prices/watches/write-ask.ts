import type { PriceUser } from '#entities/prices/price-user.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { html } from '#src/web/html.ts'
import { nameOf, writePrice } from '../names.ts'

/** What a mail to an address that is not proven repeats of what was typed: a name, and no words of somebody else's. */
const NAME = /^[\p{L}\p{M}]+(?:[ '’-][\p{L}\p{M}]+){0,2}$/u

/** `Blue denim jacket, M · $59.00 now · right?` */
export function writeQuestion(product: TrackedProduct): string {
  return `${nameOf(product)} · ${writePrice(product.price, product.currency)} now · right?`
}

type Asking = {
  shop: string
  product: TrackedProduct
  link: string
  user: Pick<PriceUser, 'firstName'>
  /** How often this shop lets us look, as a sentence. */
  tier: string
  /** Put again, because nobody answered: once. */
  isReminder: boolean
}

/** The first mail: what was read, and one link that confirms both the product and the address. */
export function writeConfirmMail({ shop, product, link, user, tier, isReminder }: Asking): {
  subject: string
  text: string
  html: string
} {
  const what = `${nameOf(product)} · ${writePrice(product.price, product.currency)}`
  const subject = isReminder ? `Still want it? Confirm: ${what}` : `Confirm: ${what}`
  const hello = user.firstName && NAME.test(user.firstName) ? `Hi ${user.firstName},` : 'Hi,'
  const ask = `Press Confirm on that page and we mail you when the price drops. ${tier} The link works for 7 days.`
  const none = isReminder
    ? 'You did not ask for this, or not any more? Then do nothing: this was the last mail.'
    : 'You did not ask for this? Then do nothing: we remind you once, and write no more.'
  const text = [hello, '', writeQuestion(product), '', `Confirm: ${link}`, '', ask, none, '', shop]
  const body = html`<div style="font:16px/1.5 sans-serif;max-width:560px">
<p>${hello}</p>
${product.pictureUrl ? html`<p><img src="${link}/product.jpg" alt="" width="200" style="max-width:100%"></p>` : ''}
<p><strong>${writeQuestion(product)}</strong></p>
<p><a href="${link}" style="background:#0b6b3a;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none">Confirm</a></p>
<p>${ask}</p>
<p style="color:#555;font-size:13px">${none}<br>${shop}</p>
</div>`
  return { subject, text: text.join('\n'), html: String(body) }
}

/** The code for a phone, with what carriers ask of a first text: who, what for, rates, HELP and STOP. */
export function writeCodeText({
  shop,
  code,
  product,
}: {
  shop: string
  code: string
  product: TrackedProduct
}): string {
  const what = `${nameOf(product).slice(0, 60)}, ${writePrice(product.price, product.currency)} now`
  return `${shop} price alerts: your code is ${code} (${what}). Msg & data rates may apply. Msg frequency varies. Reply HELP for help, STOP to end.`
}
