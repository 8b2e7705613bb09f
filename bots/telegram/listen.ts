import { autoRetry } from '@grammyjs/auto-retry'
import { type Context, type Filter, Bot as Grammy, GrammyError } from 'grammy'
import type { UserFromGetMe } from 'grammy/types'
import type { Reply } from '#src/cards/command.ts'
import { isForOneAlone } from '#src/cards/for-one-alone.ts'
import { TOKEN_SHAPE } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { runCommand, soundsLikeCommand } from '#src/desk/commands/commands.ts'
import { followPlace } from '#src/desk/places/follow.ts'
import { placeIsBack } from '#src/desk/places/gone.ts'
import { pressOrAsk } from '#src/desk/press/press.ts'
import type { ListeningApp } from '../bot.ts'
import { saidOf } from '../said-of.ts'
import { answerPress, tellPresser } from './answer-press.ts'
import type { Question } from './ask.ts'
import { continueDialogue, startDialogue } from './dialogue.ts'
import { CHOICE_SHAPE, putQuestion } from './question.ts'
import { readPicture } from './read-picture.ts'
import { readTelegramRefusal } from './refusal.ts'
import { say, sayAlone } from './say.ts'
import { sentFileOf } from './sent-file.ts'

export type TelegramConfig = { token: string; apiRoot?: string; botInfo?: UserFromGetMe }

/** Longer than a poll is held open; a connection that is only half dead is given up then. */
const PATIENCE_S = 40

/** Presses, dialogues and commands out of Telegram. The webhook or the poller feeds it. */
export function createTelegramListener(app: ListeningApp, { token, apiRoot, botInfo }: TelegramConfig): Grammy {
  const client = { timeoutSeconds: PATIENCE_S, ...(apiRoot && { apiRoot }) }
  const grammy = new Grammy(token, { client, ...(botInfo && { botInfo }) })
  grammy.api.config.use(autoRetry({ maxRetryAttempts: 1, maxDelaySeconds: 5 }))

  grammy.use((ctx, next) => next().catch((error: unknown) => passRefusal(app, ctx, error)))
  grammy.callbackQuery(TOKEN_SHAPE, (ctx) => takePress(app, ctx))
  grammy.callbackQuery(CHOICE_SHAPE, (ctx) => takeChoice(app, ctx))
  grammy.on('callback_query', (ctx) => tellPresser(ctx, 'That button is from an older version.'))
  grammy.on('message:migrate_to_chat_id', ({ chat, message }) =>
    followPlace(app, { platform: 'telegram', from: String(chat.id), to: String(message.migrate_to_chat_id) }),
  )
  grammy.on('my_chat_member', (ctx) => takeMembership(app, ctx))
  grammy.on('message:text', (ctx) => takeWords(app, ctx))
  grammy.on(['message:photo', 'message:document'], (ctx) => takeFile(app, ctx, apiRoot))

  grammy.catch(({ error }) => app.log.error({ operation: 'telegram.listen', error }, 'a Telegram update failed'))
  return grammy
}

async function takePress(app: ListeningApp, ctx: Context): Promise<void> {
  const by = visitorOf(ctx)
  const { question, text } = await pressed(app, ctx, by).catch((error) => ({
    text: saidOf(app, error),
    question: null,
  }))
  // Nobody can tap a link in a toast.
  if (isForOneAlone(text)) {
    await sayAlone(ctx, by, text)
    await answerPress(ctx)
    return
  }
  await tellPresser(ctx, text)
  if (question) await putQuestion(ctx, question)
}

/** A button under a question: an answer like any other, but only of the one who was asked. */
async function takeChoice(app: ListeningApp, ctx: Context): Promise<void> {
  const [, field = '', answer = '', mark] = CHOICE_SHAPE.exec(ctx.callbackQuery?.data ?? '') ?? []
  const chat = String(ctx.chat?.id)
  const next = await continueDialogue(app, chat, visitorOf(ctx), answer, { field, mark }).catch((error) =>
    refused(app, error),
  )
  if (!next) {
    await tellPresser(ctx, 'That question is over, or for someone else.')
    return
  }
  await answerPress(ctx)
  await ctx.editMessageReplyMarkup().catch(passGrammy)
  await putQuestion(ctx, next)
}

