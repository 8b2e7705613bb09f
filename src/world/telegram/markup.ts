import type { ForceReply, InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import { lintKeyboard } from '#src/cards/lint-telegram.ts'
import type { Params } from './params.ts'
import { badRequest } from './refusal.ts'
import type { Kept } from './state.ts'

export type Markup = { keyboard: InlineKeyboardButton[][]; forceReply?: NonNullable<Kept['forceReply']> }

/**
 * reply_markup: buttons under the message or a question that opens the reply box. Other keyboards are taken, not drawn.
 */
export function readMarkup(params: Params): Markup {
  const markup = params.value<Partial<InlineKeyboardMarkup & ForceReply>>('reply_markup')
  if (!markup) return { keyboard: [] }
  if (typeof markup !== 'object' || Array.isArray(markup)) throw badRequest('object expected as reply markup')
  if (!markup.force_reply) return { keyboard: readKeyboard(markup.inline_keyboard ?? []) }
  const { input_field_placeholder: placeholder = '', selective = false } = markup
  if (placeholder.length > 64) throw badRequest('input field placeholder is too long')
  return { keyboard: [], forceReply: { placeholder, selective } }
}

function readKeyboard(rows: InlineKeyboardButton[][]): InlineKeyboardButton[][] {
  if (!Array.isArray(rows) || !rows.every(Array.isArray))
    throw badRequest('can\'t parse inline keyboard: Field "inline_keyboard" must be of type Array')
  for (const button of rows.flat()) {
    if (typeof button.text !== 'string')
      throw badRequest('can\'t parse inline keyboard button: Field "text" must be of type String')
    if (Object.keys(button).length < 2)
      throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
  }
  const [problem] = lintKeyboard(rows)
  if (problem) throw badRequest(readWording(problem))
  return rows.filter((row) => row.length > 0)
}

/** The linter adds what was counted; the server does not. */
function readWording(problem: string): string {
  return problem.startsWith('inline') ? problem : (problem.split(':')[0] ?? problem)
}
