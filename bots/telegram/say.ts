import { type Context, GrammyError } from 'grammy'
import type { Needs } from '#src/app.ts'
import { type Card, dots } from '#src/cards/card.ts'
import type { Reply } from '#src/cards/command.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import type { ListeningApp } from '../bot.ts'
import { pictureFor } from '../upload-once.ts'
import { startDialogue } from './dialogue.ts'
import { putQuestion } from './question.ts'
import { hangCard } from './send.ts'

/** Telegram's limit is 4096 letters a message. */
const MESSAGE_LETTERS = 4000

/** Answers in the chat; alone, where others would read what is not for them. */
export async function say(app: ListeningApp, ctx: Context, by: Visitor, reply: Reply): Promise<void> {
  const { text, cards = [], form } = reply
  if (ctx.chat?.type !== 'private' && (reply.isPrivate || !(await isOurs(app, ctx)))) {
    return sayAlone(
      ctx,
      by,
      [text, ...cards.map(({ tone, title }: Card) => `${dots[tone]} ${title}`)].filter(Boolean).join('\n'),
    )
  }
  if (form) return putQuestion(ctx, await startDialogue(app, String(ctx.chat?.id), by, form.token, form.form))
  for (const part of splitText(text)) await ctx.reply(part, { link_preview_options: { is_disabled: true } })
  for (const card of cards) await hangCard(ctx.api, String(ctx.chat?.id), card, await pictureFor(app, 'telegram', card))
}

/** Not for the group. Telegram lets a bot write only to who has written to it. */
export async function sayAlone(ctx: Context, by: Visitor, text: string): Promise<void> {
  const sent = await sendAlone(ctx, by, text || 'That works only in a chat with me alone: type it here.')
  if (ctx.chat?.type === 'private') return
  await ctx.reply(
    sent ? 'I have written to you alone.' : 'That is for you alone: open a chat with me and type it there.',
  )
}

async function sendAlone(ctx: Context, by: Visitor, text: string): Promise<boolean> {
  try {
    for (const part of splitText(text)) {
      await ctx.api.sendMessage(by.userId, part, { link_preview_options: { is_disabled: true } })
    }
    return true
  } catch (error) {
    if (error instanceof GrammyError) return false
    throw error
  }
}

/** A group where cards hang: whoever reads them there may read what is said about them. */
async function isOurs({ em }: Needs<'em'>, ctx: Context): Promise<boolean> {
  const found = await sql(em.fork(), `select 1 from routes where platform = 'telegram' and place = $1 limit 1`, [
    String(ctx.chat?.id),
  ])
  return found.length > 0
}

/** In parts that fit into a message, cut between lines. */
function splitText(text: string): string[] {
  const parts: string[] = []
  for (const line of text.split('\n').flatMap((long) => long.match(/.{1,4000}/gsu) ?? [''])) {
    const last = parts.at(-1)
    if (last !== undefined && last.length + line.length < MESSAGE_LETTERS) parts[parts.length - 1] = `${last}\n${line}`
    else parts.push(line)
  }
  return parts.filter((part) => part.trim())
}
