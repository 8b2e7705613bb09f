import { type BlockAction, App as Bolt, type Receiver } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Card } from '#src/cards/card.ts'
import type { Reply, Sent } from '#src/cards/command.ts'
import { TOKEN_SHAPE } from '#src/cards/token.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { formFor, press } from '#src/desk/press/press.ts'
import { Refusal } from '#src/errors.ts'
import type { ListeningApp } from '../bot.ts'
import { pictureFor } from '../picture.ts'
import { sentenceFor } from '../sentence-for.ts'
import { acknowledged } from './acknowledged.ts'
import { createAuthorize } from './authorize.ts'
import { fileOf } from './file-of.ts'
import { publishHome } from './home.ts'
import { FORM, type ModalMemory, readAnswers, renderModal } from './modal.ts'
import { quiet } from './quiet.ts'
import { readPictures } from './read-pictures.ts'
import { readSlackText } from './read-text.ts'
import { escapeSlack, renderSlack } from './render.ts'
import { type SharedFile, sentFileOf } from './sent-file.ts'
import { visitorOf } from './visitor.ts'

export type SlackConfig = { client: WebClient; receiver: Receiver; botToken: string; apiUrl?: string }

/** Presses, forms and commands out of Slack. The receiver checks signatures (HTTP) or holds the socket. */
export function createSlackListener(app: ListeningApp, { client, receiver, botToken, apiUrl }: SlackConfig): Bolt {
  const bolt = new Bolt({
    receiver,
    authorize: createAuthorize(client, botToken),
    ...(apiUrl && { clientOptions: { slackApiUrl: apiUrl } }),
    logger: quiet(app),
  })

  listenToPresses(app, bolt, client)
  listenToCommands(app, bolt, client)
  listenToWords(
    app,
    bolt,
    client,
    (message) => readPictures(message, botToken, apiUrl) ?? sentFileOf(message.files ?? [], botToken, apiUrl),
  )
  bolt.event('app_home_opened', async ({ event, context }) => {
    if (event.tab !== 'home') return
    await publishHome(
      app,
      client,
      visitorOf(client, context.teamId ?? '', { id: event.user }, { place: event.channel }),
    )
  })
  bolt.error(async (error) =>
    app.log.error({ operation: 'slack.listen', error: error.original ?? error }, 'a Slack event failed'),
  )
  return bolt
}

/** Buttons and forms, of messages and of the app's Home. */
function listenToPresses(app: ListeningApp, bolt: Bolt, client: WebClient): void {
  bolt.action<BlockAction>(TOKEN_SHAPE, async ({ ack, action, body, respond }) => {
    const by = visitorOf(client, body.team?.id ?? '', body.user)
    const memory = { token: action.action_id, channel: body.channel?.id ?? null }
    const work = async () => {
      const form = await formFor(app, action.action_id, by)
      if (!form) return press(app, action.action_id, by)
      await client.views.open({ trigger_id: body.trigger_id, view: renderModal(form, memory) })
      return null
    }
    const said = await acknowledged(() => ack(), work().catch(sentenceFor))
    if (!said) return
    if (body.view?.type === 'home') return publishHome(app, client, by, said)
    await respond({ response_type: 'ephemeral', replace_original: false, text: escapeSlack(said) })
  })

  bolt.action(/^link\.\d+$/, async ({ ack }) => ack())

  bolt.view(FORM, async ({ ack, body, view }) => {
    const by = visitorOf(client, body.team?.id ?? '', body.user)
    const { token, channel } = JSON.parse(view.private_metadata) as ModalMemory
    try {
      const said = await press(app, token, by, readAnswers(view.state.values as Parameters<typeof readAnswers>[0]))
      await ack()
      if (channel) await client.chat.postEphemeral({ channel, user: body.user.id, text: escapeSlack(said) })
      else await publishHome(app, client, by, said)
    } catch (error) {
      const sentence = sentenceFor(error)
      const first = view.blocks[0]?.block_id ?? ''
      const errors = (error instanceof Refusal && error.fields) || { [first]: sentence }
      await ack({ response_action: 'errors', errors })
    }
  })
}

/** `/desk ...` anywhere. */
function listenToCommands(app: ListeningApp, bolt: Bolt, client: WebClient): void {
  bolt.command('/desk', async ({ ack, command, respond }) => {
    const user = { id: command.user_id, name: command.user_name }
    const by = visitorOf(client, command.team_id, user, { here: command.channel_id })
    const work = async () => {
      const { text, cards = [], form } = await runCommand(app, command.text.trim() || 'help', by)
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
    for (const card of reply.cards) await respond({ response_type: 'ephemeral', ...(await faceOf(app, client, card)) })
  })
}

type SentWith = (message: { channel: string; ts: string; files?: SharedFile[] }) => Sent | undefined

/** Plain words to the bot alone, and a file or pictures with them. */
function listenToWords(app: ListeningApp, bolt: Bolt, client: WebClient, sentWith: SentWith): void {
  bolt.message(async ({ message, context, say }) => {
    const isWords = message.subtype === undefined || message.subtype === 'file_share'
    if (message.channel_type !== 'im' || !isWords || 'bot_id' in message || message.thread_ts) return
    const where = { place: message.channel, here: message.channel }
    const by = visitorOf(client, context.teamId ?? '', { id: message.user }, where)
    const reply = await runCommand(app, readSlackText(message.text ?? ''), by, sentWith(message)).catch(
      (error): Reply => ({ text: sentenceFor(error) }),
    )
    if (reply.text) await say(escapeSlack(reply.text))
    for (const card of cardsOf(reply)) await say(await faceOf(app, client, card))
  })
}

/** With its picture, where it has one. */
async function faceOf(app: ListeningApp, client: WebClient, card: Card) {
  return renderSlack(card, await fileOf(client, await pictureFor(app, 'slack', card)))
}

function cardsOf({ cards = [], form }: Reply): Card[] {
  return form ? [...cards, doorTo(form)] : cards
}

/** Slack opens a form only at a press: a message cannot. */
function doorTo({ token, form }: NonNullable<Reply['form']>): Card {
  const open = { label: 'Fill in', token, style: 'primary' as const }
  return { title: form.title, tone: 'todo', facts: [], buttons: [open] }
}
