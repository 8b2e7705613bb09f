import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll } from 'vitest'
import { type Deskhand, startDeskhand } from '#src/main.ts'
import { findBrowser, openBrowser } from '#test/browser.ts'
import { copyOfTemplate } from '#test/copy-of-template.ts'
import { ownPort } from '#test/port.ts'

/** Said loudly once, where the stories cannot be played. */
export const browserPath = findBrowser()
if (!browserPath) process.stderr.write('\n*** NO CHROMIUM FOUND: THE BROWSER STORIES ARE SKIPPED ***\n\n')

export type Sandbox = { page: Page; browser: Browser; desk(): Deskhand; restart(): Promise<void> }

/**
 * The product as a newcomer starts it, in the sandbox, with a page open. Only the database server is the tests'.
 * `apart`: its jobs in a process of their own, which can be killed.
 */
export async function openSandbox(
  environment: Record<string, string> = {},
  story = 'orders',
  part: 'whole' | 'apart' = 'whole',
): Promise<Sandbox> {
  const database = await copyOfTemplate('story')
  const dir = await mkdtemp(join(tmpdir(), 'deskhand-story-'))
  const usual = { DATABASE_URL: database.url, DATA_DIR: dir, LOG_LEVEL: 'error' }
  const settings = { ...usual, PORT: String(await ownPort()), ...environment }
  let desk = await startDeskhand(settings, part)
  const port = new URL(desk.url).port
  const browser = await openBrowser(browserPath ?? '')
  const page = await openPage(browser, desk.url, story)
  afterAll(async () => {
    await browser.close()
    await desk.stop()
    await database.drop()
    await rm(dir, { recursive: true, force: true })
  })
  return {
    page,
    browser,
    desk: () => desk,
    async restart() {
      await desk.stop()
      desk = await startDeskhand({ ...settings, PORT: port }, part)
      await page.reload()
    },
  }
}

async function openPage(browser: Browser, url: string, story: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(45_000)
  await page.goto(`${url}/sandbox?story=${story}`)
  return page
}
