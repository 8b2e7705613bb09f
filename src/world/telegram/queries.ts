import { lintTelegramToast } from '#src/cards/lint-telegram.ts'
import type { Params } from './params.ts'
import { badRequest, refusals } from './refusal.ts'
import type { Telegram } from './telegram.ts'

/** A press may be answered this long. Telegram publishes no figure; bots see the refusal after about this. */
const answerableMs = 15_000

export function answerCallbackQuery(telegram: Telegram, params: Params): true {
  const { state } = telegram
  const text = params.text('text')
  if (lintTelegramToast(text).length > 0) throw badRequest('MESSAGE_TOO_LONG')
  const query = state.queries.find(({ id }) => id === params.text('callback_query_id'))
  if (!query || telegram.clock() - query.at > answerableMs) throw refusals.tooOld()
  if (!query.answered && (text || params.text('url'))) {
    const { user, chat } = query
    const url = params.text('url')
    state.toasts.push({ user, chat, at: telegram.clock(), text, alert: params.flag('show_alert'), ...(url && { url }) })
  }
  query.answered = true
  telegram.bell.ring()
  return true
}
