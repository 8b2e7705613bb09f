import { WebClient } from '@slack/web-api'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { failSlack, slackRefusals } from '#bots/slack/refusal.ts'
import { telegramRefusals } from '#bots/telegram/refusal.ts'
import { CardPost } from '#entities/cards/card-post.ts'
import { Alert } from '#entities/operations/alert.ts'
import type { Sale } from '#entities/orders/sale.ts'
import type { Person } from '#entities/people/person.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { settlePlaces } from '#src/desk/places/places.ts'
import { tellStatus } from '#src/desk/told/status.ts'
import { settleAccount } from '#src/instagram/account.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { addOrders } from '#src/orders/comments/take-comments.ts'
import { studioDesk, telegramPeople } from '#src/world/telegram/state.ts'
import { addSale, igUserId } from '#test/instagram/sale.ts'
import { askIn, openDesk, slackHand, telegramHand } from './desk.ts'

const desk = await openDesk('webhooks', { INSTAGRAM_USER_ID: igUserId, INSTAGRAM_ACCESS_TOKEN: 'EAAtoken' })
const { app, slack, telegram } = desk
const hands = { slack: slackHand(desk), telegram: telegramHand(desk) }
const bo = { via: 'telegram' as const, userId: String(telegramPeople.bo.id), name: 'Bo' }

const ask = () => askIn(app)
let sale: Sale
/** A clear order in the queue; its number. */
async function commentOn(username: string): Promise<number> {
  const comment = { id: username, username, from: { id: username, username }, timestamp: app.now, parentId: null }
  const words = { ...comment, text: `2 black ${username}@example.com`, raw: {} } as never
  await inTransaction(app, (tx) => addOrders(tx, [{ mediaId: sale.igMediaId ?? '', comment: words }]))
  await extractOrders(app)
  const [row] = await sql<{ number: number }>(app.em.fork(), 'select number from orders where username = $1', [
    username,
  ])
  return row?.number ?? 0
}
const decide = (person: Person) => runCommand(app, `refuse P-${person.number}`, bo)
const cardsOf = (platform: 'slack' | 'telegram', person: Person) =>
  hands[platform].cards().filter(({ text }) => text.includes(`P-${person.number} `))
const alerts = () => app.em.fork().find(Alert, { state: 'open' })
const due = async (platform: string) =>
  sql(app.em.fork(), 'select 1 from card_posts where platform = $1 and (shown < wanted or rung < ring)', [platform])
const pass = (minutes: number) => {
  app.now = new Date(app.now.getTime() + minutes * 60_000)
}

beforeAll(async () => {
  await settleAccount(app)
  sale = await addSale(app, { state: 'open', shortcode: 'code1xxxxx', mediaId: '1791' })
})

beforeEach(async () => {
  for (const method of ['chat.update', 'chat.postMessage', 'views.open']) slack.refuse(method, null)
  for (const method of ['editMessageText', 'sendMessage', 'answerCallbackQuery']) telegram.refuse(method, null)
  await slack.act.unarchive('C0ORDERS')
  for (const table of ['card_posts', 'alerts', 'dialogues']) await sql(app.em.fork(), `delete from ${table}`)
  app.bells.length = 0
})

test.each([
  ['Slack', slackRefusals],
  ['Telegram', telegramRefusals],
])('every refusal of %s has the page it rests on, and every place that is gone says why', (_, table) => {
  for (const { source, meaning, why } of table) {
    expect(source).toMatch(/^https:\/\//)
    expect(why === undefined).toBe(meaning !== 'place gone')
  }
})

describe('a message that can never be changed again is given up, and the new one lives', () => {
  test.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])('Slack says %s', async (code) => {
    const person = await ask()
    await desk.deliver()
    await sql(app.em.fork(), 'update card_posts set ring = ring + 1 where subject_id = $1', [person.id])
    await desk.deliver()
    const [, ringing] = cardsOf('slack', person)
    slack.refuse('chat.update', code)
    await decide(person)
    await desk.deliver()
    slack.refuse('chat.update', null)
    await desk.deliver()
    expect(cardsOf('slack', person).at(-1)?.text).toContain('was refused')
    expect(ringing?.labels).toContain('Refuse')
    expect(await due('slack')).toEqual([])
    expect(await alerts()).toEqual([])
  })

  test.each(["message can't be edited", 'MESSAGE_ID_INVALID'])('Telegram says %s', async (words) => {
    const person = await ask()
    await desk.deliver()
    await sql(app.em.fork(), 'update card_posts set ring = ring + 1 where subject_id = $1', [person.id])
    telegram.refuse('editMessageText', [400, `Bad Request: ${words}`])
    await desk.deliver()
    await decide(person)
    await desk.deliver()
    expect(cardsOf('telegram', person).at(-1)?.text).toContain('was refused')
    expect(await due('telegram')).toEqual([])
    expect(await alerts()).toEqual([])
  })
})

