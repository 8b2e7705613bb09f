import { type AuthorizeResult, type BlockAction, App as Bolt, type Receiver } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { TOKEN_SHAPE } from '#src/cards/token.ts'
import { runCommand } from '#src/desk/commands.ts'
import type { Visitor } from '#src/desk/people.ts'
import { formFor, press } from '#src/desk/press.ts'
import { Refusal } from '#src/errors.ts'
import type { ListeningApp } from '../bot.ts'
import { sentenceFor } from '../sentence-for.ts'
import { FORM, type ModalMemory, readAnswers, renderModal } from './modal.ts'
import { readSlackText } from './read-text.ts'
import { escapeSlack, renderSlack } from './render.ts'

/** Slack shows the person a failure unless a press is acknowledged within 3 s. */
const ACK_MS = 2500

export type SlackConfig = { client: WebClient; receiver: Receiver; botToken: string; apiUrl?: string }

/** Presses, forms and commands out of Slack. The receiver checks signatures (HTTP) or holds the socket. */
export function createSlackListener(app: ListeningApp, { client, receiver, botToken, apiUrl }: SlackConfig): Bolt {
  const bolt = new Bolt({
    receiver,
    authorize: createAuthorize(client, botToken),
    ...(apiUrl && { clientOptions: { slackApiUrl: apiUrl } }),
    logger: quiet(app),
  })

  bolt.action<BlockAction>(TOKEN_SHAPE, async ({ ack, action, body, respond }) => {
    const by = visitorOf(body.team?.id ?? body.user.team_id ?? '', body.user)
    const memory = { token: action.action_id, channel: body.channel?.id ?? null }
    const work = async () => {
      const form = await formFor(app, action.action_id, by)
      if (!form) return press(app, action.action_id, by)
      await client.views.open({ trigger_id: body.trigger_id, view: renderModal(form, memory) })
      return null
    }
    const said = await acknowledged(() => ack(), work().catch(sentenceFor))
    if (said) await respond({ response_type: 'ephemeral', replace_original: false, text: escapeSlack(said) })
  })

  bolt.action(/^link\.\d+$/, async ({ ack }) => ack())

  bolt.view(FORM, async ({ ack, body, view }) => {
    const by = visitorOf(body.team?.id ?? body.user.team_id ?? '', body.user)
    const { token, channel } = JSON.parse(view.private_metadata) as ModalMemory
    try {
      const said = await press(app, token, by, readAnswers(view.state.values as Parameters<typeof readAnswers>[0]))
      await ack()
      if (channel) await client.chat.postEphemeral({ channel, user: body.user.id, text: escapeSlack(said) })
    } catch (error) {
      const sentence = sentenceFor(error)
      const first = view.blocks[0]?.block_id ?? ''
      const errors = (error instanceof Refusal && error.fields) || { [first]: sentence }
      await ack({ response_action: 'errors', errors })
    }
  })

  bolt.command('/desk', async ({ ack, command, respond }) => {
    const by = visitorOf(command.team_id, { id: command.user_id, name: command.user_name })
    const work = async () => {
      const { text, cards = [], form } = await runCommand(app, command.text, by)
      if (!form) return { text, cards }
      const view = renderModal(form.form, { token: form.token, channel: command.channel_id })
      await client.views.open({ trigger_id: command.trigger_id, view })
      return null
    }
    const reply = await acknowledged(
      () => ack(),
      work().catch((error) => ({ text: sentenceFor(error), cards: [] })),
    )
    if (!reply) return
    if (reply.text) await respond({ response_type: 'ephemeral', text: escapeSlack(reply.text) })
    for (const card of reply.cards) await respond({ response_type: 'ephemeral', ...renderSlack(card) })
  })

  bolt.message(async ({ message, context, say }) => {
    if (message.channel_type !== 'im' || message.subtype !== undefined || message.bot_id) return
    const by = visitorOf(context.teamId ?? '', { id: message.user, name: message.user }, message.channel)
    const reply = await runCommand(app, readSlackText(message.text ?? ''), by).catch((error) => ({
      text: sentenceFor(error),
      cards: [],
    }))
    if (reply.text) await say(escapeSlack(reply.text))
    for (const card of reply.cards ?? []) await say(renderSlack(card))
  })

  bolt.error(async (error) =>
    app.log.error({ operation: 'slack.listen', error: error.original ?? error }, 'a Slack event failed'),
  )
  return bolt
}

/** Works, then acknowledges; a slow one is acknowledged in time and goes on. */
async function acknowledged<T>(ack: () => Promise<void>, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ACK_MS)
  })
  await Promise.race([
    work.then(
      () => {},
      () => {},
    ),
    late,
  ])
  clearTimeout(timer)
  await ack()
  return work
}

function visitorOf(team: string, user: { id: string; name?: string; username?: string }, place?: string): Visitor {
  return {
    via: 'slack',
    userId: `${team}:${user.id}`,
    name: user.name ?? user.username ?? user.id,
    ...(place && { place }),
  }
}

/** Who the bot is, asked once: Bolt would ask Slack at every event. */
function createAuthorize(client: WebClient, botToken: string): () => Promise<AuthorizeResult> {
  let known: Promise<AuthorizeResult> | null = null
  return () => {
    known ??= client.auth.test().then(({ bot_id, user_id }) => ({
      botToken,
      ...(bot_id && { botId: bot_id }),
      ...(user_id && { botUserId: user_id }),
    }))
    known.catch(() => {
      known = null
    })
    return known
  }
}

/** Bolt's own words go into our log. */
export function quiet({ log }: ListeningApp) {
  const write =
    (level: 'debug' | 'warn' | 'error') =>
    (...words: unknown[]) =>
      log[level]({ operation: 'slack.bolt' }, words.map(String).join(' '))
  return {
    debug: write('debug'),
    info: write('debug'),
    warn: write('warn'),
    error: write('error'),
    setLevel() {},
    setName() {},
    getLevel: () => 'info' as never,
  }
}
