import type { PriceAlert } from '#entities/prices/price-alert.ts'
import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { writeDate } from '#src/basics/write-date.ts'
import { nameZone, writeSeconds, writeWhen } from '#src/cards/times.ts'
import { html } from '#src/web/html.ts'
import { writePrice } from '../names.ts'
import { say, type Writing } from '../sentences.ts'
import { type Act, actsOf, wayOf } from './acts.ts'
import type { PriceFacts } from './facts.ts'
import { isOver, writeTitle } from './write-title.ts'

/** Stands in a text until it leaves: when the mail server takes it is known no earlier. */
export const SENT_AT = '{{sent at}}'

export type AlertLinks = { buy: string; manage: string; chart: string }
export type AlertWords = {
  alert: PriceAlert
  watch: Pick<PriceSubscription, 'rule'>
  product: TrackedProduct
  facts: PriceFacts
  zone: string
  now: Date
  settings: Writing
  links: AlertLinks
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
  return [over, lowestSentence(words), claimSentence(words), stockSentence(words)].flatMap((one) => one ?? [])
}

function lowestSentence({ alert, facts, zone, settings }: Omit<AlertWords, 'links'>): string | null {
  const { price, currency } = alert
  if (price === null || facts.lowest === null) return null
  if (price <= facts.lowest) return say(settings, 'lowest')
  const lowest = writePrice(facts.lowest, currency)
  const at = facts.lowestAt
  if (!at) return say(settings, 'lower-before', { lowest })
  const day = writeDate(at, 'en-GB', { timeZone: zone, day: 'numeric', month: 'short' })
  return say(settings, 'lower-on', { lowest, day })
}

function claimSentence({ product, facts, settings }: Omit<AlertWords, 'links'>): string | null {
  const { was, currency } = product
  if (was === null) return null
  return say(settings, facts.wasSeen ? 'claim-seen' : 'claim-unseen', { was: writePrice(was, currency) })
}

/** Of a page that is away nobody knows what can be bought there; the title of few tells of its stock itself. */
function stockSentence({ alert, product, zone, now, settings }: Omit<AlertWords, 'links'>): string | null {
  const { availability, failingSince } = product
  if (failingSince) return say(settings, 'unseen', { since: writeWhen(failingSince, zone, now) })
  if (alert.reason === 'low') return null
  if (availability === 'out_of_stock') return say(settings, 'sold-out')
  return availability === 'limited' ? say(settings, 'few-left') : null
}

/** The mail of an alert, as text and as HTML. The links show a page first; only its button acts. */
export function writeAlertMail(words: AlertWords): { subject: string; text: string; html: string } {
  const { alert, watch, product, zone, settings, links } = words
  const subject = writeTitle(settings, alert, product)
  const asked = say(settings, 'you-asked', { shop: settings.STORE_NAME })
  const sentences = writeSentences(words)
  const receipt = `${writeReceipt(alert, zone, 'mailed')} (${nameZone(zone)})`
  const acts = actsOf(alert, watch)
  const buy = wayOf(alert, product)
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
  return ([act, label]: Act, at: number) =>
    html`${at ? ' \u00a0·\u00a0 ' : ''}<a href="${manage}?do=${act}">${label}</a>`
}

/**
 * The text of an alert: what it is, when it was seen, how to change or stop it. When it leaves is not in it, so that it
 * can be found among what has left.
 */
export function writeAlertText(words: AlertWords): string {
  const { alert, product, zone, links, settings } = words
  const isSaid = alert.reason === 'stock' && product.availability === 'out_of_stock'
  const stock = isSaid ? null : stockSentence(words)
  const title = `${writeTitle(settings, alert, product)}.${stock ? ` ${stock}` : ''}`
  const seen = writeReceipt(alert, zone, null)
  const values = { title, receipt: seen && `${seen} (${nameZone(zone)})`, link: links.manage }
  return say(settings, 'text', values, ['title', 'link'])
}
