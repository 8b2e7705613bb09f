import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Api, Bot, GrammyError, InlineKeyboard } from 'grammy'
import { afterEach } from 'vitest'
import { createTelegramStandIn, type TelegramStandInOptions } from '#src/world/telegram/stand-in.ts'
import { telegramPeople } from '#src/world/telegram/state.ts'

export const token = '770000001:AAtest-token'
export const ann = telegramPeople.ann.id
export const bo = telegramPeople.bo.id
export const dane = telegramPeople.dane.id
export const stranger = telegramPeople.stranger.id
export const approve = new InlineKeyboard().text('Approve', 'order.approve:1').text('Reject', 'order.reject:1')
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export const endings: (() => Promise<unknown>)[] = []
/** Ends what a test of the file that calls it has opened. */
export function useTelegram(): void {
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })
}

export async function open(options: Partial<TelegramStandInOptions> = {}) {
  const telegram = await createTelegramStandIn({ token, ...options })
  endings.push(() => telegram.close())
  const api = new Api(token, { apiRoot: telegram.url })
  return {
    telegram,
    api,
    raw: (method: string, init?: RequestInit) => fetch(`${telegram.url}/bot${token}/${method}`, init),
  }
}

/** The real bot, polling; on a press it shows a toast and rewrites the card. */
export function createBot(url: string) {
  const bot = new Bot(token, { client: { apiRoot: url } })
  bot.command('start', (ctx) => ctx.reply(`Welcome ${ctx.from?.first_name} ${ctx.match}`.trim()))
  bot.command('pending', (ctx) => ctx.reply('<b>O-142</b> waits', { parse_mode: 'HTML', reply_markup: approve }))
  bot.command('ask', (ctx) => ctx.reply('Which name?', { reply_markup: { force_reply: true } }))
  bot.on('callback_query:data', async (ctx) => {
    await ctx.answerCallbackQuery({ text: `Approved by ${ctx.from.first_name}`, show_alert: ctx.from.id === bo })
    await ctx.editMessageText(`${ctx.callbackQuery.data} done`)
  })
  bot.on('message:text', (ctx) => ctx.reply(`${ctx.msg.reply_to_message ? 'answer' : 'heard'}: ${ctx.msg.text}`))
  return bot
}

export async function poll(url: string) {
  const bot = createBot(url)
  await new Promise<void>((resolve) => void bot.start({ onStart: () => resolve() }))
  endings.push(() => bot.stop())
  return bot
}

export async function listen(handler: RequestListener) {
  const server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  endings.push(async () => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/telegram/webhook`
}

export async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => 'no refusal',
    (error) => error,
  )
  return error instanceof GrammyError ? `${error.error_code} ${error.description}` : String(error)
}
