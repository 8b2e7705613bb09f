import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#src/database/transaction.ts'
import { settleAccount } from '#src/instagram/account.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { addOrders } from '#src/orders/comments/take-comments.ts'
import { addSale, igUserId } from '#test/instagram/sale.ts'
import { openDesk, slackHand, telegramHand } from './desk.ts'

const desk = await openDesk('webhooks', { INSTAGRAM_USER_ID: igUserId, INSTAGRAM_ACCESS_TOKEN: 'EAAtoken' })
const { app } = desk

beforeAll(async () => {
  await settleAccount(app)
  const sale = await addSale(app, { state: 'open', shortcode: 'code1xxxxx', mediaId: '1791' })
  const comment = (id: string, username: string, words: string) => ({
    mediaId: sale.igMediaId ?? '',
    comment: {
      id,
      username,
      text: words,
      timestamp: app.now,
      from: { id, username },
      parentId: null,
      raw: {},
    } as never,
  })
  await inTransaction(app, (tx) =>
    addOrders(tx, [
      comment('501', 'sure', '2 black sure@example.com'),
      comment('502', 'odd', '3 black odd@example.com greetings from Oslo'),
    ]),
  )
  await extractOrders(app)
  await desk.deliver()
})

describe.each([
  ['Slack', slackHand],
  ['Telegram', telegramHand],
] as const)('on %s', (_platform, open) => {
  const cardOf = (username: string) =>
    open(desk)
      .cards()
      .findLast(({ text }) => text.includes(`@${username}`))

  test('what was not understood of a comment stands on its card, and Edit leads', () => {
    const card = cardOf('odd')
    expect(card?.text).toMatch(/Did not understand: .?greetings/)
    expect(card?.labels.slice(0, 2)).toEqual(['Edit', 'Approve'])
  })

  test('a clear order leads with Approve and names nothing', () => {
    const card = cardOf('sure')
    expect(card?.text).not.toContain('understand')
    expect(card?.labels[0]).toBe('Approve')
  })
})
