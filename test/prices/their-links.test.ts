import { expect, test, vi } from 'vitest'
import { runCommand } from '#src/desk/commands/commands.ts'
import { canonicalUrl } from '#src/prices/canonical-url.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann, pass } = market
const DAY = 24 * 60 * 60
const lastMail = (to: string) => market.mails(to).at(-1)
const confirmLink = (to: string) => linkIn(lastMail(to)?.text ?? '', 'Confirm')

test('one click of a mail program on the first mail stops the watch, and never confirms it', async () => {
  const { id } = await market.watch('', 'p-2', 'one@example.com')
  expect((await post(confirmLink('one@example.com'), { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
  expect(await market.load(id)).toMatchObject({ state: 'stopped', confirmedAt: null })
})

test('nobody in the office confirms for a subscriber; they may ask again, and stop', async () => {
  const { id, number } = await market.watch('', 'p-10', 'sue@example.com')
  await expect(runCommand(app, `confirm W-${number}`, ann)).rejects.toThrow()
  expect((await market.load(id)).state).toBe('asked')
  expect((await runCommand(app, `resend W-${number}`, ann)).text).toContain('Asked again: sue@example.com')
})

test('the link of an alert works for half a year', async () => {
  await market.watch('', 'p-18', 'old@example.com')
  await post(confirmLink('old@example.com'), { do: 'confirm' })
  shop.act.set('p-18', { price: Math.round(Number((await market.product('p-18')).price) * 0.9) })
  await market.look()
  const link = linkIn(lastMail('old@example.com')?.text ?? '', 'Stop')
  pass(179 * DAY)
  expect((await fetch(link)).status).toBe(200)
  pass(2 * DAY)
  const over = await fetch(link)
  expect([over.status, await over.text()]).toEqual([410, expect.stringContaining('This link no longer works')])
})

test('a price that falls to the lowest of the month once more is the lowest again', async () => {
  await market.watch('', 'p-26', 'low@example.com')
  await post(confirmLink('low@example.com'), { do: 'confirm' })
  const price = Number((await market.product('p-26')).price)
  for (const share of [0.8, 1, 0.8]) {
    shop.act.set('p-26', { price: Math.round(price * share) })
    await market.look(2 * 60 * 60)
  }
  expect(lastMail('low@example.com')?.text).toContain('The lowest price we have seen in 30 days.')
})

test('a page that could not be read is tried anew for who signs up again', async () => {
  shop.act.set('p-34', { trouble: 'wall' })
  await market.watch('', 'p-34', 'late@example.com')
  await market.look(11 * 60)
  expect((await market.product('p-34')).state).toBe('unreadable')
  shop.act.set('p-34', { trouble: null })
  await market.watch('', 'p-34', 'late@example.com')
  expect((await market.product('p-34')).state).toBe('watched')
  expect(lastMail('late@example.com')?.subject).toMatch(/^Confirm: /)
})

test('004-036: the order of what stands behind the question mark makes no other product', () => {
  const [one, two] = ['?size=M&colour=red', '?colour=red&size=M'].map((rest) =>
    canonicalUrl(`https://a.example/p${rest}`),
  )
  expect(one?.href).toBe(two?.href)
})
