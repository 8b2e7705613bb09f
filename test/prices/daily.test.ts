import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { createObjectStore } from '#src/integrations/open-object-store.ts'
import { mailDaily } from '#src/prices/alerts/mail-daily.ts'
import { archiveDays } from '#src/prices/archive/archive-days.ts'
import { linkIn, openMarket, post } from './market.ts'

const folder = await mkdtemp(join(tmpdir(), 'deskhand-daily-'))
afterAll(() => rm(folder, { recursive: true }))
const market = await openMarket()
const { app, shop } = market
app.archive = createObjectStore({ url: pathToFileURL(folder).href, vendor: 'archive' })
const at = (time: string) => {
  app.now = new Date(time)
}
const daily = async (time: string) => {
  at(time)
  await mailDaily(app)
  await market.send()
  return market.mails().at(-1)
}

test('004-019: the daily mail names the price of a day ago, also where that stands in the archive by now', async () => {
  for (const slug of ['blue-denim-jacket?variant=M', 'p-10']) {
    await market.watch('', slug)
    await post(linkIn(market.mails().at(-1)?.text ?? '', 'Confirm'), { do: 'confirm' })
  }
  await sql(app.em.fork(), 'update price_users set daily_digest = true')
  at('2026-03-03T20:00:00Z')
  market.price(4900)
  shop.act.set('p-10', { price: 6000, inStock: false })
  await market.look(1)
  at('2026-03-04T00:10:00Z')
  await archiveDays(app)
  const { subject, text, html } = (await daily('2026-03-04T08:00:00Z')) ?? {}
  expect(subject).toBe('Your prices: 1 fell, 1 rose')
  expect(text).toContain('Blue denim jacket, M · $49.00 (yesterday $59.00)\n')
  expect(text).toContain('Olive wool scarf · $60.00 (yesterday $55.00) · out of stock\n')
  expect(html).toContain('$49.00 (yesterday $59.00)')
})

test('004-019: a day without news says so, in the same zone once', async () => {
  expect((await daily('2026-03-05T08:00:00Z'))?.subject).toBe('Your prices: no change since yesterday')
  const count = market.mails().length
  await daily('2026-03-05T20:00:00Z')
  expect(market.mails()).toHaveLength(count)
})
