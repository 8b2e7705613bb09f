import { openEmulator } from '../vendor/emulator.ts'
import type { Fault, StandIn, StandInOptions } from '../vendor/stand-in.ts'
import { answerApi, callMethod } from './api.ts'
import { createBell } from './bell.ts'
import { allMedia, createFileStore } from './files/files.ts'
import { createPerson, type TelegramAct } from './person.ts'
import { ApiRefusal } from './refusal.ts'
import { serveTelegram } from './serve.ts'
import { type State, seedState } from './state.ts'
import type { Telegram } from './telegram.ts'
import { drawMessages, drawView, type TelegramMessage, type TelegramView } from './view.ts'
import { startWebhookDelivery } from './webhook.ts'

export type TelegramStandIn = StandIn<TelegramView, TelegramAct> & {
  /** The messages of a chat as they are now. */
  messages(chat: number): TelegramMessage[]
  /** Refuses a method from now on, in Telegram's words: `[400, 'Bad Request: ...']`; null: no more. */
  refuse(method: string, answer: [code: number, description: string] | null): void
}

export type TelegramStandInOptions = StandInOptions & {
  token: string
  /** Milliseconds; Date.now when none. */
  clock?: () => number
  /** Holds the bot to 20 messages a minute in a group. */
  rateLimits?: boolean
  /** Before a failed webhook delivery is tried again; it doubles each time. */
  webhookRetryMs?: number
}

/** Telegram's Bot API on loopback (`<url>/bot<token>/<method>`), with four people and a group. */
export async function createTelegramStandIn(options: TelegramStandInOptions): Promise<TelegramStandIn> {
  const { token, file, webhookRetryMs = 1000 } = options
  const closing = new AbortController()
  let fault: Fault | null = null
  const { telegram, emulator } = await createTelegram(options, closing.signal, () => fault)
  telegram.files = await createFileStore(file ? `${file}.files` : null, allMedia(telegram.state.messages))
  startWebhookDelivery(telegram, (name, params) => callMethod(telegram, name, params, closing.signal), webhookRetryMs)
  const server = await serveTelegram(options.port ?? 0, () => fault, emulator.fetch)

  return {
    url: server.url,
    view: () => drawView(telegram),
    messages: (chat) => drawMessages(telegram, chat),
    refuse(method, answer) {
      if (answer) telegram.refuses.set(method, new ApiRefusal(...answer))
      else telegram.refuses.delete(method)
    },
    act: createPerson(telegram),
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
      telegram.faults += 1
      telegram.bell.ringUnseen()
    },
    onChange: (listener) => void telegram.bell.listen((isVisible) => isVisible && listener()),
    reset: async () => {
      // What the running bot set up stays, and no id is given out twice: it may still hold old ones.
      const { webhook, allowed, commands, nextMessage, nextUpdate, nextQuery } = telegram.state
      Object.assign(telegram.state, seedState(token), {
        ...{ webhook, allowed, commands, nextMessage, nextUpdate, nextQuery },
      })
      telegram.bell.ring()
      await telegram.keep()
    },
    close: async () => {
      closing.abort()
      await server.close()
      await emulator.close()
    },
  }
}

async function createTelegram(options: TelegramStandInOptions, closed: AbortSignal, fault: () => Fault | null) {
  const { token, file, clock = Date.now, rateLimits = false } = options
  const held: { state?: State; telegram?: Telegram } = {}
  const emulator = await openEmulator<State>(
    {
      name: 'telegram',
      state: () => seedState(token),
      setup: ({ app, state }) => {
        held.state = state
        app.use((c) => (held.telegram ? answerApi(held.telegram, token, c.req.raw) : undefined))
      },
    },
    { file },
  )
  if (!held.state) throw new Error('The emulator has not been set up')
  const telegram: Telegram = {
    ...{ state: held.state, bell: createBell(), files: await createFileStore(null, []), clock, rateLimits, closed },
    ...{ poller: null, polledAt: Number.NEGATIVE_INFINITY, faults: 0 },
    refuses: new Map(),
    isDown: () => fault()?.kind === 'down',
    keep: emulator.keep,
  }
  held.telegram = telegram
  return { telegram, emulator }
}
