import { expect, test } from 'vitest'
import type { Web } from '#src/integrations/web.ts'
import { askRobots, isAllowed } from '#src/prices/looks/robots.ts'

const clock = () => new Date('2026-03-02T12:00:00Z')
const page = { url: '', contentType: 'text/plain', etag: null, lastModified: null, retryAfterS: 120 }
const answering = (status: number, text = ''): Web => ({
  get: async () => ({ ...page, status, body: Buffer.from(text) }),
  close: async () => {},
})
const ask = (status: number, text?: string) =>
  askRobots({ web: answering(status, text), clock }, 'https://shop.example')

test('a shop whose robots.txt fails is held off, for as long as it asks', async () => {
  for (const status of [500, 503, 429])
    await expect(ask(status), String(status)).rejects.toMatchObject({ vendor: 'web', status, retryAfterS: 120 })
})

test('one without robots.txt lets everything be looked at; what stands in it holds for a day', async () => {
  for (const status of [404, 403]) expect(await ask(status)).toMatchObject({ robots: '', crawlDelayMs: 0 })
  const text =
    'User-agent: *\nDisallow: /private\nCrawl-delay: 2.5\n\nUser-agent: Deskhand\nDisallow: /ours\nCrawl-delay: 7'
  const known = await ask(200, text)
  expect(known).toEqual({ robots: text, crawlDelayMs: 7_000, robotsUntil: new Date('2026-03-03T12:00:00Z') })
  const may = (path: string) => isAllowed(known.robots ?? null, `https://shop.example${path}`)
  expect([may('/ours/1'), may('/p/1'), may('/ours/2'), isAllowed(null, 'https://shop.example/x')]).toEqual([
    ...[false, true, false],
    true,
  ])
})

test('an endless crawl-delay is a day, a negative one none', async () => {
  expect((await ask(200, 'User-agent: *\nCrawl-delay: 99999999')).crawlDelayMs).toBe(86_400_000)
  expect((await ask(200, 'User-agent: *\nCrawl-delay: -5')).crawlDelayMs).toBe(0)
})
