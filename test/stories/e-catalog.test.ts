import { describe, test, vi } from 'vitest'
import { catalog } from '#src/world/stories/catalog.ts'
import { playing } from './playing.ts'
import { browserPath, openSandbox } from './sandbox.ts'

// Each plays minutes of a person's work in a browser.
vi.setConfig({ testTimeout: 120_000 })

describe.skipIf(!browserPath)('A4: sixty posts become a catalogue, played in the browser', async () => {
  const sandbox = browserPath ? await openSandbox({}, 'catalog') : null
  if (!sandbox) return
  const { page } = sandbox
  page.setDefaultTimeout(40_000)
  const play = playing(page, catalog)
  const pane = (name: string) => page.locator(`[data-pane=${name}]`)
  const shows = (name: string, text: string | RegExp) => pane(name).getByText(text).last().waitFor()

  test('a seller connects by a private link and Facebook, and the card offers Scan now', async () => {
    await play('connect')
    await connectInBrowser()
    await shows('slack', '@zuricloset is connected to Zuri Closet')
    await shows('telegram', '@zuricloset is connected to Zuri Closet')
  })

  /** The private link, our page, Facebook's, and ours again: as a person's browser takes them. */
  async function connectInBrowser(): Promise<void> {
    const link = pane('slack').getByRole('link', { name: /\/a\// }).last()
    const tab = await sandbox?.browser.newPage()
    if (!tab) return
    await tab.goto((await link.getAttribute('href')) ?? '')
    await tab.getByRole('button', { name: 'Continue with Facebook' }).click()
    await tab.getByRole('button', { name: 'Continue' }).click()
    await tab.getByText('@zuricloset is connected').waitFor()
    await tab.close()
  }

  test('a scan of 60 posts is killed at 31 and started again: it ends with all of them', async () => {
    sandbox.desk().world?.model.act.feel('silent', 25)
    await play('scan')
    await shows('slack', 'Scan · 31 of 60 posts')
    // kill -9 of the process that reads, and the rest of the house is started anew: Instagram's addresses are others now.
    sandbox.desk().controls?.worker?.kill()
    await sandbox.restart()
    await play('found')
    await shows('slack', '42 products · 15 not products · 3 need a price')
    await shows('telegram', '42 products · 15 not products · 3 need a price')
    await shows('slack', /Blue denim jacket · KES 2,200 \(was 3,000\)/)
  })

  test('"Approve 28 above 80 %" makes 28 products, and products lists them', async () => {
    await play('batch')
    await shows('telegram', /Approved 28 by Ann/)
    await play('products')
    await shows('slack', /28 products, 28 in the shop/)
  })

  test('the shop says 2,100 and Instagram 2,000: a card asks, and one tap settles it', async () => {
    await play('edit')
    await play('instagram')
    await shows('slack', /Shop 2,100 · Instagram 2,000/)
    for (const label of ['Keep 2,100', 'Take 2,000', 'Edit']) {
      await pane('slack').getByRole('button', { name: label }).first().waitFor()
    }
    await play('settle')
    await shows('telegram', /Taken from Instagram by Ann/)
  })
})
