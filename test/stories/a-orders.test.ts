import { describe, expect, test, vi } from 'vitest'
import { orders } from '#src/world/stories/orders.ts'
import { playing } from './playing.ts'
import { browserPath, openSandbox } from './sandbox.ts'

// Each plays minutes of a person's work in a browser.
vi.setConfig({ testTimeout: 180_000 })

describe.skipIf(!browserPath)('an order from a comment to the cart link, played in the browser', async () => {
  const sandbox = browserPath ? await openSandbox({ UNDO_WINDOW_S: '4', CART_LINK_PROVIDER: 'checkout' }) : null
  if (!sandbox) return
  const { page } = sandbox
  const play = playing(page, orders)
  const pane = (name: string) => page.locator(`[data-pane=${name}]`)
  const card = (name: string, text: string) => pane(name).locator('li').filter({ hasText: text }).last()
  const press = (name: string, text: string, label: string) =>
    card(name, text).getByRole('button', { name: label }).first().click()
  const shows = (name: string, text: string | RegExp) => pane(name).getByText(text).last().waitFor()

  test('A1: a sale is confirmed as it was read', async () => {
    await play('sale')
    await shows('slack', 'S-1: I look the post up and show you what I read.')
    await shows('slack', 'Sale S-1 · black, red, white, gold · $12.00 each · max 5')
    await shows('telegram', 'Sale S-1 · black, red, white, gold · $12.00 each · max 5')
    await play('start')
    await shows('telegram', /Open by Ann, \d\d:\d\d\. Comments become orders \([^)]+\)\./)
  })

  test('A1: the locked phone shows the order; Approve mails after the undo window, exactly once', async () => {
    await play('comment')
    const title = 'O-1 @tilly.f: 2 black, 1 red · tilly.fernsworth@example.com · $36.00'
    await shows('slack', title)
    await shows('telegram', title)
    await play('approve')
    const approved = /Approved by Ann, \d\d:\d\d · mail goes \d\d:\d\d:\d\d/
    await shows('slack', approved)
    await shows('telegram', approved)
    await card('telegram', title).getByRole('button', { name: 'Undo' }).waitFor()
    await play('mailed')
    await shows('slack', 'Mail sent · waiting for address')
    await shows('telegram', 'Mail sent · waiting for address')
    expect(await card('slack', title).getByRole('button', { name: 'Undo' }).count()).toBe(0)
    await shows('mail', 'Where shall we send it?')
    expect(sandbox.desk().world?.google.view().customers[0]?.threads[0]?.letters).toHaveLength(1)
  })

  test('A3: the product is stopped half-way and started again: nothing is lost', async () => {
    await sandbox.restart()
    await shows('slack', 'Mail sent · waiting for address')
  })

  test('A3: a question is answered in the same thread, then the address brings the link', async () => {
    await play('question')
    await shows('slack', 'O-1 @tilly.f asks: Do you ship to Canada?')
    await play('reply')
    await shows('mail', 'Yes, for $5 more.')
    await play('address')
    await shows('mail', /We send it to: .*1420 Alderwick L/)
    // The answer that came is in view: to its end, or from its beginning where the pane is too low for it.
    const inView = () =>
      pane('mail')
        .locator('article')
        .last()
        .evaluate((letter) => {
          const frame = letter.closest('.mail')?.getBoundingClientRect() ?? new DOMRect()
          const { top, bottom } = letter.getBoundingClientRect()
          return bottom <= frame.bottom + 1 || Math.abs(top - frame.top) <= 1
        })
    await expect.poll(inView).toBe(true)
    await shows('slack', 'O-1 @tilly.f needs payment details · $36.00')
    expect(sandbox.desk().world?.google.view().customers[0]?.threads).toHaveLength(1)
  })

  test('A3: the cart link opens three times, also after a restart', async () => {
    const link = async () => (await pane('mail').locator('a[href*="/a/"]').last().getAttribute('href')) ?? ''
    for (const round of [1, 2, 3]) {
      if (round === 3) await sandbox.restart()
      const checkout = await sandbox.browser.newPage()
      await checkout.goto(await link())
      await checkout.getByText('$36.00').first().waitFor()
      await checkout
        .getByText(/1420 Alderwick/)
        .first()
        .waitFor()
      await checkout.close()
    }
  })

  test('A2: of 37 new orders 33 are approved with one press, the second presser reads who was first', async () => {
    const world = sandbox.desk().world
    const before = world?.slack.messages('C0ORDERS').length ?? 0
    await play('flood')
    await shows('slack', '37 new orders · 33 clear · 4 to check')
    await shows('telegram', '37 new orders · 33 clear · 4 to check')
    const telegram = world?.telegram.messages(-1002100000001).find(({ text }) => text.includes('37 new orders'))
    const old = telegram?.keyboard.flat().find(({ text }) => text.includes('Approve 33'))
    await play('batch')
    await shows('slack', '4 new orders · 4 to check')
    const data = old && 'callback_data' in old ? old.callback_data : ''
    const seen = await world?.telegram.act.press({
      user: 610000002,
      chat: -1002100000001,
      messageId: telegram?.id ?? 0,
      data,
    })
    expect(seen?.toast).toMatch(/^Ann approved these at \d\d:\d\d\.$/)
    await press('slack', '4 new orders', 'Check 4')
    await shows('slack', /O-\d+ Colour\? 'cherry' is not on offer/)
    await page.waitForFunction(() => document.querySelectorAll('[data-pane=slack] li').length > 5)
    const after = world?.slack.messages('C0ORDERS').length ?? 0
    expect(after - before).toBeLessThanOrEqual(6)
    await expect
      .poll(() => world?.google.view().customers.filter(({ address }) => address.startsWith('buyer')).length, {
        timeout: 60_000,
      })
      .toBe(33)
  })
})
