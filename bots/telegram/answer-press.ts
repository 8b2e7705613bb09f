import { type Context, GrammyError } from 'grammy'
import { putQuestion } from './question.ts'

/** Telegram's limit on the words of an answered press. */
const TOAST_LETTERS = 200
/** Longer ones stay until they are tapped away. */
const READ_AT_A_GLANCE = 60
const BAD_REQUEST = 400

/** Says it over the chat; in the chat, where Telegram takes it no more because the press was too long ago. */
export async function tellPresser(ctx: Context, text: string): Promise<void> {
  const shown = await answerPress(ctx, text)
  if (!shown && text) await putQuestion(ctx, { text, field: null })
}

/**
 * Ends the waiting of a button. False when it came too late: nothing is shown then.
 * @see https://core.telegram.org/bots/api#answercallbackquery
 */
export async function answerPress(ctx: Context, text = ''): Promise<boolean> {
  try {
    const show_alert = text.length > READ_AT_A_GLANCE
    await ctx.answerCallbackQuery({ text: text.slice(0, TOAST_LETTERS), show_alert })
    return true
  } catch (error) {
    if (error instanceof GrammyError && error.error_code === BAD_REQUEST) return false
    throw error
  }
}
