import { describe, expect, test, vi } from 'vitest'
import { prices } from '#src/world/stories/prices.ts'
import { playing } from './playing.ts'
import { browserPath, openSandbox } from './sandbox.ts'

// Each plays minutes of a person's work in a browser.
vi.setConfig({ testTimeout: 180_000 })

describe.skipIf(!browserPath)('a price from the sign-up to the alert, played in the browser', async () => {
  const sandbox = browserPath ? await openSandbox({}, 'prices') : null
  if (!sandbox) return
  const { page } = sandbox
  const play = playing(page, prices)
  const pane = (name: string) => page.locator(`[data-pane=${name}]`)
  const shows = (name: string, text: string | RegExp) => pane(name).getByText(text).last().waitFor()
  const scrolled = (name: string) =>
    pane(name)
      .locator(':scope > *')
      .first()
      .evaluate(({ scrollTop }) => scrollTop)
  const letters = () =>
    sandbox
      .desk()
      .world?.google.view()
      .customers.find(({ address }) => address === 'nia@example.com')?.threads.length

  test('F: the page that was pasted is read and shown', async () => {
    await play('sign-up')
    await shows('browser', 'Blue denim jacket, M · $59.00 now · right?')
    await shows('mail', 'Confirm: Blue denim jacket, M · $59.00')
  })

  test('F: the price falls before she confirms; then one mail tells it, with its receipt', async () => {
    await play('drop')
    await play('open')
    await shows('browser', 'Blue denim jacket, M · $49.00 now · right?')
    expect(letters()).toBe(1)
    await play('confirm')
    await shows('mail', 'Now $49.00 (was $59.00): Blue denim jacket, M')
    expect(await scrolled('mail')).toBe(0)
    await shows('mail', /\$59\.00 at \d\d:\d\d:\d\d, \$49\.00 at \d\d:\d\d:\d\d, mailed \d\d:\d\d:\d\d/)
    for (const label of ['Stop', 'Lower target', 'Wrong price']) {
      await pane('browser').getByRole('button', { name: label, exact: true }).waitFor()
    }
    await pane('mail').locator('a[href*="blue-denim-jacket"]').last().waitFor()
  })

  test('F: the mail as designed has its colours and its chart', async () => {
    const mail = pane('mail').locator('details[open] details:has(> iframe)').last()
    await mail.locator('summary').click()
    const letter = mail.frameLocator('iframe')
    const buy = letter.getByRole('link', { name: 'Buy' })
    expect(await buy.evaluate((node) => getComputedStyle(node).backgroundColor)).toBe('rgb(11, 107, 58)')
    // What it opens is a page like any other: it may run what it needs to sell.
    const [shop] = await Promise.all([page.waitForEvent('popup'), buy.click()])
    expect(await shop.evaluate(() => self.origin)).toBe(new URL(shop.url()).origin)
    await shop.close()
    const chart = letter.getByRole('img').last()
    await expect.poll(() => chart.evaluate((node) => (node as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  })

  test('F: a price that flaps within the hour sends no other mail', async () => {
    await play('flap')
    expect(letters()).toBe(2)
  })

  test('F: $5.90 becomes a card Real / Wrong on both platforms first', async () => {
    await play('slip')
    for (const platform of ['slack', 'telegram']) {
      await shows(platform, /Really \$5\.90\? Blue denim jacket, M · before \$49\.00/)
      await pane(platform).getByRole('button', { name: 'Real' }).last().waitFor()
    }
    expect(letters()).toBe(2)
    await play('judge')
    await shows('slack', /Called wrong by Ann/)
    expect(letters()).toBe(2)
  })

  test('F: she calls a price wrong: it is taken back, and an admin is asked', async () => {
    await play('mend')
    await play('complain')
    await play('withdraw')
    await shows('browser', 'Thank you. We took that price back and look into it.')
    expect(await scrolled('browser')).toBe(0)
    await shows('slack', /Really \$49\.00\? Blue denim jacket, M · before \$59\.00/)
    expect(letters()).toBe(2)
  })

  test('F: what the admin calls real counts again, and is mailed once more', async () => {
    await play('real')
    await shows('slack', /Called real by Ann/)
    await expect.poll(letters).toBe(3)
  })

  test('what the shop’s owner has set is what its pane shows', async () => {
    const choice = pane('shop').locator('[name=trouble]')
    await choice.selectOption('gone')
    await pane('shop').getByRole('button', { name: 'Set', exact: true }).click()
    await pane('shop').locator('p', { hasText: 'is gone (404)' }).waitFor()
    expect(await choice.inputValue()).toBe('gone')
  })
})
