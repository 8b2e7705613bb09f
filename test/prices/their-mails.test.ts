import { expect, test } from 'vitest'
import type { PriceAlert } from '#entities/prices/price-alert.ts'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { sql } from '#src/database/sql.ts'
import { writeAlertText } from '#src/prices/alerts/write-alert.ts'
import { writeTitle } from '#src/prices/alerts/write-title.ts'
import { linkIn, openMarket, post } from './market.ts'

test('a mail can be read on any ground, light or dark, and its receipt names a price that stayed only once', async () => {
  const market = await openMarket()
  const { shop } = market
  await market.watch()
  await post(linkIn(market.mails()[0]?.text ?? '', 'Confirm'), { do: 'confirm' })
  market.price(4900)
  await market.look()
  for (const inStock of [false, true]) {
    shop.act.set('blue-denim-jacket', { inStock })
    await market.look(3_700)
  }
  const [confirm, drop, stock] = market.mails()
  // What leaves at once is written once, with one link of its own.
  expect(await sql(market.app.em.fork(), `select 1 from links where purpose = 'price-watch'`)).toHaveLength(2)
  expect(drop?.text).toMatch(/\$59\.00 at 11:59:40, \$49\.00 at 12:00:41, mailed/)
  expect(stock?.text).toMatch(/^\$49\.00 at 14:04:01, mailed/m)
  for (const mail of [confirm, drop, stock]) {
    const inks = [...(mail?.html ?? '').matchAll(/style="([^"]*)"/g)].filter(([, style]) =>
      /(?<!-)color:/.test(style ?? ''),
    )
    expect(inks.length, mail?.subject).toBeGreaterThan(0)
    for (const [, style] of inks) expect(style, mail?.subject).toContain('background:')
  }
})

test('a text says once that it is sold out again; a price in other money is neither over nor not', async () => {
  const { app, product, watch } = await openMarket()
  await watch()
  const settings = app.settings
  const at = new Date('2026-03-02T12:00:00Z')
  const alert = (more: Partial<PriceAlert>) =>
    ({
      reason: 'drop',
      was: 5900n,
      price: 4900n,
      currency: 'USD',
      wasSeenAt: at,
      seenAt: at,
      dueAt: at,
      ...more,
    }) as PriceAlert
  const as = async (more: Partial<TrackedProduct>) => Object.assign(new TrackedProduct(), await product(), more)
  const text = async (reason: PriceAlert['reason']) =>
    writeAlertText({
      ...{ watch: { rule: 'any' as const }, now: at },
      ...{ alert: alert({ reason }), product: await as({ availability: 'out_of_stock' }), zone: 'UTC', settings },
      ...{ facts: { lowest: null, lowestAt: null, wasSeen: false }, links: { buy: '', manage: 'http://x', chart: '' } },
    })
  expect(await text('stock')).toMatch(/^It was back in stock, and is sold out again: Blue denim jacket, M\. \$/)
  expect(await text('drop')).toContain('Out of stock at the moment.')
  const title = async (more: Partial<TrackedProduct>) => writeTitle(settings, alert({}), await as(more))
  expect(await title({ price: 5500n })).toMatch(/^Over already: /)
  expect(await title({ price: 5500n, currency: 'EUR' })).toMatch(/^Now \$49\.00 /)
})
