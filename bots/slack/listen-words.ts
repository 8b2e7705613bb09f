import type { App as Bolt, KnownEventFromType } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Card } from '#src/cards/card.ts'
import type { Reply, Sent } from '#src/cards/command.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { runCommand, soundsLikeCommand } from '#src/desk/commands/commands.ts'
import type { ListeningApp } from '../bot.ts'
import { saidOf } from '../said-of.ts'
import { pictureFor } from '../upload-once.ts'
import { acknowledged } from './acknowledged.ts'
import { openForm } from './open-form.ts'
import { readSlackText } from './read-text.ts'
import { escapeSlack, renderSlack } from './render.ts'
import type { SharedFile } from './sent-file.ts'
import { uploadPicture } from './upload-picture.ts'
import { visitorOf } from './visitor.ts'

type SentWith = (message: { channel: string; ts: string; files?: SharedFile[] }) => Sent | undefined

/** `/desk ...` anywhere, plain words (and files) to the bot alone, and `@deskhand ...` in a channel. */
export function listenToWords(app: ListeningApp, bolt: Bolt, client: WebClient, sentWith: SentWith): void {
  listenToCommands(app, bolt, client)
  listenToMessages(app, bolt, client, sentWith)
  listenToMentions(app, bolt, client)
}

function listenToCommands(app: ListeningApp, bolt: Bolt, client: WebClient): void {
  bolt.command('/desk', async ({ ack, command, respond }) => {
    const user = { id: command.user_id, name: command.user_name }
    const by = visitorOf(client, command.team_id, user, { here: command.channel_id })
    const work = async () => {
      const { text, cards = [], form } = await runCommand(app, command.text.trim() || 'help', by)
      if (!form) return { text, cards }
      const memory = { token: form.token, channel: command.channel_id }
      await openForm(client, command.trigger_id, form.form, memory, 'type it')
      return null
    }
    const reply = await acknowledged(
      () => ack(),
      work().catch((error) => ({ text: saidOf(app, error), cards: [] })),
    )
    if (!reply) return
    if (reply.text) await respond({ response_type: 'ephemeral', text: escapeSlack(reply.text) })
    for (const card of reply.cards) await respond({ response_type: 'ephemeral', ...(await faceOf(app, client, card)) })
  })
}

function listenToMessages(app: ListeningApp, bolt: Bolt, client: WebClient, sentWith: SentWith): void {
  bolt.message(async ({ message, context, say }) => {
    if (message.channel_type !== 'im') return pointToCommand(client, message)
    const isWords = message.subtype === undefined || message.subtype === 'file_share'
    if (!isWords || 'bot_id' in message || message.thread_ts) return
    const where = { place: message.channel, here: message.channel }
    const by = visitorOf(client, context.teamId ?? '', { id: message.user }, where)
    const reply = await answer(app, readSlackText(message.text ?? ''), by, sentWith(message))
    if (reply.text) await say(escapeSlack(reply.text))
    for (const card of cardsOf(reply)) await say(await faceOf(app, client, card))
  })
}

function listenToMentions(app: ListeningApp, bolt: Bolt, client: WebClient): void {
  bolt.event('app_mention', async ({ event, context }) => {
    const { user, channel } = event
    if (!user || event.bot_id) return
    const by = visitorOf(client, context.teamId ?? '', { id: user }, { here: channel })
    const words = readSlackText(event.text.replace(MENTION, ' ')).trim()
    const reply = await answer(app, words || 'help', by)
    if (reply.text) await client.chat.postEphemeral({ channel, user, text: escapeSlack(reply.text) })
    for (const card of cardsOf(reply))
      await client.chat.postEphemeral({ channel, user, ...(await faceOf(app, client, card)) })
  })
}

/** In a channel people talk to each other: only who plainly means us is told how we hear them. */
async function pointToCommand(client: WebClient, message: KnownEventFromType<'message'>): Promise<void> {
  if (message.subtype !== undefined || 'bot_id' in message || !message.text) return
  const words = readSlackText(message.text)
  if (!soundsLikeCommand(words)) return
  const text = escapeSlack(`To ask me, type: /desk ${words}`)
  await client.chat.postEphemeral({ channel: message.channel, user: message.user, text })
}

const MENTION = /<@[A-Z0-9]+(?:\|[^>]*)?>[,:]?/

function answer(app: ListeningApp, words: string, by: Visitor, sent?: Sent): Promise<Reply> {
  return runCommand(app, words, by, sent).catch((error): Reply => ({ text: saidOf(app, error) }))
}

/** With its picture, where it has one. */
async function faceOf(app: ListeningApp, client: WebClient, card: Card) {
  return renderSlack(card, await uploadPicture(client, await pictureFor(app, 'slack', card)))
}

function cardsOf({ cards = [], form }: Reply): Card[] {
  return form ? [...cards, doorTo(form)] : cards
}

/** Slack opens a form only at a press: a message cannot. */
function doorTo({ token, form }: NonNullable<Reply['form']>): Card {
  const open = { label: 'Fill in', token, style: 'primary' as const }
  return { title: form.title, tone: 'todo', facts: [], buttons: [open] }
}
