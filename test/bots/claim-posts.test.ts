import { beforeEach, describe, expect, test } from 'vitest'
import type { Bot } from '#bots/bot.ts'
import { claimPosts, savePost } from '#bots/claim-posts.ts'
import { deliverCards } from '#bots/deliver.ts'
import { CardPost, type MessageRef } from '#entities/cards/card-post.ts'
import { createHands } from '#jobs/agenda/hands.ts'
import { createCardSteps } from '#jobs/cards.ts'
import type { Step } from '#jobs/job.ts'
import { openAlert } from '#src/alerts/alerts.ts'
import type { Card } from '#src/cards/card.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { testApp } from '#test/app.ts'

const app = await testApp()
const hung: string[] = []
const alert = (key: string) =>
  inTransaction(app, (tx) => openAlert(tx, { key, pipeline: 'orders', title: 'Trouble', detail: 'x', step: null }))
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
  await alert('step:x')
  app.bells.length = 0
})

test('a worker whose lease ran out keeps nothing of what it hung: the other one tells what hangs', async () => {
  const [slow] = await claimPosts(app, 'slack')
  pass(13)
  const [other] = await claimPosts(app, 'slack')
  if (!slow || !other) throw new Error('nothing was due')
  await savePost(app, slow, { messageRef: { place: 'C0ORDERS', message: 'old' }, oldRef: null })
  expect(await posts()).toMatchObject([{ shown: 0, messageRef: null, leaseToken: other.leaseToken }])
  await savePost(app, other, { messageRef: { place: 'C0ORDERS', message: 'new' }, oldRef: null })
  expect(await posts()).toMatchObject([{ shown: 1, messageRef: { message: 'new' }, leaseToken: null, attempts: 0 }])
})

test('a card that a killed worker held hangs within fifteen seconds', async () => {
  await claimPosts(app, 'slack')
  const killedAt = app.now.getTime()
  expect(await deliverCards(app, bot, 'slack')).toBe(0)
  const [bell] = app.bells
  if (!bell?.at) throw new Error('nobody looks again')
  expect(bell).toMatchObject({ step: 'cards.slack' })
  expect(bell.at.getTime() - killedAt).toBeLessThanOrEqual(15_000)
  app.now = bell.at
  expect(await deliverCards(app, bot, 'slack')).toBe(1)
  expect(hung).toEqual(['C0ORDERS'])
})

test('a card that no platform takes waits 2, 4, 8 seconds, 5 minutes at most; what is kept of why holds no token', async () => {
  const hang = async () => Promise.reject(new Error('broken at /bot7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0'))
  const waits: number[] = []
  for (let tries = 0; tries < 10; tries++) {
    await deliverCards(app, { ...bot, hang } as unknown as Bot, 'slack')
    const [post] = await posts()
    expect(post?.lastError).toBe('broken at /bot[secret]')
    waits.push(((post?.nextTryAt?.getTime() ?? 0) - app.now.getTime()) / 1_000)
    app.now = post?.nextTryAt ?? app.now
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
})

describe('one platform holds up no other', () => {
  const stepsOf = (telegram: Bot) => createCardSteps({ slack: bot, telegram })
  const stepOf = (steps: Step[], name: string) => steps.find((step) => step.name === name) as Step

  test('Telegram hangs in the middle of a card: Slack gets this one and the next', async () => {
    const stuck = Promise.withResolvers<MessageRef>()
    const steps = stepsOf({ ...bot, hang: () => stuck.promise })
    const hands = createHands(steps, async (step) => void (await step.run(app)))
    hands.start('cards.telegram')
    hands.start('cards.slack')
    await expect.poll(() => hung).toEqual(['C0ORDERS'])
    await alert('step:y')
    hands.start('cards.telegram')
    hands.start('cards.slack')
    await expect.poll(() => hung).toEqual(['C0ORDERS', 'C0ORDERS'])
    stuck.resolve({ place: '-1001', message: '1' })
    await hands.finish(10_000)
  })

  test('a group that is full for half a minute is asked once, what is due there waits untried, other places go on', async () => {
    for (const key of ['step:y', 'step:z']) await alert(key)
    await sql(app.em.fork(), `update card_posts set place = 'full' where platform = 'telegram'`)
    await alert('step:free')
    const asked: string[] = []
    let isFull = true
    const hang = async (place: string) => {
      asked.push(place)
      if (place === 'full' && isFull)
        throw new OutsideError('telegram', 'Too Many Requests: retry after 30', { retry: 'later', retryAfterS: 30 })
      return { place, message: String(asked.length) }
    }
    const step = stepOf(stepsOf({ ...bot, hang }), 'cards.telegram')
    await step.run(app)
    expect(asked.toSorted()).toEqual(['-100', 'full'])
    const waiting = await app.em.fork().find(CardPost, { place: 'full' })
    expect(waiting.map(({ attempts }) => attempts).toSorted()).toEqual([0, 0, 1])
    isFull = false
    pass(29)
    await step.run(app)
    expect(asked).toHaveLength(2)
    pass(1)
    await step.run(app)
    expect(asked.filter((place) => place === 'full')).toHaveLength(4)
  })

  test('what rings is hung before what has only changed', async () => {
    const drawn: string[] = []
    const hang = async (place: string, card: Card) => {
      drawn.push(`new ${card.title}`)
      return { place, message: '1' }
    }
    const change = async (ref: MessageRef, card: Card) => {
      drawn.push(`changed ${card.title}`)
      return ref
    }
    const step = stepOf(createCardSteps({ slack: { ...bot, hang, change } }), 'cards.slack')
    await step.run(app)
    // More than are taken at once, and what rings would be the last of them.
    await sql(
      app.em.fork(),
      `insert into card_posts (id, subject, subject_id, platform, place, rung, message_ref)
       select gen_random_uuid(), subject, subject_id, platform, 'C' || i, rung, message_ref
       from card_posts, generate_series(1, 120) i where platform = 'slack'`,
    )
    await sql(app.em.fork(), 'update card_posts set wanted = wanted + 1')
    await alert('step:y')
    const last = 'ffffffff-ffff-4fff-bfff-ffffffffffff'
    await sql(app.em.fork(), `update card_posts set id = $1 where platform = 'slack' and rung < ring`, [last])
    drawn.length = 0
    await step.run(app)
    expect(drawn).toHaveLength(122)
    expect(drawn.map((words) => words.split(' ')[0]).indexOf('new')).toBe(0)
  })
})
