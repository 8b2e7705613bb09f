import { beforeEach, expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import type { Person } from '#entities/people/person.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { askIn, openDesk, slackHand, telegramHand } from './desk.ts'

const desk = await openDesk('webhooks')
const { app, slack, telegram } = desk
const hands = { slack: slackHand(desk), telegram: telegramHand(desk) }
type On = 'slack' | 'telegram'

const ask = () => askIn(app)

/** The platform says this to whatever we want of it; null: it takes all again. */
function refuse(on: On, says: string | null) {
  for (const method of ['chat.postMessage', 'chat.update']) if (on === 'slack') slack.refuse(method, says)
  if (on === 'slack') return
  const code = /^(\w+ ?\w*)(?:: |$)/.exec(says ?? '')?.[1] ?? ''
  const codes: Record<string, number> = { Unauthorized: 401, Forbidden: 403, 'Bad Request': 400 }
  const answer: [number, string] | null = says === null ? null : [codes[code] ?? 500, says]
  for (const method of ['sendMessage', 'editMessageText']) telegram.refuse(method, answer)
}

const cardsOf = (on: On, { number }: Person) => hands[on].cards().filter(({ text }) => text.includes(`P-${number} `))
const alerts = async (on: On) =>
  (await app.em.fork().find(Alert, { state: 'open' }))
    .filter(({ key }) => key.includes(on))
    .map(({ title, detail }) => ({ title, detail }))
const isDue = async (on: On) => {
  const query = 'select 1 from card_posts where platform = $1 and (shown < wanted or rung < ring)'
  return (await sql(app.em.fork(), query, [on])).length > 0
}
const pass = (minutes: number) => {
  app.now = new Date(app.now.getTime() + minutes * 60_000)
}

beforeEach(async () => {
  for (const on of ['slack', 'telegram'] as const) refuse(on, null)
  for (const table of ['card_posts', 'alerts']) await sql(app.em.fork(), `delete from ${table}`)
})

test.each<[On, string]>([
  ['slack', 'message_not_found'],
  ['slack', 'cant_update_message'],
  ['slack', 'edit_window_closed'],
  ['telegram', 'Bad Request: message to edit not found'],
  ['telegram', "Bad Request: message can't be edited"],
  ['telegram', 'Bad Request: there is no text in the message to edit'],
  ['telegram', 'Bad Request: there is no caption in the message to edit'],
  ['telegram', 'Bad Request: MESSAGE_ID_INVALID'],
  ['telegram', 'Bad Request: MESSAGE_AUTHOR_REQUIRED'],
  ['telegram', 'Bad Request: MESSAGE_EDIT_TIME_EXPIRED'],
])('the message is gone: the card hangs anew at once, and nobody is called (%s, %s)', async (on, says) => {
  const person = await ask()
  await desk.deliver()
  refuse(on, says)
  if (on === 'slack') slack.refuse('chat.postMessage', null)
  else telegram.refuse('sendMessage', null)
  await runCommand(app, `refuse P-${person.number}`, { via: 'slack', userId: 'T0DESK:U0ANN', name: 'Ann' })
  await desk.deliver()
  expect(cardsOf(on, person).at(-1)?.text).toContain('was refused')
  expect(await isDue(on)).toBe(false)
  expect(await alerts(on)).toEqual([])
})

const PLACE = { slack: '#orders on Slack', telegram: 'Studio desk on Telegram' }

test.each<[On, string, RegExp]>([
  ['slack', 'is_archived', /archived/],
  ['slack', 'is_inactive', /archived/],
  ['slack', 'not_in_channel', /invite @deskhand/],
  ['slack', 'channel_not_found', /do not see the channel/],
  ['slack', 'restricted_action', /does not let me write/],
  ['slack', 'restricted_action_read_only_channel', /does not let me write/],
  ['slack', 'restricted_action_thread_only_channel', /does not let me write/],
  ['slack', 'restricted_action_non_threadable_channel', /does not let me write/],
  ['slack', 'no_permission', /does not let me write/],
  ['slack', 'ekm_access_denied', /does not let me write/],
  ['slack', 'messages_tab_disabled', /Messages Tab/],
  ['slack', 'user_disabled', /left the workspace/],
  ['slack', 'user_not_found', /no such person/],
  ['slack', 'user_not_visible', /do not see that person/],
  ['slack', 'cannot_dm_bot', /is a bot/],
  ['telegram', 'Forbidden: bot was kicked from the supergroup chat', /removed from the group/],
  ['telegram', 'Forbidden: bot is not a member of the channel chat', /not in the group/],
  ['telegram', 'Forbidden: bot was blocked by the user', /blocked me/],
  ['telegram', 'Forbidden: user is deactivated', /account is gone/],
  ['telegram', "Forbidden: bot can't initiate conversation with a user", /pressed Start/],
  ['telegram', 'Bad Request: chat not found', /do not see the chat/],
  ['telegram', 'Forbidden: the group chat was deleted', /group was deleted/],
  ['telegram', 'Bad Request: group is deactivated', /group was closed/],
  ['telegram', 'Bad Request: message thread not found', /topic is gone/],
  ['telegram', 'Bad Request: TOPIC_CLOSED', /topic is gone or closed/],
  ['telegram', 'Bad Request: TOPIC_DELETED', /topic is gone/],
  ['telegram', 'Bad Request: not enough rights to send text messages to the chat', /right to send/],
  ['telegram', 'Bad Request: have no rights to send a message', /right to send/],
  ['telegram', 'Bad Request: need administrator rights in the channel chat', /right to send/],
  ['telegram', 'Bad Request: CHAT_WRITE_FORBIDDEN', /right to send/],
  ['telegram', 'Bad Request: CHAT_SEND_PLAIN_FORBIDDEN', /right to send/],
  ['telegram', 'Bad Request: CHAT_RESTRICTED', /right to send/],
  ['telegram', 'Bad Request: CHAT_ADMIN_REQUIRED', /right to send/],
  ['telegram', 'Bad Request: PEER_ID_INVALID', /do not see the chat any more/],
  ['telegram', 'Bad Request: CHANNEL_PRIVATE', /do not see the chat any more/],
  ['telegram', 'Forbidden: something nobody has seen yet', /right to send/],
])(
  'the place is gone: one alert names it and says why, and nothing more is tried there (%s, %s)',
  async (on, says, why) => {
    await ask()
    await desk.deliver()
    refuse(on, says)
    const person = await ask()
    await desk.deliver()
    expect(await alerts(on)).toEqual([{ title: `No cards in ${PLACE[on]}`, detail: expect.stringMatching(why) }])
    refuse(on, null)
    pass(30)
    await desk.deliver()
    expect(cardsOf(on, person)).toEqual([])
    pass(31)
    await desk.deliver()
    expect(cardsOf(on, person)).toHaveLength(1)
    expect(await alerts(on)).toEqual([])
  },
)

test.each<[On, string, RegExp]>([
  ['slack', 'account_inactive', /removed from the workspace/],
  ['slack', 'token_revoked', /refused our token/],
  ['slack', 'token_expired', /refused our token/],
  ['slack', 'invalid_auth', /refused our token/],
  ['slack', 'not_authed', /refused our token/],
  ['slack', 'team_access_not_granted', /may not act in this workspace/],
  ['telegram', 'Unauthorized', /refused our token/],
  ['telegram', 'Not Found', /refused our token/],
])('the account is refused: one alert for all of the platform (%s, %s)', async (on, says, why) => {
  refuse(on, says)
  await ask()
  await ask()
  await desk.deliver()
  const title = `${on === 'slack' ? 'Slack' : 'Telegram'} takes no cards`
  expect(await alerts(on)).toEqual([{ title, detail: expect.stringMatching(why) }])
  refuse(on, null)
  pass(4)
  await desk.deliver()
  expect(await isDue(on)).toBe(true)
  pass(2)
  await desk.deliver()
  expect(await isDue(on)).toBe(false)
  expect(await alerts(on)).toEqual([])
})

test.each<[On, string]>([
  ['slack', 'ratelimited'],
  ['slack', 'rate_limited'],
  ['slack', 'message_limit_exceeded'],
  ['slack', 'external_channel_migrating'],
  ['slack', 'team_added_to_org'],
  ['slack', 'org_login_required'],
  ['slack', 'internal_error'],
  ['slack', 'fatal_error'],
  ['slack', 'service_unavailable'],
  ['slack', 'request_timeout'],
  ['telegram', 'Internal Server Error: sent no answer'],
  ['telegram', 'Bad Gateway'],
  ['telegram', 'Gateway Timeout'],
  ['telegram', 'Service Unavailable'],
  ['telegram', 'Something broke inside'],
])(
  'later: the card waits however often it is refused, nobody is called, and it hangs when it can (%s, %s)',
  async (on, says) => {
    refuse(on, says)
    const person = await ask()
    for (let tries = 0; tries < 5; tries += 1) {
      await desk.deliver()
      pass(6)
    }
    expect(await alerts(on)).toEqual([])
    expect(await isDue(on)).toBe(true)
    refuse(on, null)
    await desk.deliver()
    expect(cardsOf(on, person)).toHaveLength(1)
  },
)

test.each<[On, string]>([
  ['slack', 'missing_scope'],
  ['slack', 'invalid_blocks'],
  ['slack', 'msg_too_long'],
  ['slack', 'msg_blocks_too_long'],
  ['slack', 'invalid_arguments'],
  ['slack', 'a_word_nobody_knows'],
  ['telegram', "Bad Request: can't parse entities: unsupported start tag"],
  ['telegram', 'Bad Request: message text is empty'],
  ['telegram', 'Bad Request: BUTTON_DATA_INVALID'],
])('ours to mend: after three tries a person reads what the platform said (%s, %s)', async (on, says) => {
  refuse(on, says)
  await ask()
  await desk.deliver()
  expect(await alerts(on)).toEqual([])
  for (let tries = 0; tries < 2; tries += 1) {
    pass(6)
    await desk.deliver()
  }
  const title = `${on === 'slack' ? 'Slack' : 'Telegram'} does not take a card of ours`
  expect(await alerts(on)).toEqual([{ title, detail: expect.stringContaining(says.slice(0, 40)) }])
  refuse(on, null)
  pass(6)
  await desk.deliver()
  expect(await alerts(on)).toEqual([])
})
