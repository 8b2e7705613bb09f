import { beforeEach, expect, test } from 'vitest'
import type { Bot } from '#bots/bot.ts'
import { claimPosts, savePost } from '#bots/claim-posts.ts'
import { deliverCards } from '#bots/deliver.ts'
import { CardPost } from '#entities/cards/card-post.ts'
import { openAlert } from '#src/alerts/alerts.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { testApp } from '#test/app.ts'

const app = await testApp()
const hung: string[] = []
/** Our own port, drawn by nobody. */
const bot = {
  hang: async (place: string) => {
    hung.push(place)
    return { place, message: String(hung.length) }
  },
  change: async () => 'changed',
  find: async () => null,
} as unknown as Bot
const posts = () => app.em.fork().find(CardPost, { platform: 'slack' })
const pass = (seconds: number) => {
  app.now = new Date(app.now.getTime() + seconds * 1_000)
}

beforeEach(async () => {
  for (const table of ['card_posts', 'alerts']) await sql(app.em.fork(), `delete from ${table}`)
  hung.length = 0
  const trouble = { key: 'step:x', pipeline: 'orders', title: 'Trouble', detail: 'x', step: null }
  await inTransaction(app, (tx) => openAlert(tx, trouble))
  app.bells.length = 0
})

test('a worker whose lease ran out keeps nothing of what it hung: the other one tells what hangs', async () => {
  const [slow] = await claimPosts(app, ['slack'])
  pass(13)
  const [other] = await claimPosts(app, ['slack'])
  if (!slow || !other) throw new Error('nothing was due')
  await savePost(app, slow, { messageRef: { place: 'C0ORDERS', message: 'old' }, oldRef: null })
  expect(await posts()).toMatchObject([{ shown: 0, messageRef: null, leaseToken: other.leaseToken }])
  await savePost(app, other, { messageRef: { place: 'C0ORDERS', message: 'new' }, oldRef: null })
  expect(await posts()).toMatchObject([{ shown: 1, messageRef: { message: 'new' }, leaseToken: null, attempts: 0 }])
})

test('a card that a killed worker held hangs within fifteen seconds', async () => {
  await claimPosts(app, ['slack'])
  const killedAt = app.now.getTime()
  expect(await deliverCards(app, { slack: bot })).toBe(0)
  const [bell] = app.bells
  if (!bell?.at) throw new Error('nobody looks again')
  expect(bell).toMatchObject({ step: 'cards.deliver' })
  expect(bell.at.getTime() - killedAt).toBeLessThanOrEqual(15_000)
  app.now = bell.at
  expect(await deliverCards(app, { slack: bot })).toBe(1)
  expect(hung).toEqual(['C0ORDERS'])
})
