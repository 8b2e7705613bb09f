import type { PriceAlert } from '#entities/prices/price-alert.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { writeSeconds, writeWhen } from '#src/cards/times.ts'
import { html } from '#src/web/html.ts'
import { nameOf, writePrice } from '../names.ts'
import type { PriceFacts } from './facts.ts'

/** Stands in a text until it leaves: when the mail server takes it is known no earlier. */
export const SENT_AT = '{{sent at}}'

export type AlertLinks = { buy: string; manage: string; chart: string }
export type AlertWords = {
  alert: PriceAlert
  product: TrackedProduct
  facts: PriceFacts
  zone: string
  shop: string
  links: AlertLinks
}

/** `Now $49.00 (was $59.00): Blue denim jacket, M` */
export function writeTitle(alert: PriceAlert, product: TrackedProduct): string {
  const { reason, price, was, currency } = alert
  const name = nameOf(product)
  const now = writePrice(price, currency)
  if (reason === 'stock' && isSoldOut(product)) return `It was back in stock, and is sold out again: ${name}`
  if (reason === 'stock') return `Back in stock: ${name}${price === null ? '' : `, ${now}`}`
  if (reason === 'unreachable') return `We cannot see it any more: ${name}`
  if (reason === 'correction') return `Sorry, that was wrong: ${name} is ${now}`
  if (isOver(alert, product))
    return `Over already: ${name} was ${now}, is ${writePrice(product.price, product.currency)}`
  return was === null ? `Now ${now}: ${name}` : `Now ${now} (was ${writePrice(was, currency)}): ${name}`
}

/** What it tells of held only until something else was seen: it waited for the morning, or for a mail server. */
function isOver({ reason, price, currency }: PriceAlert, product: TrackedProduct): boolean {
  if (price === null || product.price === null || currency !== product.currency) return false
  if (reason === 'up') return product.price < price
  return (reason === 'drop' || reason === 'target') && product.price > price
}

/** `$59.00 at 11:59:40, $49.00 at 12:00:41, mailed 12:00:44` */
export function writeReceipt(
  { was, price, currency, wasSeenAt, seenAt }: PriceAlert,
  zone: string,
  verb: string | null,
): string {
  const before = was !== null && wasSeenAt ? [`${writePrice(was, currency)} at ${moment(wasSeenAt, seenAt, zone)}`] : []
  const now = price === null ? [] : [`${writePrice(price, currency)} at ${writeSeconds(seenAt, zone)}`]
  return [...before, ...now, ...(verb ? [`${verb} ${SENT_AT}`] : [])].join(', ')
}

function moment(at: Date, other: Date, zone: string): string {
  const isSameDay = other.getTime() - at.getTime() < 12 * 60 * 60_000
  return isSameDay ? writeSeconds(at, zone) : writeWhen(at, zone, other)
}

/** What stands below the title: the lowest price of 30 days, what the shop claims, whether it can be bought. */
function writeSentences({ alert, product, facts, zone }: Omit<AlertWords, 'links' | 'shop'>): string[] {
  if (alert.reason === 'correction') {
    return [`We told you ${writePrice(alert.was, alert.currency)}. Someone found that wrong, and we took it back.`]
  }
  if (alert.reason === 'unreachable') {
    return ['The page has not answered for a day. We go on looking, and write when its price falls.']
  }
  const said = [overSentence(alert, product), lowestSentence(alert, facts, zone), claimSentence(product, facts)]
  return [...said, stockSentence(product)].flatMap((one) => one ?? [])
}

function overSentence(alert: PriceAlert, product: TrackedProduct): string | null {
  return isOver(alert, product) ? 'It did not last until this could reach you. We go on looking.' : null
}

function lowestSentence(
  { price, currency }: PriceAlert,
  { lowest, lowestAt }: PriceFacts,
  zone: string,
): string | null {
  if (price === null || lowest === null) return null
  if (price <= lowest) return 'The lowest price we have seen in 30 days.'
  const day =
    lowestAt && new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' }).format(lowestAt)
  return `Lowest in 30 days: ${writePrice(lowest, currency)}${day ? ` on ${day}` : ''}.`
}

function claimSentence({ was, currency }: TrackedProduct, { wasSeen }: PriceFacts): string | null {
  if (was === null || wasSeen === null) return null
  const claim = `The shop says it was ${writePrice(was, currency)}`
  return wasSeen ? `${claim}, and we have seen it asked.` : `${claim}; we have not seen that price in 30 days.`
}

function stockSentence(product: TrackedProduct): string | null {
  return isSoldOut(product) ? 'Out of stock at the moment.' : null
}

function isSoldOut({ availability }: TrackedProduct): boolean {
  return availability === 'out_of_stock'
}

const ACTS = [
  ['stop', 'Stop'],
  ['target', 'Lower target'],
  ['wrong', 'Wrong price'],
] as const

/** The mail of an alert, as text and as HTML. The links show a page first; only its button acts. */
export function writeAlertMail(words: AlertWords): { subject: string; text: string; html: string } {
  const { alert, product, zone, shop, links } = words
  const subject = writeTitle(alert, product)
  const sentences = writeSentences(words)
  const receipt = `${writeReceipt(alert, zone, 'mailed')} (${zone})`
  const acts = alert.reason === 'correction' ? ACTS.slice(0, 2) : ACTS
  const lines = acts.map(([act, label]) => `${label}: ${links.manage}?do=${act}`)
  const text = [
    subject,
    '',
    ...sentences,
    '',
    `Buy: ${links.buy}`,
    '',
    ...lines,
    '',
    receipt,
    '',
    `You asked ${shop} to watch this.`,
  ]
  const body = html`<div style="font:16px/1.5 sans-serif;max-width:560px">
<h1 style="font-size:20px">${subject}</h1>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
<p><a href="${links.buy}" style="background:#0b6b3a;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none">Buy</a></p>
<p><img src="${links.chart}" alt="Its price over the last 30 days" width="520" style="max-width:100%"></p>
<p>${acts.map(([act, label]) => html`<a href="${links.manage}?do=${act}" style="margin-right:18px">${label}</a>`)}</p>
<p style="color:#555;font-size:13px">${receipt}<br>You asked ${shop} to watch this.</p>
</div>`
  return { subject, text: text.join('\n'), html: String(body) }
}

/**
 * The text of an alert: what it is, when it was seen, how to change or stop it. When it leaves is not in it, so that it
 * can be found among what has left.
 */
export function writeAlertText({ alert, product, zone, links }: AlertWords): string {
  const stock = alert.reason === 'stock' ? null : stockSentence(product)
  const said = [`${writeTitle(alert, product)}.`, ...(stock ? [stock] : []), `${writeReceipt(alert, zone, null)}.`]
  return `${said.join(' ')} ${links.manage} Reply STOP to end.`
}
