import type { PriceAlert } from '#entities/prices/price-alert.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { dateFormat } from '#src/basics/date-format.ts'
import { nameZone, writeSeconds, writeWhen } from '#src/cards/times.ts'
import { html } from '#src/web/html.ts'
import { nameOf, writePrice } from '../names.ts'
import { say, type Writing } from '../sentences.ts'
import type { PriceFacts } from './facts.ts'
import { PRICE_REASONS } from './types.ts'

/** Stands in a text until it leaves: when the mail server takes it is known no earlier. */
export const SENT_AT = '{{sent at}}'

export type AlertLinks = { buy: string; manage: string; chart: string }
export type AlertWords = {
  alert: PriceAlert
  product: TrackedProduct
  facts: PriceFacts
  zone: string
  settings: Writing
  links: AlertLinks
}

type Own = Pick<Writing, 'MAIL_TEMPLATES'>

/** `Now $49.00 (was $59.00): Blue denim jacket, M` */
export function writeTitle(settings: Own, alert: PriceAlert, of: TrackedProduct): string {
  const { reason, was, currency } = alert
  const product = nameOf(of)
  const price = writePrice(alert.price, currency)
  if (reason === 'stock' && isSoldOut(of)) return say(settings, 'stock-gone', { product })
  if (reason === 'stock') return say(settings, alert.price === null ? 'stock' : 'stock-price', { product, price })
  if (reason === 'unreachable') return say(settings, 'unreachable', { product })
  if (reason === 'currency') return say(settings, 'currency', { product, price, currency: currency ?? '' })
  if (reason === 'correction') return say(settings, 'correction', { product, price })
  if (isOver(alert, of)) return say(settings, 'over', { product, price, now: writePrice(of.price, of.currency) })
  if (was === null) return say(settings, 'now', { product, price })
  return say(settings, 'fell', { product, price, was: writePrice(was, currency) })
}

/** What it tells of held only until something else was seen: it waited for the morning, or for a mail server. */
function isOver({ reason, price, currency }: PriceAlert, product: TrackedProduct): boolean {
  if (price === null || product.price === null || currency !== product.currency) return false
  if (reason === 'up') return product.price < price
  return (reason === 'drop' || reason === 'target') && product.price > price
}

/** `$59.00 at 11:59:40, $49.00 at 12:00:41, mailed 12:00:44` */
export function writeReceipt(
  { was, price, currency, wasSeenAt, seenAt, dueAt }: PriceAlert,
  zone: string,
  verb: string | null,
): string {
  const hasMoved = was !== null && was !== price
  const before = hasMoved && wasSeenAt ? [`${writePrice(was, currency)} at ${moment(wasSeenAt, seenAt, zone)}`] : []
  const now = price === null ? [] : [`${writePrice(price, currency)} at ${moment(seenAt, dueAt, zone)}`]
  return [...before, ...now, ...(verb ? [`${verb} ${SENT_AT}`] : [])].join(', ')
}

function moment(at: Date, other: Date, zone: string): string {
  const isSameDay = other.getTime() - at.getTime() < 12 * 60 * 60_000
  return isSameDay ? writeSeconds(at, zone) : writeWhen(at, zone, other)
}

/** What stands below the title: the lowest price of 30 days, what the shop claims, whether it can be bought. */
function writeSentences(words: Omit<AlertWords, 'links'>): string[] {
  const { alert, product, settings } = words
  if (alert.reason === 'correction') {
    return [say(settings, 'correction-why', { was: writePrice(alert.was, alert.currency) })]
  }
  if (alert.reason === 'unreachable') return [say(settings, 'unreachable-why')]
  if (alert.reason === 'currency')
    return [say(settings, 'currency-why', { price: writePrice(alert.price, alert.currency) })]
  const over = isOver(alert, product) ? say(settings, 'over-why') : null
  return [over, lowestSentence(words), claimSentence(words), stockSentence(settings, product)].flatMap(
    (one) => one ?? [],
  )
}

function lowestSentence({ alert, facts, zone, settings }: Omit<AlertWords, 'links'>): string | null {
  const { price, currency } = alert
  if (price === null || facts.lowest === null) return null
  if (price <= facts.lowest) return say(settings, 'lowest')
  const lowest = writePrice(facts.lowest, currency)
  const at = facts.lowestAt
  if (!at) return say(settings, 'lower-before', { lowest })
  const day = dateFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' }).format(at)
  return say(settings, 'lower-on', { lowest, day })
}

function claimSentence({ product, facts, settings }: Omit<AlertWords, 'links'>): string | null {
  const { was, currency } = product
  if (was === null) return null
  return say(settings, facts.wasSeen ? 'claim-seen' : 'claim-unseen', { was: writePrice(was, currency) })
}

function stockSentence(settings: Own, product: TrackedProduct): string | null {
  return isSoldOut(product) ? say(settings, 'sold-out') : null
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
  const { alert, product, zone, settings, links } = words
  const subject = writeTitle(settings, alert, product)
  const asked = say(settings, 'you-asked', { shop: settings.STORE_NAME })
  const sentences = writeSentences(words)
  const receipt = `${writeReceipt(alert, zone, 'mailed')} (${nameZone(zone)})`
  const acts = PRICE_REASONS.includes(alert.reason) ? ACTS : ACTS.slice(0, alert.reason === 'unreachable' ? 1 : 2)
  const isOffer = alert.reason !== 'unreachable' && alert.reason !== 'correction' && !isSoldOut(product)
  const buy = isOffer ? 'Buy' : 'Open page'
  const lines = acts.map(([act, label]) => `${label}: ${links.manage}?do=${act}`)
  const text = [subject, '', ...sentences, '', `${buy}: ${links.buy}`, '', ...lines, '', receipt, '', asked]
  const body = html`<div style="font:16px/1.5 sans-serif;max-width:560px">
<h1 style="font-size:20px">${subject}</h1>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
<p><a href="${links.buy}"
style="background:#0b6b3a;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none">${buy}</a></p>
<p><img src="${links.chart}" alt="Its price over the last 30 days" width="520" style="max-width:100%"></p>
<p style="line-height:2.5">${acts.map(drawAct(links.manage))}</p>
<p style="opacity:.75;font-size:13px">${receipt}<br>${asked}</p>
</div>`
  return { subject, text: text.join('\n'), html: String(body) }
}

/** Far enough from the next for a thumb. */
function drawAct(manage: string) {
  return ([act, label]: (typeof ACTS)[number], at: number) =>
    html`${at ? ' \u00a0·\u00a0 ' : ''}<a href="${manage}?do=${act}">${label}</a>`
}

/**
 * The text of an alert: what it is, when it was seen, how to change or stop it. When it leaves is not in it, so that it
 * can be found among what has left.
 */
export function writeAlertText({ alert, product, zone, links, settings }: AlertWords): string {
  const stock = alert.reason === 'stock' ? null : stockSentence(settings, product)
  const title = `${writeTitle(settings, alert, product)}.${stock ? ` ${stock}` : ''}`
  const seen = writeReceipt(alert, zone, null)
  const values = { title, receipt: seen && `${seen} (${nameZone(zone)})`, link: links.manage }
  return say(settings, 'text', values, ['title', 'link'])
}
