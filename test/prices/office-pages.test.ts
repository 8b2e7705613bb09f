import { expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { findBrowser, openBrowser } from '#test/browser.ts'
import { signIn } from '#test/http/web.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann } = market
const options = { redirect: 'manual' as const }
const { cookie } = await signIn(
  {
    app,
    get: (path, headers = {}) => fetch(app.publicUrl + path, { ...options, headers }),
    post: (path, body, headers = {}) =>
      fetch(app.publicUrl + path, { ...options, method: 'POST', body: body as never, headers }),
  },
  'Ada',
)
const confirmed = async (slug: string) => {
  await market.watch('', slug)
  await post(linkIn(market.mails().at(-1)?.text ?? '', 'Confirm'), { do: 'confirm' })
}
/** The words of a page of the office, as they are read. */
const read = async (path: string) =>
  (await (await fetch(app.publicUrl + path, { headers: { cookie } })).text())
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ')

test('004-020: Prices says what is watched, what it costs, and what keeps its price from being seen or believed', async () => {
  expect(await read('/prices')).toContain('Nothing is watched yet. Write in chat: track &lt;link&gt;')
  for (const slug of ['blue-denim-jacket?variant=M', 'p-10', 'p-2']) await confirmed(slug)
  market.price(590)
  shop.act.set('p-10', { inStock: false })
  shop.act.set('p-2', { trouble: 'gone' })
  await market.look()
  await market.look(6)
  const page = await read('/prices')
  expect(page).toMatch(/Blue denim jacket, M Price to check \$59\.00 \S+ /)
  expect(page).toMatch(/Olive wool scarf \$55\.00, out of stock/)
  expect(page).toMatch(/Red wool scarf Trouble: the page answers 404 \$9\.00 /)
  const found = await read('/prices?q=SCARF')
  expect(found).toContain('Olive wool scarf')
  expect(found).not.toContain('denim')
  expect(await read('/prices?q=%25nothing%25')).toContain('Nothing here is called "%nothing%".')
})

test('what is sold out says so wherever its price stands', async () => {
  const { number } = await market.product('p-10')
  expect((await runCommand(app, 'prices olive', ann)).text).toContain('Olive wool scarf · $55.00, out of stock · nia@')
  const [card] = (await runCommand(app, `prices T-${number}`, ann)).cards ?? []
  expect(card?.title).toBe(`T-${number} Olive wool scarf · $55.00, out of stock`)
  expect(await read('/subscriptions?q=olive')).toContain('Olive wool scarf · $55.00, out of stock')
  const link = linkIn(market.mails()[1]?.text ?? '', 'Confirm')
  const page = (await (await fetch(link)).text()).replace(/\s+/g, ' ')
  expect(page).toContain('It is out of stock at the moment; we write when it is back. We write on any drop')
  expect(page).toMatch(/href="\S+\/p\/p-10">Open page<\/a>/)
  expect(page).toMatch(/<a href="\S+blue-denim-jacket\?variant=M">Blue denim jacket, M<\/a> · \$59\.00/)
})

test('a product’s own page tells what it cost, each price once from when it was asked', async () => {
  shop.act.set('p-10', { inStock: true })
  await market.look()
  shop.act.set('p-10', { price: 5000 })
  await market.look()
  const { number } = await market.product('p-10')
  const [, prices] = / Prices (\d.*?) Who watches it/.exec(await read(`/tracked-products/T-${number}`)) ?? []
  expect(prices).toBe('12:02: $50.00 11:59: $55.00')
})

test.skipIf(!findBrowser())('on a phone no column of Prices is cut, whatever its pages say', async () => {
  const long = 'the shop asks programs not to look at this page (robots.txt), and that for a very long time'
  await sql(app.em.fork(), 'update tracked_products set failing_since = $1, last_error = $2', [app.now, long])
  market.pass(3 * 24 * 60 * 60)
  const browser = await openBrowser(findBrowser() ?? '')
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: app.publicUrl }])
  const page = await context.newPage()
  await page.goto(`${app.publicUrl}/prices`)
  const cut = await page.locator('.wide').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
  expect(cut).toBe(0)
  expect((await page.locator('td').allInnerTexts()).join('\n')).toMatch(/\$\d+\.\d\d(?:, out of stock)? when last seen/)
  await browser.close()
})
