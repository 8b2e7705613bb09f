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

const web = await testWeb()
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
