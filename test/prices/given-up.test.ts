import { expect, test } from 'vitest'
import { runCommand } from '#src/desk/commands/commands.ts'
import type { Web } from '#src/integrations/web.ts'
import { openMarket } from './market.ts'

const MINUTE = 60
const answer = (url: string, status: number) => ({
  ...{ url, status, body: Buffer.from(''), contentType: 'text/plain' },
  ...{ etag: null, lastModified: null, retryAfterS: 2 * 60 * MINUTE },
})

/** A shop of two origins, of which those away ask for two hours of quiet. */
async function openAway() {
  const market = await openMarket()
  const { app } = market
  const { web } = app
  const away = { origins: [] as string[], status: 500 }
  app.web = {
    ...web,
    get: async (url, request): ReturnType<Web['get']> => {
      if (away.origins.some((origin) => url.startsWith(origin))) return answer(url, away.status)
      const page = await web.get(url.replace('https:', 'http:'), request)
      return { ...page, url }
    },
  }
  const host = new URL(market.shop.url).host
  await market.watch('', 'p-2')
  const track = () => runCommand(app, `track https://${host}/p/p-6`, ann)
  const ann = { ...market.ann, name: 'Ann' }
  return { market, away, host, track, card: async () => (await runCommand(app, 'show W-2', ann)).cards?.[0] }
}

type Away = Awaited<ReturnType<typeof openAway>>

test.each<[string, (shop: Away) => Promise<unknown>, string]>([
  ['an origin that keeps its robots.txt to itself', async ({ away }) => away.origins.push('https:'), 'robots.txt'],
  [
    'a shop that is away as a whole',
    async ({ away }) => {
      away.status = 503
      away.origins.push('http')
    },
    '503',
  ],
  [
    'a shop that rests already',
    async ({ away, market }) => {
      away.status = 503
      away.origins.push('http')
      await market.look()
    },
    'the shop is busy (503)',
  ],
])(
  '004-003: %s: a page that was never read is given up after ten minutes, and who watches it reads why',
  async (_, leave, why) => {
    const shop = await openAway()
    const { market, away } = shop
    await leave(shop)
    await shop.track()
    for (let minute = 0; minute < 9; minute += 1) await market.look(MINUTE)
    expect(await market.product('p-6')).toMatchObject({ state: 'new', lastError: expect.stringContaining(why) })
    expect((await shop.card())?.title).toContain('W-2 Looking at')
    await market.look(MINUTE)
    expect(await market.product('p-6')).toMatchObject({ state: 'unreadable', lastError: expect.stringContaining(why) })
    const card = await shop.card()
    expect(card?.title).toContain('W-2 I cannot read a price at')
    expect(card?.footer).toContain(why)
    expect(card?.buttons?.flat().map(({ label }) => label)).toEqual(['Stop'])
    away.origins = []
    market.pass(3 * 60 * MINUTE)
    await shop.track()
    expect((await market.product('p-6')).state).toBe('watched')
    expect((await shop.card())?.title).toContain('right?')
  },
)
