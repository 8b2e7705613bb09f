import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, inject } from 'vitest'
import { type Deskhand, startDeskhand } from '#src/main.ts'
import { findBrowser, openBrowser } from '#test/browser.ts'
import { ownPort } from '#test/port.ts'

/** Said loudly once, where the stories cannot be played. */
export const browserPath = findBrowser()
if (!browserPath) process.stderr.write('\n*** NO CHROMIUM FOUND: THE BROWSER STORIES ARE SKIPPED ***\n\n')

export type Sandbox = { page: Page; browser: Browser; desk(): Deskhand; restart(): Promise<void> }

/** The product as a newcomer starts it, in the sandbox, with a page open. Only the database server is the tests'. */
export async function openSandbox(environment: Record<string, string> = {}, story = 'orders'): Promise<Sandbox> {
  const server = inject('postgresUrl')
  const name = `story_${randomUUID().replaceAll('-', '')}`
  await administer(server, `create database ${name} template template_deskhand`)
  const dir = await mkdtemp(join(tmpdir(), 'deskhand-story-'))
  const usual = { DATABASE_URL: `${server}/${name}`, DATA_DIR: dir, LOG_LEVEL: 'error' }
  const settings = { ...usual, PORT: String(await ownPort()), ...environment }
  let desk = await startDeskhand(settings)
  const port = new URL(desk.url).port
  const browser = await openBrowser(browserPath ?? '')
  const page = await openPage(browser, desk.url, story)
  afterAll(async () => {
    await browser.close()
    await desk.stop()
    await administer(server, `drop database ${name} with (force)`)
    await rm(dir, { recursive: true, force: true })
  })
  return {
    page,
    browser,
    desk: () => desk,
    async restart() {
      await desk.stop()
      desk = await startDeskhand({ ...settings, PORT: port })
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

async function administer(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` })
  await client.connect()
  await client.query(text).finally(() => client.end())
}