describe('a place that is gone is named on the other platform', () => {
  test('#orders is archived: one alert, no more tries, and status says it; unarchived, everything hangs', async () => {
    await slack.act.archive('C0ORDERS')
    const people = [await ask(), await ask()]
    await desk.deliver()
    expect(await alerts()).toMatchObject([{ title: 'No cards in #orders on Slack', pipeline: expect.any(String) }])
    await desk.deliver()
    const told = hands.telegram.cards().filter(({ text }) => text.includes('No cards in #orders on Slack'))
    expect(told).toHaveLength(1)
    expect(told[0]?.text).toContain('The channel is archived.')
    expect((await tellStatus(app, 'UTC')).join('\n')).toContain('No cards in #orders on Slack')
    const before = await app.em.fork().find(CardPost, { platform: 'slack' })
    pass(30)
    await decide(people[0] as Person)
    expect(await desk.deliver()).toBe(1)
    expect(await app.em.fork().find(CardPost, { platform: 'slack' })).toHaveLength(before.length)
    await slack.act.unarchive('C0ORDERS')
    await expect.poll(async () => (await alerts()).length).toBe(0)
    await desk.deliver()
    expect(await due('slack')).toEqual([])
    expect(cardsOf('slack', people[1] as Person)).toMatchObject([{ labels: expect.arrayContaining(['Refuse']) }])
    expect(await alerts()).toEqual([])
    pass(-30)
  })

  test('nobody says that a place is back: one card asks within the hour, and the others follow', async () => {
    slack.refuse('chat.postMessage', 'restricted_action')
    const person = await ask()
    await desk.deliver()
    expect(await alerts()).toMatchObject([{ detail: expect.stringContaining('does not let me write there') }])
    slack.refuse('chat.postMessage', null)
    pass(61)
    await desk.deliver()
    expect(cardsOf('slack', person)).toHaveLength(1)
    expect(await alerts()).toEqual([])
    pass(-61)
  })

  test('Retry on the alert looks at once', async () => {
    slack.refuse('chat.postMessage', 'not_in_channel')
    const person = await ask()
    await desk.deliver()
    await desk.deliver()
    slack.refuse('chat.postMessage', null)
    await hands.telegram.press('bo', 'Retry')
    await desk.deliver()
    expect(cardsOf('slack', person)).toHaveLength(1)
  })

  test('a removed token stops all of Slack with one alert, and a start tries again', async () => {
    slack.fault = { kind: 'error', status: 401 }
    const person = await ask()
    await desk.deliver()
    expect(await alerts()).toMatchObject([{ title: 'Slack takes no cards', detail: expect.stringContaining('token') }])
    slack.fault = null
    await settlePlaces(app)
    await desk.deliver()
    expect(cardsOf('slack', person)).toHaveLength(1)
    expect(await alerts()).toEqual([])
  })

  test('a place that nothing is sent to any more is given up without a word', async () => {
    const person = await ask()
    await desk.deliver()
    await sql(app.em.fork(), `update card_posts set place = 'C0GONE' where platform = 'slack'`)
    await sql(app.em.fork(), `update card_posts set message_ref = null, rung = 0 where platform = 'slack'`)
    await decide(person)
    await desk.deliver()
    expect(await due('slack')).toEqual([])
    expect(await alerts()).toEqual([])
  })

  test('the bot is removed from the group: the alert on Slack calls it by its name; let in again, cards hang', async () => {
    const early = await ask()
    await desk.deliver()
    await telegram.act.kick({ chat: studioDesk })
    const person = await ask()
    await desk.deliver()
    await desk.deliver()
    const told = hands.slack.cards().filter(({ text }) => text.includes('No cards in Studio desk on Telegram'))
    expect(told.map(({ text }) => text)).toEqual([expect.stringContaining('I was removed from the group.')])
    expect(cardsOf('telegram', early)).toHaveLength(1)
    await telegram.act.letIn({ chat: studioDesk })
    await expect.poll(async () => (await alerts()).length).toBe(0)
    await desk.deliver()
    expect(cardsOf('telegram', person)).toHaveLength(1)
  })
})

