import { describe, expect, test, vi } from 'vitest'
import { stories } from '#src/world/stories/index.ts'
import { playing } from './playing.ts'
import { browserPath, openSandbox } from './sandbox.ts'

// Each plays minutes of a person's work in a browser.
vi.setConfig({ testTimeout: 60_000 })

describe.skipIf(!browserPath)('the stage, in the browser', async () => {
  const sandbox = browserPath ? await openSandbox({ UNDO_WINDOW_S: '1' }) : null
  if (!sandbox) return
  const { page } = sandbox
  const pane = (name: string) => page.locator(`[data-pane=${name}]`)
  const choose = (who: string) => page.getByRole('navigation', { name: 'Stories' }).getByText(who).click()
  const openDrawer = () => page.getByText('Try to break it').click()

  test('everything stands within 1440 x 900, and Slack and Telegram are in view in every story', async () => {
    for (const story of stories) {
      await choose(story.who)
      await page.waitForFunction((who) => document.title.includes(who), story.who)
      for (const name of ['slack', 'telegram', ...story.panes.flat()]) {
        const box = await pane(name).boundingBox()
        expect(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 1440 && box.y + box.height <= 900, name).toBe(
          true,
        )
      }
      expect(
        await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]),
      ).toEqual([1440, 900])
    }
  })

  for (const story of stories) {
    test(`${story.who}: every step is played by hand and ticks itself off`, async () => {
      await choose(story.who)
      const play = playing(page, story)
      for (const { name } of story.steps) await play(name)
      await page.getByText('That was all of it.').waitFor()
    }, 120_000)
  }

  test('the ledger says that nothing was lost and nothing left twice', async () => {
    await openDrawer()
    const ledger = pane('ledger')
    await ledger.getByText('38 mails, 0 lost, 0 twice', { exact: true }).waitFor()
    await ledger.getByText('38 comments, 0 lost, 0 twice', { exact: true }).waitFor()
    expect(await ledger.locator('.wrong').count()).toBe(0)
    await openDrawer()
  })
})
