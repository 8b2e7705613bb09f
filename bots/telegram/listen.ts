import { autoRetry } from '@grammyjs/auto-retry'
import { type Context, Bot as Grammy, GrammyError } from 'grammy'
import type { UserFromGetMe } from 'grammy/types'
import type { Reply } from '#src/cards/command.ts'
import { isForOneAlone } from '#src/cards/for-one-alone.ts'
import { TOKEN_SHAPE } from '#src/cards/token.ts'
import { runCommand } from '#src/desk/commands.ts'
import type { Visitor } from '#src/desk/people.ts'
import { formFor, press } from '#src/desk/press.ts'
import { Refusal } from '#src/errors.ts'
import type { ListeningApp } from '../bot.ts'
import { sentenceFor } from '../sentence-for.ts'
import { continueDialogue, type Question, startDialogue } from './dialogue.ts'
import { renderTelegram } from './render.ts'

/** Telegram's limit on the words of an answered press. */
const TOAST_LETTERS = 200

export type TelegramConfig = { token: string; apiRoot?: string; botInfo?: UserFromGetMe }

/** Presses, dialogues and commands out of Telegram. The webhook or the poller feeds it. */
export function createTelegramListener(app: ListeningApp, { token, apiRoot, botInfo }: TelegramConfig): Grammy {
  const grammy = new Grammy(token, { ...(apiRoot && { client: { apiRoot } }), ...(botInfo && { botInfo }) })
  grammy.api.config.use(autoRetry({ maxRetryAttempts: 1, maxDelaySeconds: 5 }))

  grammy.callbackQuery(TOKEN_SHAPE, async (ctx) => {
    const by = visitorOf(ctx)
    const { question, text } = await pressed(app, ctx, by).catch((error) => ({
      text: sentenceFor(error),
      question: null,
    }))
    // Nobody can tap a link in a toast.
    if (isForOneAlone(text)) {
      await ctx.answerCallbackQuery()
      return sayAlone(ctx, by, text)
    }
    await ctx.answerCallbackQuery({ text: text.slice(0, TOAST_LETTERS), show_alert: text.length > 60 })
    if (question) await putQuestion(ctx, question)
  })
  grammy.on('callback_query', (ctx) => ctx.answerCallbackQuery({ text: 'That button is from an older version.' }))

  grammy.on('message:text', async (ctx) => {
    const by = visitorOf(ctx)
    const chat = String(ctx.chat.id)
    const words = ctx.message.text
    const answered = await continueDialogue(app, chat, by, words).catch(refused)
    if (answered) return putQuestion(ctx, answered)
    const reply = await runCommand(app, words, by).catch((error): Reply => ({ text: sentenceFor(error) }))
    await say(app, ctx, by, reply)
  })

  grammy.catch(({ error }) => app.log.error({ operation: 'telegram.listen', error }, 'a Telegram update failed'))
  return grammy
}

async function pressed(
  app: ListeningApp,
  ctx: Context,
  by: Visitor,
): Promise<{ text: string; question: Question | null }> {
  const token = ctx.callbackQuery?.data ?? ''
  const form = await formFor(app, token, by)
  if (!form) return { text: await press(app, token, by), question: null }
  return { text: '', question: await startDialogue(app, String(ctx.chat?.id ?? by.userId), by, token, form) }
}

async function say(app: ListeningApp, ctx: Context, by: Visitor, reply: Reply): Promise<void> {
  const { text, cards = [], form } = reply
  if (reply.isPrivate && ctx.chat?.type !== 'private') return sayAlone(ctx, by, text)
  if (form) return putQuestion(ctx, await startDialogue(app, String(ctx.chat?.id), by, form.token, form.form))
  if (text) await ctx.reply(text, { link_preview_options: { is_disabled: true } })
  for (const card of cards) {
    const { html, keyboard } = renderTelegram(card)
    await ctx.reply(html, { parse_mode: 'HTML', reply_markup: { inline_keyboard: keyboard } })
  }
}

/** Not for the group. Telegram lets a bot write only to who has written to it. */
async function sayAlone(ctx: Context, by: Visitor, text: string): Promise<void> {
  const sent = await ctx.api
    .sendMessage(by.userId, text, { link_preview_options: { is_disabled: true } })
    .catch((error: unknown) => {
      if (error instanceof GrammyError) return null
      throw error
    })
  await ctx.reply(
    sent ? 'I have written to you alone.' : 'That is for you alone: open a chat with me and type it there.',
  )
}

/** In a group privacy mode hides every answer that is no reply to us: ForceReply makes it one. */
async function putQuestion(ctx: Context, { text, field }: Question): Promise<void> {
  if (!text) return
  const message = ctx.message?.message_id
  await ctx.reply(text, {
    ...(field && { reply_markup: { force_reply: true as const, selective: true } }),
    ...(message && { reply_parameters: { message_id: message, allow_sending_without_reply: true } }),
  })
}

function refused(error: unknown): Question {
  if (error instanceof Refusal) return { text: error.message, field: null }
  throw error
}

function visitorOf(ctx: Context): Visitor {
  const { id, first_name, last_name } = ctx.from ?? { id: 0, first_name: 'someone' }
  const name = [first_name, last_name].filter(Boolean).join(' ')
  return { via: 'telegram', userId: String(id), name, place: String(id) }
}
