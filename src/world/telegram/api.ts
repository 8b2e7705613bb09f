import { findOpenChat, getChat, getChatMember, getMe } from './chats.ts'
import { deleteMyCommands, getMyCommands, setMyCommands } from './commands.ts'
import { downloadFile, getFile } from './files/files.ts'
import {
  deleteMessage,
  editCaption,
  editMedia,
  editReplyMarkup,
  editText,
  pinMessage,
  sendMedia,
  sendMessage,
} from './messages.ts'
import { type Params, readParams } from './params.ts'
import { answerCallbackQuery } from './queries.ts'
import { ApiRefusal, badRequest, refusals, writeRefusal } from './refusal.ts'
import type { Telegram } from './telegram.ts'
import { getUpdates } from './updates.ts'
import { deleteWebhook, getWebhookInfo, setWebhook } from './webhook.ts'

type Method = (telegram: Telegram, params: Params, signal: AbortSignal) => unknown

const methods: Record<string, Method> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  sendPhoto: (telegram, params) => sendMedia(telegram, params, 'photo'),
  sendDocument: (telegram, params) => sendMedia(telegram, params, 'document'),
  sendChatAction,
  editMessageText: editText,
  editMessageCaption: editCaption,
  editMessageMedia: editMedia,
  editMessageReplyMarkup: editReplyMarkup,
  deleteMessage,
  pinChatMessage: pinMessage,
  answerCallbackQuery,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  getChat,
  getChatMember,
  getFile,
}

/** The API knows its methods in any case. */
const byLowerCase = new Map(Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method]))

/** Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`. https://core.telegram.org/bots/api#making-requests */
export async function answerApi(telegram: Telegram, token: string, request: Request): Promise<Response> {
  const [, file, given, rest = ''] = /^(\/file)?\/bot([^/]+)\/(.+)$/.exec(new URL(request.url).pathname) ?? []
  try {
    if (given !== token) throw refusals.unauthorized()
    if (file) return downloadFile(telegram, rest)
    const result = await callMethod(telegram, rest, await readParams(request), request.signal)
    // setWebhook and deleteWebhook bring a description beside their result.
    const isDescribed = typeof result === 'object' && result !== null && 'result' in result
    return Response.json({ ok: true, ...(isDescribed ? result : { result }) })
  } catch (error) {
    if (error instanceof ApiRefusal) return writeRefusal(error)
    throw error
  }
}

export async function callMethod(telegram: Telegram, name: string, params: Params, signal: AbortSignal) {
  const method = byLowerCase.get(name.toLowerCase())
  if (!method) throw refusals.methodNotFound()
  const refusal = telegram.refuses.get(name)
  if (refusal) throw refusal
  return method(telegram, params, signal)
}

const chatActions = /^(typing|upload_(photo|video|voice|document|video_note)|record_\w+|choose_sticker|find_location)$/

function sendChatAction(telegram: Telegram, params: Params): true {
  findOpenChat(telegram, params)
  if (!chatActions.test(params.text('action'))) throw badRequest('wrong parameter action in request')
  return true
}
