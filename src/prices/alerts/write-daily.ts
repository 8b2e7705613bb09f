import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { html } from '#src/web/html.ts'
import { nameOf, sayStock, writePrice } from '../names.ts'
import { say, type Writing } from '../sentences.ts'

export type DailyLine = Pick<
  TrackedProduct,
  'productName' | 'variant' | 'url' | 'price' | 'currency' | 'availability'
> & { watchId: string; before: bigint | null; lostSince: Date | null }

/** `Your prices: 2 fell, 1 rose` with a line for each. `when`: a moment as they read it. */
export function writeDaily(
  lines: DailyLine[],
  settings: Writing,
  manage: string,
  when: (at: Date) => string,
): { subject: string; text: string; html: string } {
  const fell = lines.filter((line) => moved(line) < 0).length
  const rose = lines.filter((line) => moved(line) > 0).length
  const lost = lines.filter(({ lostSince }) => lostSince).length
  const news = [
    ...(fell ? [`${fell} fell`] : []),
    ...(rose ? [`${rose} rose`] : []),
    ...(lost ? [`${lost} not seen`] : []),
  ]
  const { STORE_NAME: shop } = settings
  const subject =
    news.length > 0 ? say(settings, 'daily-subject', { news: news.join(', ') }) : say(settings, 'daily-same')
  const end = say(settings, 'daily-end')
  const text = [
    subject,
    '',
    ...lines.map((line) => `${nameOf(line)} · ${tell(line, when)}\n${line.url}`),
    '',
    `${end}: ${manage}`,
    '',
    shop,
  ]
  const body = html`<div style="font:16px/1.5 sans-serif;max-width:560px"><h1 style="font-size:20px">${subject}</h1>
${lines.map((line) => html`<p><a href="${line.url}">${nameOf(line)}</a><br>${tell(line, when)}</p>`)}
<p style="opacity:.75;font-size:13px"><a href="${manage}">${end}</a><br>${shop}</p></div>`
  return { subject, text: text.join('\n'), html: String(body) }
}

function tell(line: DailyLine, when: (at: Date) => string): string {
  const { price, before, currency, availability, lostSince } = line
  const old = moved(line) === 0 ? '' : ` (yesterday ${writePrice(before, currency)})`
  const said = sayStock(availability)
  const stock = said ? ` · ${said}` : ''
  return `${writePrice(price, currency)}${old}${stock}${lostSince ? ` · not seen since ${when(lostSince)}` : ''}`
}

function moved({ price, before }: DailyLine): number {
  return price === null || before === null || price === before ? 0 : price < before ? -1 : 1
}
