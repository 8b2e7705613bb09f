import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { Api } from 'grammy'
import { Hono } from 'hono'
import { afterAll } from 'vitest'
import { connectSlack } from '#bots/slack/connect.ts'
import { connectTelegram } from '#bots/telegram/connect.ts'
import { Person } from '#entities/people/person.ts'
import type { App } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { createSlackStandIn } from '#src/world/slack/stand-in.ts'
import { createTelegramStandIn } from '#src/world/telegram/stand-in.ts'
import { studioDesk, telegramPeople } from '#src/world/telegram/state.ts'
import { testApp } from '#test/app.ts'
import { deliverAll } from '#test/deliver-all.ts'

const TOKEN = '7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0'
const { ann, bo } = telegramPeople

export type Desk = Awaited<ReturnType<typeof openDesk>>

/** Both platforms with their real SDKs, an app behind them, and the people who press. `socket`: Socket Mode and polling. */
export async function openDesk(
  way: 'webhooks' | 'sockets',
  env: Record<string, string> = {},
  vendors: Partial<App> = {},
) {
  const secrets = { signingSecret: 'slack-secret', botToken: 'xoxb-test', appToken: 'xapp-test' }
  const slack = await createSlackStandIn(secrets)
  const telegram = await createTelegramStandIn({ token: TOKEN })
  const app = await testApp(vendors, {
    SLACK_BOT_TOKEN: secrets.botToken,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_API_URL: `${slack.url}/api/`,
    SLACK_CHANNEL: 'C0ORDERS',
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_CHAT: String(studioDesk),
    ...(way === 'sockets' ? { SLACK_APP_TOKEN: secrets.appToken } : { TELEGRAM_WEBHOOK_SECRET: 'hush' }),
    ...env,
  })
  const ours = connectSlack(app)
  const theirs = connectTelegram(app, app.databaseUrl)
  if (!ours || !theirs) throw new Error('both platforms are configured')
  const routes = new Hono().post('/telegram/webhook', (c) => theirs.webhook?.(c) ?? c.notFound())
  const rest = getRequestListener(routes.fetch, { overrideGlobalObjects: false })
  const server = createServer((request, response) =>
    request.url?.startsWith('/slack/') ? ours.requests?.(request, response) : void rest(request, response),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  if (way === 'webhooks') slack.connect({ eventsUrl: `${url}/slack/events` })
  const roles = new Set(['web', 'bots', 'jobs'] as const)
  await ours.listen(roles)
  await theirs.listen(roles, url)
  afterAll(async () => {
    await ours.stop()
    await theirs.stop()
    await slack.close()
    await telegram.close()
    server.close()
  })
  await inTransaction(app, async (tx) => {
    for (const [name, slackId, telegramId] of [
      ['Ann', 'U0ANN', ann.id],
      ['Bo', 'U0BO', bo.id],
    ] as const) {
      const identities = [
        { via: 'slack' as const, userId: `T0DESK:${slackId}`, name },
        { via: 'telegram' as const, userId: String(telegramId), name },
      ]
      await addPerson(tx, { state: 'member', name, role: 'admin', zone: 'UTC', identities })
    }
  })
  const bots = { slack: ours.bot, telegram: theirs.bot }
  return { app, slack, telegram, url, bots, secrets, deliver: () => deliverAll(app, bots) }
}

let strangers = 0

/** A stranger asks to be let in: the simplest card there is. */
export async function askIn(app: App, called?: string): Promise<Person> {
  strangers += 1
  const name = called ?? `Cleo ${strangers}`
  await runCommand(app, '/start', { via: 'telegram', userId: `stranger-${strangers}`, name })
  return app.em.fork().findOneOrFail(Person, { name })
}

export type Hanging = { id: string; text: string; labels: string[] }

/** What a test does on a platform, the same on both. */
export type Hand = {
  cards(): Hanging[]
  /** What the person then reads. */
  press(who: 'ann' | 'bo', label: string, id?: string): Promise<string>
  remove(id: string): Promise<unknown>
  say(who: 'ann' | 'bo', words: string): Promise<string>
  setDown(down: boolean): Promise<void>
}

/** Desks whose Slack comes over a socket, which takes a moment to come back. */
const slackSockets = new WeakSet<Desk>()

export function slackHand(desk: Desk): Hand {
  const { slack } = desk
  const user = { ann: 'U0ANN', bo: 'U0BO' }
  /** What is said only to this person, after what they did. */
  const heard = async (person: string, act: () => Promise<unknown>) => {
    const before = slack.ephemerals(person).length
    await act()
    await slack.until(() => slack.ephemerals(person).length > before)
    return slack.ephemerals(person).at(-1)?.text ?? ''
  }
  const cards = () =>
    slack.messages('C0ORDERS').map((message) => ({
      id: message.ts,
      text: textOf(message.blocks ?? []),
      labels: labelsOf(message.blocks ?? []),
    }))
  return {
    cards,
    async press(who, label, id) {
      const ts = id ?? cards().findLast(({ labels }) => labels.includes(label))?.id ?? ''
      return heard(user[who], () => slack.act.press({ user: user[who], channel: 'C0ORDERS', ts, label }))
    },
    remove: (ts) => slack.act.deleteMessage({ channel: 'C0ORDERS', ts }),
    async say(who, text) {
      return heard(user[who], () => slack.act.command({ user: user[who], channel: 'C0ORDERS', text: `/desk ${text}` }))
    },
    async setDown(down) {
      const hadSocket = slack.connections() > 0 || slackSockets.has(desk)
      if (hadSocket) slackSockets.add(desk)
      slack.fault = down ? { kind: 'down' } : null
      while (!down && hadSocket && slack.connections() === 0) await setTimeout(50)
    },
  }
}

export function telegramHand({ telegram }: Desk): Hand {
  const user = { ann: ann.id, bo: bo.id }
  const cards = () =>
    telegram.messages(studioDesk).map((message) => ({
      id: String(message.id),
      text: message.text,
      labels: message.keyboard.flat().map(({ text }) => text.replace('✅ ', '')),
    }))
  return {
    cards,
    async press(who, label, id) {
      const card = cards().findLast((one) => (id ? one.id === id : one.labels.includes(label)))
      const message = telegram.messages(studioDesk).find((one) => String(one.id) === card?.id)
      const key = message?.keyboard.flat().find(({ text }) => text.replace('✅ ', '') === label)
      if (!message || !key) throw new Error(`no button ${label}`)
      const seen = await telegram.act.press({
        user: user[who],
        chat: studioDesk,
        messageId: message.id,
        label: key.text,
      })
      return [seen.toast, ...seen.replies.map(({ text }) => text)].filter(Boolean).join('\n')
    },
    remove: (id) => new Api(TOKEN, { apiRoot: telegram.url }).deleteMessage(studioDesk, Number(id)),
    async say(who, words) {
      const seen = await telegram.act.say({ user: user[who], chat: studioDesk, text: `/${words}` })
      return seen.replies.map(({ text }) => text).join('\n')
    },
    async setDown(down) {
      telegram.fault = down ? { kind: 'down' } : null
    },
  }
}

type Block = Record<string, unknown>

function textOf(blocks: unknown): string {
  if (Array.isArray(blocks)) return blocks.map(textOf).join('')
  if (blocks === null || typeof blocks !== 'object') return ''
  const block = blocks as Block
  if (block.type === 'actions') return ''
  if (typeof block.text === 'string') return `${block.text}`
  return `${textOf(block.elements)}${textOf(block.text)}${block.type === 'rich_text' || block.type === 'context' ? '\n' : ''}`
}

function labelsOf(blocks: Block[]): string[] {
  const actions = blocks.filter(({ type }) => type === 'actions').flatMap(({ elements }) => elements as Block[])
  return actions.map(({ text }) => (text as { text: string }).text)
}
