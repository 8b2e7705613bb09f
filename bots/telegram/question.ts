import type { Context } from 'grammy'
import type { InlineKeyboardButton, MessageEntity } from 'grammy/types'
import type { Field } from '#src/cards/form.ts'
import { EMPTY, type Question, STOP } from './ask.ts'

/** A pressed choice carries its answer as if it were typed. */
export const CHOICE_SHAPE = /^choice:(\w+):(#\d+|-|cancel)(?::(\w+))?$/

/**
 * In a group privacy mode hides every answer that is no reply to us: ForceReply makes it one. It is selective, so it
 * opens only for whoever the message answers or names. A choice has buttons instead.
 */
export async function putQuestion(ctx: Context, { text, field, mark }: Question): Promise<void> {
  if (!text) return
  const message = ctx.message?.message_id
  const reply = message && { reply_parameters: { message_id: message, allow_sending_without_reply: true } }
  if (field?.kind === 'choice') {
    await ctx.reply(text, { ...reply, reply_markup: { inline_keyboard: choicesOf(field, mark) } })
    return
  }
  const named = field && !message ? nameIn(ctx, text) : { text, entities: [] }
  await ctx.reply(named.text, {
    ...reply,
    ...(named.entities.length > 0 && { entities: named.entities }),
    ...(field && { reply_markup: { force_reply: true as const, selective: true } }),
  })
}

/** After a button there is no message to answer: the question names who pressed it. */
function nameIn(ctx: Context, text: string): { text: string; entities: MessageEntity[] } {
  const { from, chat } = ctx
  if (!from || chat?.type === 'private') return { text, entities: [] }
  if (from.username) return { text: `@${from.username} ${text}`, entities: [] }
  const mention = { type: 'text_mention' as const, offset: 0, length: from.first_name.length, user: from }
  return { text: `${from.first_name}: ${text}`, entities: [mention] }
}

/** Whoever wants none of them stops, and nothing is changed. */
function choicesOf({ name, choices = [], value, optional }: Field, mark?: string): InlineKeyboardButton[][] {
  const behind = mark ? `:${mark}` : ''
  const button = (text: string, answer: string) => [{ text, callback_data: `choice:${name}:${answer}${behind}` }]
  const isKept = (choice: { value: string }) => choice.value === value && choices.length > 1
  return [
    ...choices.map((choice, at) => button(isKept(choice) ? `Keep: ${choice.label}` : choice.label, `#${at}`)),
    ...(optional ? [button('Leave it out', EMPTY)] : []),
    button('Cancel', STOP),
  ]
}
