import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { press } from '#src/desk/press/press.ts'
import { cartLink, makeOrder, makeShop, signIn, springfield, testWeb } from './web.ts'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', chromium.executablePath()]
const executablePath = places.find((place) => existsSync(place))
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const web = await testWeb({ META_APP_ID: '1', META_APP_SECRET: 's' })
const shop = await makeShop(web.app, '<img src=x onerror=hacked()>')
const hostile = `<script>hacked()</script><img src=x onerror=hacked()>" onmouseover="hacked() \u202egnirts\u202c <!channel> javascript:hacked() ${'W'.repeat(80)}`
const order = await makeOrder(web.app, shop, {
  username: 'evil"><svg/onload=hacked()>',
  text: hostile,
  items: { '<svg onload=hacked()>': 2, red: 1 },
  address: { ...springfield!, formatted: hostile },
})
await sql(
  web.app.em.fork(),
  `insert into order_mails (id, order_id, direction, gmail_id, subject, text, at) values (gen_random_uuid(), $1, 'in', 'g1', $2, $2, $3)`,
  [order.id, hostile, web.app.now],
)
const ann = await signIn(web, 'Ann')

let browser: Browser
beforeAll(async () => {
  if (executablePath) browser = await chromium.launch({ executablePath, args: quiet })
})
afterAll(() => browser?.close())

async function open(width: number) {
  const context = await browser.newContext({ viewport: { width, height: 800 } })
  const [name = '', value = ''] = ann.cookie.split('=')
  await context.addCookies([{ name, value, url: web.url }])
  const page = await context.newPage()
  const noises: string[] = []
  page.on('console', (message) => noises.push(message.text()))
  page.on('pageerror', (error) => noises.push(error.message))
  return { page, noises, close: () => context.close() }
}

test.skipIf(!executablePath)('hostile words run nowhere, and every page fits a phone of 360 px', async () => {
  const { page, noises, close } = await open(360)
  const checkout = await cartLink(web.app, order.id)
  for (const path of [
    '/',
    '/orders',
    `/orders/${order.ref}`,
    '/sales',
    '/sales/S-1',
    '/deliveries',
    '/people',
    '/jobs',
    '/docs',
    checkout,
  ]) {
    await page.goto(web.url + path)
    await page.locator('#main').waitFor()
    expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 360])
    expect(await page.locator('#main script, #main svg, #main img, [onerror], [onmouseover]').count()).toBe(0)
  }
  expect(noises).toEqual([])
  await close()
})

test.skipIf(!executablePath)('001-304: the grid of finds fits a phone of 360 px, two beside each other', async () => {
  const data = { description: '', category: null, tags: [], variants: [], price: '2200.00', currency: 'KES' }
  const reading = {
    was: null,
    high: null,
    isSoldOut: false,
    products: [],
    evidence: {},
    notUnderstood: [],
    by: 'rules',
  }
  for (const name of ['Jacket', 'Hat', `Handmade ${'W'.repeat(80)}`]) {
    await sql(
      web.app.em.fork(),
      `insert into product_drafts (id, state, store_id, ig_media_id, ig_media_url, ig_permalink, ig_media_type,
         ig_timestamp, extracted_data, reading, image_urls, expires_at, created_at, updated_at)
       select gen_random_uuid(), 'pending', id, $2, '', 'https://www.instagram.com/p/x/', 'IMAGE', $1, $3, $4, '[]',
         $1::timestamptz + interval '7 days', $1, $1 from stores limit 1`,
      [web.app.now, name, JSON.stringify({ ...data, name, confidence: name.length > 9 ? 0.8 : 0.9 }), reading],
    )
  }
  const { page, close } = await open(360)
  await page.goto(`${web.url}/review`)
  const tiles = page.locator('.review > li')
  expect(await tiles.count()).toBe(3)
  const [first, second] = await Promise.all([0, 1].map((at) => tiles.nth(at).boundingBox()))
  expect([first?.y, (first?.x ?? 0) + (first?.width ?? 999) <= (second?.x ?? 0)]).toEqual([second?.y, true])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  await close()
})

test.skipIf(!executablePath)('every control has a name, and the keyboard reaches the decision', async () => {
  const { page, close } = await open(1280)
  await page.goto(`${web.url}/orders/${order.ref}`)
  for (const control of await page.locator('a, button, input:not([type=hidden]), select').all()) {
    expect(await control.evaluate((node: any) => (node.labels?.[0]?.textContent ?? node.textContent).trim())).not.toBe(
      '',
    )
  }
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content')
  await page.getByRole('button', { name: 'Edit' }).press('Enter')
  await page.getByLabel('Items').fill('2 red')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/orders/${order.ref}`)
  expect(await page.locator('main').textContent()).toContain('2 red')
  await close()
})

test.skipIf(!executablePath)('an open page shows a decision made elsewhere without being touched', async () => {
  const { page, noises, close } = await open(1280)
  const { id, ref } = await makeOrder(web.app, shop, { username: 'live', email: 'live@example.com' })
  await page.goto(`${web.url}/orders/${ref}`)
  await page.getByText('Live', { exact: true }).waitFor()
  await press(web.app, writeToken({ subject: 'order', verb: 'approve', id }), ann.visitor)
  await page.getByText('Ann approved it').waitFor()
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  expect(noises).toEqual([])
  await close()
})
