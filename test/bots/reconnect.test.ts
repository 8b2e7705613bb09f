import { expect, test } from 'vitest'
import { openAlert } from '#src/alerts/alerts.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { telegramPeople } from '#src/world/telegram/state.ts'
import { openDesk, slackHand, telegramHand } from '#test/bots/desk.ts'

test('the link of Reconnect is told to who pressed it, and to nobody else in the group', async () => {
  const desk = await openDesk('webhooks')
  const { app, telegram } = desk
  Object.assign(app.settings, { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' })
  const trouble = {
    key: 'vendor:gmail',
    pipeline: 'orders',
    title: 'Gmail refused our token.',
    detail: 'x',
    step: null,
  }
  await inTransaction(app, (tx) => openAlert(tx, trouble))
  await desk.deliver()

  expect(await slackHand(desk).press('ann', 'Reconnect')).toMatch(/within ten minutes:\n.*\/a\/[\w-]{22}/)
  await telegram.act.say({ user: telegramPeople.bo.id, chat: telegramPeople.bo.id, text: '/start' })
  await desk.deliver()
  const hand = telegramHand(desk)
  const said = await hand.press('bo', 'Reconnect')
  expect(said).not.toContain('/a/')
  expect(
    hand
      .cards()
      .map(({ text }) => text)
      .join(),
  ).not.toContain('/a/')
  const alone = telegram.messages(telegramPeople.bo.id).map(({ text }) => text)
  expect(alone.at(-1)).toMatch(/\/a\/[\w-]{22}/)

  expect(await hand.say('bo', 'reconnect A-1')).toBe('I have written to you alone.')
})
