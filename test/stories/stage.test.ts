import { describe, expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { stories } from '#src/world/stories/index.ts'
import { playing } from './playing.ts'
import { browserPath, openSandbox } from './sandbox.ts'

// Each plays minutes of a person's work in a browser.
vi.setConfig({ testTimeout: 180_000 })

describe.skipIf(!browserPath)('the stage, in the browser', async () => {
  const sandbox = browserPath ? await openSandbox({ UNDO_WINDOW_S: '1' }) : null
  if (!sandbox) return
  const { page } = sandbox
  const pane = (name: string) => page.locator(`[data-pane=${name}]`)
  // The next page has come when this returns: what is looked for at once is not looked for on the page before it.
  const choose = (who: string) =>
    Promise.all([page.waitForEvent('load'), page.getByRole('navigation', { name: 'Stories' }).getByText(who).click()])
  const openDrawer = () => page.getByText('Try to break it').click()

  test('everything stands within 1440 x 900, and Slack and Telegram are in view in every story', async () => {
    for (const story of stories) {
      await choose(story.who)
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
    }, 400_000)
  }

  test('the ledger says that nothing was lost and nothing left twice', async () => {
    await openDrawer()
    const ledger = pane('ledger')
    await ledger.getByText(/^\d+ mails, 0 lost, 0 twice$/).waitFor()
    await ledger.getByText('38 comments, 0 lost, 0 twice', { exact: true }).waitFor()
    expect(await ledger.locator('.wrong').count()).toBe(0)
    await openDrawer()
  })

  test('a story that begins again takes away what it made, and nothing of the others', async () => {
    await choose('An Instagram shop')
    const em = () => sandbox.desk().app.em.fork()
    const countOf = async (table: string) =>
      (await sql<{ n: number }>(em(), `select count(*)::int as n from ${table}`))[0]?.n
    const before = await countOf('bookings')
    const cardsOfOthers = () =>
      pane('slack').locator('article').filter({ hasText: 'Ismael Dunwoody', hasNotText: 'Moved down' }).count()
    await expect.poll(cardsOfOthers).toBeGreaterThan(0)
    const cards = await cardsOfOthers()
    await page.getByRole('button', { name: 'Begin this story again' }).click()
    await page.locator('[data-step=sale][aria-current=step]').waitFor()
    for (const table of ['orders', 'sales', 'order_mails']) expect(await countOf(table)).toBe(0)
    expect([before, await countOf('bookings')]).toEqual([2, 2])
    await pane('mail').getByText('No mail yet.').waitFor()
    await pane('slack').getByText('Sale S-1').first().waitFor({ state: 'detached' })
    await expect.poll(cardsOfOthers).toBe(cards)
    await expect.poll(() => pane('slack').getByText('@tilly.f').count()).toBe(0)
    await expect.poll(() => pane('instagram').getByText('tilly.fernsworth').count()).toBe(0)
    await openDrawer()
    await pane('ledger')
      .getByText(/^\d+ mails?, 0 lost, 0 twice$/)
      .waitFor()
    expect(await pane('ledger').locator('.wrong').count()).toBe(0)
    await openDrawer()
  })

  test('nothing counts as lost where a story begins again whose people were answered', async () => {
    await choose('A recording studio')
    await page.getByRole('button', { name: 'Begin this story again' }).click()
    await page.locator('[data-step=form][aria-current=step]').waitFor()
    await openDrawer()
    await pane('ledger')
      .getByText(/^\d+ mails?, 0 lost, 0 twice$/)
      .waitFor()
    await expect.poll(() => pane('ledger').innerText()).not.toMatch(/\d+ texts?, [1-9]/)
    expect(await pane('ledger').locator('.wrong').count()).toBe(0)
    await openDrawer()
    await choose('An Instagram shop')
  })

  test('the words of a step are put where they belong, and sent by a person', async () => {
    await page.getByRole('button', { name: 'Put it there' }).click()
    const field = pane('slack').getByLabel('Message #orders', { exact: true })
    expect(await field.inputValue()).toBe('/desk sale add https://www.instagram.com/p/28yy9oRb9O')
  })

  test('Play it for me plays the steps by itself until it is stopped', async () => {
    await page.getByRole('button', { name: 'Play it for me' }).click()
    await page.locator('[data-step=start].done').waitFor({ state: 'attached', timeout: 60_000 })
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('button', { name: 'Play it for me' }).waitFor()
    await pane('telegram').getByText('Sale S-1 · black').waitFor({ state: 'attached' })
  })

  test('who types past the bot in a channel is told what it hears', async () => {
    const field = pane('slack').getByLabel('Message #orders', { exact: true })
    await field.fill('sale add https://www.instagram.com/p/28yy9oRb9O')
    await field.press('Enter')
    await pane('slack').getByText('To ask me, type: /desk sale add https://www.instagram.com/p/28yy9oRb9O').waitFor()
  })

  test('at a desk Enter sends a text and a comment, and the newest text of a phone is in view', async () => {
    await choose('A recording studio')
    const text = pane('vera').getByLabel('Text message', { exact: true })
    for (const word of ['mine, one', 'mine, two', 'mine, three', 'mine, four', 'the last word']) {
      await text.fill(word)
      await text.press('Enter')
      await pane('vera').getByRole('listitem').filter({ hasText: word }).waitFor()
    }
    await page.reload()
    const isInView = async () => {
      const [last, phone] = await Promise.all([
        pane('vera').getByText('the last word').boundingBox(),
        pane('vera').boundingBox(),
      ])
      return last !== null && phone !== null && last.y + last.height <= phone.y + phone.height
    }
    await expect.poll(isInView).toBe(true)
    await choose('An Instagram shop')
    const comment = pane('instagram').getByLabel('Add a comment…', { exact: true }).first()
    await comment.fill('so pretty!')
    await comment.press('Enter')
    await pane('instagram').getByRole('listitem').filter({ hasText: 'so pretty!' }).waitFor()
  })

  test('what is marked in a field stays marked when its pane is drawn again: who types goes on where they were', async () => {
    const field = pane('slack').getByLabel('Message #orders', { exact: true })
    await field.fill('2200')
    await field.selectText()
    await sandbox.desk().world?.slack.act.say({ user: 'U0ANN', channel: 'C0ORDERS', text: 'a word in between' })
    await pane('slack').getByText('a word in between').waitFor()
    await page.keyboard.type('2100')
    expect(await field.inputValue()).toBe('2100')
    await field.fill('')
  })

  test('what changes while a pane is on its way is drawn too', async () => {
    const say = (text: string) => sandbox.desk().world?.slack.act.say({ user: 'U0ANN', channel: 'C0ORDERS', text })
    await page.route(
      '**/sandbox/pane/slack',
      async (route) => {
        const before = await route.fetch()
        const told = page.evaluate(
          () =>
            new Promise((resolve) => {
              const events = new EventSource('/sandbox/events')
              events.addEventListener('change', ({ data }) => data === 'slack' && resolve(events.close()))
              events.addEventListener('open', () => Object.assign(window, { listening: true }))
            }),
        )
        await page.waitForFunction(() => 'listening' in window)
        await say('the second word')
        await told
        await route.fulfill({ response: before })
      },
      { times: 1 },
    )
    await say('the first word')
    await pane('slack').getByText('the second word').waitFor()
  })

  test('on a phone one pane is shown at a time, the whole of it within the window', async () => {
    await choose('An Instagram shop')
    await page.setViewportSize({ width: 390, height: 844 })
    for (const [tab, name] of [
      ['Slack', 'slack'],
      ['Mail', 'mail'],
      ['Telegram', 'telegram'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: tab }).click()
      const seen = await page
        .locator('main [data-pane]:visible')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-pane')))
      expect(seen).toEqual([name])
      const box = await pane(name).boundingBox()
      expect(box && box.x >= 0 && box.x + box.width <= 390 && box.y + box.height <= 844 && box.height > 300).toBe(true)
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('when the server is away a banner says so and nothing that was typed is lost; it goes when it is back', async () => {
    const banner = page.getByText('The sandbox does not answer.')
    await sandbox.desk().stop()
    await banner.waitFor()
    const field = pane('slack').getByLabel('Message #orders', { exact: true })
    await field.fill('/desk pending')
    await field.press('Enter')
    await expect.poll(() => field.inputValue()).toBe('/desk pending')
    await sandbox.restart()
    await banner.waitFor({ state: 'hidden' })
  })
})
