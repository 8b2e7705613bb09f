import { type Api, GrammyError } from 'grammy'
import { OutsideError } from '#src/errors.ts'
import type { Bot } from '../bot.ts'
import { findTelegramPlace } from './find-place.ts'
import { setTelegramMenu } from './menu.ts'
import { renderTelegram } from './render.ts'

const options = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const

/** Draws and posts cards in Telegram. A card's face cannot be found again here: a crash in between hangs it twice. */
export function createTelegramBot(api: Api): Bot {
  return {
    async hang(place, card) {
      const { html, keyboard } = renderTelegram(card)
      const message = await api
        .sendMessage(place, html, { ...options, reply_markup: { inline_keyboard: keyboard } })
        .catch(fail)
      return { place, message: String(message.message_id) }
    },

    async change(ref, card) {
      const { html, keyboard } = renderTelegram(card)
      return api
        .editMessageText(ref.place, Number(ref.message), html, {
          ...options,
          reply_markup: { inline_keyboard: keyboard },
        })
        .then(() => 'changed' as const, settleEdit)
    },

    find: async () => null,

    findPlace: (named) => findTelegramPlace(api, named),

    setMenu: (menu) => setTelegramMenu(api, menu).catch(fail),
  }
}

/** An edit that changes nothing is refused, and so is one of a message that is gone. */
function settleEdit(error: unknown): 'changed' | 'gone' {
  const description = error instanceof GrammyError ? error.description : ''
  if (description.includes('message is not modified')) return 'changed'
  if (description.includes('message to edit not found') || description.includes("can't be edited")) return 'gone'
  return fail(error)
}

function fail(error: unknown): never {
  const known = error instanceof GrammyError ? error : null
  throw new OutsideError('telegram', known?.description ?? (error as Error).message, {
    retry: 'later',
    cause: error,
    ...(known && { status: known.error_code }),
    ...(known?.parameters.retry_after && { retryAfterS: known.parameters.retry_after }),
  })
}