/** Telegram will not have what we answered, now or ever: it is written down, and the update is not asked for again. */
function passRefusal({ log }: ListeningApp, ctx: Context, error: unknown): void {
  const row = readTelegramRefusal(error)
  if (!row || row.meaning === 'later') throw error
  log.warn({ operation: 'telegram.listen', chat: ctx.chat?.id, error }, 'an answer was refused')
}

/** Somebody added us to a group, or lets us write again: cards that wait for it hang at once. */
async function takeMembership(app: ListeningApp, ctx: Filter<Context, 'my_chat_member'>): Promise<void> {
  const { status } = ctx.myChatMember.new_chat_member
  if (status === 'member' || status === 'administrator')
    await placeIsBack(app, { platform: 'telegram', place: String(ctx.chat.id) })
}

/** The buttons may be gone already: two pressed at once. */
function passGrammy(error: unknown): void {
  if (!(error instanceof GrammyError)) throw error
}

async function takeWords(app: ListeningApp, ctx: Filter<Context, 'message:text'>): Promise<void> {
  const words = ctx.message.text
  if (!isForUs(ctx, words)) return pointToCommand(ctx, words)
  const by = visitorOf(ctx)
  const answered = await continueDialogue(app, String(ctx.chat.id), by, words).catch((error) => refused(app, error))
  if (answered) return putQuestion(ctx, answered)
  if (ctx.chat.type !== 'private' && !words.startsWith('/')) return
  const reply = await runCommand(app, words, by).catch((error): Reply => ({ text: saidOf(app, error) }))
  await say(app, ctx, by, reply)
}

/** Where we hear a group's talk, who plainly means us is told how to ask. */
async function pointToCommand(ctx: Filter<Context, 'message:text'>, words: string): Promise<void> {
  if (!words.startsWith('/') && !ctx.message.reply_to_message && soundsLikeCommand(words))
    await ctx.reply(`To ask me, type: /${words}`)
}

/** A file or a picture, with words below it. In a group pictures are between its people. */
async function takeFile(
  app: ListeningApp,
  ctx: Filter<Context, 'message:photo' | 'message:document'>,
  apiRoot?: string,
): Promise<void> {
  const words = ctx.message.caption ?? ''
  if (!isForUs(ctx, words) || (ctx.chat.type !== 'private' && !words.startsWith('/'))) return
  const by = visitorOf(ctx)
  const sent = readPicture(ctx, apiRoot) ?? (ctx.has('message:document') ? sentFileOf(ctx, apiRoot) : undefined)
  const reply = await runCommand(app, words, by, sent).catch((error): Reply => ({ text: saidOf(app, error) }))
  await say(app, ctx, by, reply)
}

/** In a group people talk to each other, and to other bots: an administrator bot hears all of it. */
function isForUs(ctx: Filter<Context, 'message'>, words: string): boolean {
  if (ctx.chat.type === 'private') return true
  const [, addressee] = /^\/\w+@(\w+)/.exec(words) ?? []
  if (words.startsWith('/')) return !addressee || addressee.toLowerCase() === ctx.me.username.toLowerCase()
  return ctx.message.reply_to_message?.from?.id === ctx.me.id
}

async function pressed(
  app: ListeningApp,
  ctx: Context,
  by: Visitor,
): Promise<{ text: string; question: Question | null }> {
  const token = ctx.callbackQuery?.data ?? ''
  const { said, form } = await pressOrAsk(app, token, by)
  if (!form) return { text: said, question: null }
  return { text: '', question: await startDialogue(app, String(ctx.chat?.id ?? by.userId), by, token, form) }
}

function refused(app: ListeningApp, error: unknown): Question {
  return { text: saidOf(app, error), field: null }
}

function visitorOf(ctx: Context): Visitor {
  const { id, first_name, last_name } = ctx.from ?? { id: 0, first_name: 'someone' }
  const name = [first_name, last_name].filter(Boolean).join(' ')
  return {
    via: 'telegram',
    userId: String(id),
    name,
    place: String(id),
    ...(ctx.chat && { here: String(ctx.chat.id) }),
  }
}