test('a card that the platform refuses for what is in it is told after three tries, and waits longer', async () => {
  slack.refuse('chat.postMessage', 'missing_scope')
  await ask()
  for (const wait of [0, 5, 5]) {
    pass(wait)
    await desk.deliver()
  }
  expect(await alerts()).toMatchObject([{ title: 'Slack does not take a card of ours' }])
  expect((await alerts())[0]?.detail).toContain('missing_scope')
  pass(-10)
})

describe('what a person did is answered', () => {
  const orderCard = async (username: string) => {
    const order = await commentOn(username)
    await desk.deliver()
    return order
  }
  const cardOf = (hand: (typeof hands)['slack'], username: string) =>
    hand.cards().findLast(({ text }) => text.includes(`@${username}`))?.id ?? ''

  test.each(['expired_trigger_id', 'ratelimited'])(
    'a form that Slack opens no more (%s): press again',
    async (code) => {
      await orderCard(`late_${code}`)
      slack.refuse('views.open', code)
      const card = cardOf(hands.slack, `late_${code}`)
      expect(await hands.slack.press('ann', 'Edit', card)).toBe('That took too long, press again.')
    },
  )

  test('Telegram takes the answer to a press no more: the question is asked, and a sentence is said in the chat', async () => {
    await orderCard('slow')
    const person = await ask()
    await desk.deliver()
    telegram.refuse('answerCallbackQuery', [400, 'Bad Request: query is too old and response timeout expired'])
    await hands.telegram.press('bo', 'Edit', cardOf(hands.telegram, 'slow'))
    expect(telegram.messages(studioDesk).filter(({ forceReply }) => forceReply)).toHaveLength(1)
    const card = cardsOf('telegram', person)[0]?.id
    expect(await hands.telegram.press('bo', 'Refuse', card)).toContain('Refuse: done.')
  })

  test('questions whose record has moved on end by themselves, and the next words are obeyed', async () => {
    const number = await orderCard('moved')
    await hands.telegram.press('bo', 'Edit', cardOf(hands.telegram, 'moved'))
    await runCommand(app, `approve O-${number}`, { via: 'slack', userId: 'T0DESK:U0ANN', name: 'Ann' })
    const say = (text: string) => telegram.act.say({ user: telegramPeople.bo.id, chat: studioDesk, text })
    expect((await say('3 red')).replies.map(({ text }) => text).join()).toMatch(/Ann approved .*I ask no further\.$/)
    expect((await say('/whoami')).replies.map(({ text }) => text).join()).toContain('You are Bo')
    expect(await sql(app.em.fork(), 'select 1 from dialogues')).toEqual([])
  })

  test('a question that nobody answered for half an hour is over: what is said then is no answer', async () => {
    await orderCard('slow')
    await hands.telegram.press('bo', 'Edit', cardOf(hands.telegram, 'slow'))
    const then = app.now
    app.now = new Date(then.getTime() + 31 * 60_000)
    const said = await telegram.act.say({ user: telegramPeople.bo.id, chat: studioDesk, text: '3 red' })
    app.now = then
    expect(said.replies).toEqual([])
  })

  test('a dash is an answer where the field may not be left out: it is told that it does not fit', async () => {
    await orderCard('dash')
    await hands.telegram.press('bo', 'Edit', cardOf(hands.telegram, 'dash'))
    const say = (text: string) => telegram.act.say({ user: telegramPeople.bo.id, chat: studioDesk, text })
    expect((await say('-')).replies.map(({ text }) => text).join()).not.toContain('Saved.')
    const [kept] = await sql<{ answers: Record<string, string> }>(app.em.fork(), 'select answers from dialogues')
    expect(Object.values(kept?.answers ?? {})).toEqual(['-'])
    await say('cancel')
  })

  test('whoever names the bot in a channel is answered there, for their eyes only', async () => {
    await slack.act.say({ user: 'U0ANN', channel: 'C0ORDERS', text: '@deskhand whoami' })
    await expect.poll(() => slack.ephemerals('U0ANN').at(-1)?.text).toContain('You are Ann, admin')
  })

  test('who types a command past the bot in a channel is told how it hears, talk is left alone', async () => {
    const say = (text: string) => slack.act.say({ user: 'U0ANN', channel: 'C0ORDERS', text })
    const before = slack.ephemerals('U0ANN').length
    for (const talk of ['find out who asked', 'pending?', 'help me', 'stock is low', 'O-142 is odd']) await say(talk)
    await say('sale add https://www.instagram.com/p/28yy9oRb9O')
    await say('approve O-142')
    await expect
      .poll(() =>
        slack
          .ephemerals('U0ANN')
          .slice(before)
          .map(({ text }) => text),
      )
      .toEqual([
        'To ask me, type: /desk sale add https://www.instagram.com/p/28yy9oRb9O',
        'To ask me, type: /desk approve O-142',
      ])
  })

  test('a command where the bot may not write: Telegram hears 200, and it is written down', async () => {
    telegram.refuse('sendMessage', [403, 'Forbidden: CHAT_WRITE_FORBIDDEN'])
    const answer = await fetch(`${desk.url}/telegram/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': 'hush' },
      body: JSON.stringify({
        update_id: 900_001,
        message: {
          message_id: 1,
          date: 1,
          text: '/whoami',
          entities: [{ type: 'bot_command', offset: 0, length: 7 }],
          chat: { id: studioDesk, type: 'supergroup', title: 'Studio desk' },
          from: { id: telegramPeople.bo.id, is_bot: false, first_name: 'Bo' },
        },
      }),
    })
    expect(answer.status).toBe(200)
  })
})

test('an upload that Slack has not read yet may be shown a moment later; blocks that are wrong never', async () => {
  const client = new WebClient('xoxb-test', { slackApiUrl: `${slack.url}/api/`, retryConfig: { retries: 0 } })
  const post = (block: object) =>
    client.chat.postMessage({ channel: 'C0ORDERS', text: 'Prices', blocks: [block as never] }).catch((error) => error)
  const unread = await post({ type: 'image', alt_text: 'Prices', slack_file: { id: 'F0UNREAD' } })
  expect(() => failSlack(unread)).toThrow(expect.objectContaining({ retry: 'later', retryAfterS: 2 }))
  const wrong = await post({ type: 'nothing' })
  expect(() => failSlack(wrong)).toThrow(expect.objectContaining({ retry: 'never' }))
})

test('a group becomes a supergroup: routes, settings and cards follow, also after a restart', async () => {
  const person = await ask()
  await desk.deliver()
  const told = ['telegram', String(studioDesk), '2026-03-02']
  await sql(
    app.em.fork(),
    `insert into digests (id, state, created_at, platform, place, day, lines)
     values (gen_random_uuid(), 'told', $4, $1, $2, $3, '[]')`,
    [...told, app.now],
  )
  const to = await telegram.act.upgrade({ chat: studioDesk })
  await expect
    .poll(() => sql(app.em.fork(), `select place from routes where platform = 'telegram'`))
    .toEqual([{ place: String(to) }])
  await desk.deliver()
  const hung = telegram.messages(to)
  expect(hung).toMatchObject([{ text: expect.stringContaining(`P-${person.number} `) }])
  expect(hung[0]?.keyboard.flat()).not.toHaveLength(0)
  await settlePlaces(app)
  // Who was told of the morning there is not told of it again.
  expect(await sql(app.em.fork(), 'select place from digests')).toEqual([{ place: String(to) }])
  const late = await ask()
  await desk.deliver()
  expect(telegram.messages(to).at(-1)?.text).toContain(`P-${late.number} `)
  expect(await alerts()).toEqual([])
})
