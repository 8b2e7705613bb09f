import { expect, test } from 'vitest'
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
