import { openEmulator } from '#src/world/vendor/emulator.ts'
import type { Fault, StandIn, StandInOptions } from '#src/world/vendor/stand-in.ts'
import { answerCall } from './api/api.ts'
import { downloadSlackFile, mimeOf, takeUpload } from './api/api-files.ts'
import { createRateLimits, noRateLimits } from './api/rate-limits.ts'
import { answerResponse } from './api/response-url.ts'
import type { Core, Secrets } from './core.ts'
import { createDeliver } from './deliver.ts'
import type { SlackAct } from './pane/act.ts'
import { createAct } from './pane/act.ts'
import { serveSlack } from './server.ts'
import { createSockets } from './sockets.ts'
import { createStage } from './stage.ts'
import type { Message, Workspace } from './workspace.ts'
import { findPlace, seedWorkspace } from './workspace.ts'

export type SlackStandInOptions = StandInOptions &
  Secrets & {
    teamName?: string
    /** The slash commands of the app. */
    commands?: readonly string[]
    /** Answers 429 as Slack does, at about one post a second per channel. */
    rateLimits?: boolean
    /** Slack's clock, in milliseconds since 1970. */
    now?: () => number
    /** How long Slack waits for an answer; 3 seconds. */
    ackMs?: number
    /** When an event that was not acknowledged comes again: at once, after a minute, after five. */
    retryMs?: readonly number[]
  }

export type SlackStandIn = StandIn<Workspace, SlackAct> & {
  /** Where presses, commands and events go: an address (HTTP), or null (the connected socket, as at first). */
  connect(to: { eventsUrl: string | null }): void
  /** How many sockets of the app are connected. */
  connections(): number
  /** What everyone in a place sees; a channel's id or name, or a person's id for their conversation with the bot. */
  messages(channel: string): Message[]
  /** The words only this person sees, oldest first. */
  ephemerals(user: string): Message[]
  /** Refuses a method of the API from now on, by one of Slack's codes; null: no more. */
  refuse(method: string, code: string | null): void
  /** Resolves as soon as the claim is true; rejects after `ms`. */
  until(claim: () => boolean, ms?: number): Promise<void>
}

/**
 * A Slack on loopback for one workspace: the Web API under `<url>/api/`, Socket Mode, `response_url`, file uploads, and
 * the people who press and write. It refuses what Slack refuses; its memory is the emulator's, kept in a file if named.
 */
export async function createSlackStandIn(options: SlackStandInOptions): Promise<SlackStandIn> {
  const listeners = new Set<() => void>()
  const core = createCore(options, listeners)
  let fault: Fault | null = null
  const http = await serveSlack(
    options.port ?? 0,
    (request) => emulator.fetch(request),
    () => fault,
  )
  core.url = http.url
  const emulator = await openSlack(core, options)
  const sockets = createSockets(http.server, (ticket) => ticket === core.appToken && fault?.kind !== 'down')
  const timing = { ackMs: options.ackMs ?? 3000, retryMs: options.retryMs ?? [0, 60_000, 300_000] }
  const deliver = createDeliver(core, sockets, timing)
  const stage = createStage(core, deliver, options.commands ?? ['/desk'], emulator.keep)
  return {
    url: http.url,
    act: createAct(stage, sockets),
    view: () => structuredClone(core.workspace),
    ...reading(core, listeners),
    connections: () => sockets.count(),
    refuse(method, code) {
      if (code) core.refuses.set(method, code)
      else core.refuses.delete(method)
    },
    connect: ({ eventsUrl }) => {
      deliver.eventsUrl = eventsUrl
    },
    get fault() {
      return fault
    },
    set fault(value) {
      fault = value
      if (value?.kind === 'down') sockets.cut()
    },
    onChange: (listener) => void listeners.add(listener),
    async reset() {
      deliver.close()
      await emulator.reset()
      core.changed()
    },
    async close() {
      deliver.close()
      await sockets.close()
      await http.close()
      await emulator.close()
    },
  }
}

function createCore(options: SlackStandInOptions, listeners: Set<() => void>): Core {
  const { signingSecret, botToken, appToken, now = Date.now } = options
  const changed = () => {
    for (const listener of [...listeners]) listener()
  }
  return { signingSecret, botToken, appToken, now, changed, url: '', refuses: new Map(), workspace: seedWorkspace('') }
}

function reading(core: Core, listeners: Set<() => void>): Pick<SlackStandIn, 'messages' | 'ephemerals' | 'until'> {
  return {
    messages(channel) {
      const place = findPlace(core.workspace, channel)
      return structuredClone(place?.messages.filter((message) => !message.only) ?? [])
    },
    ephemerals(user) {
      const all = Object.values(core.workspace.places).flatMap((place) => place.messages)
      return structuredClone(all.filter((message) => message.only === user))
    },
    until: (claim, ms = 5000) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(timer)
          listeners.delete(look)
          settle()
        }
        const look = () => claim() && end(resolve)
        const timer = setTimeout(() => end(() => reject(new Error('It never came true in Slack.'))), ms)
        listeners.add(look)
        look()
      }),
  }
}

function openSlack(core: Core, { teamName, rateLimits, file }: SlackStandInOptions) {
  const limits = rateLimits ? createRateLimits(core.now) : noRateLimits
  return openEmulator<Workspace>(
    {
      name: 'slack',
      state: () => seedWorkspace(teamName ?? 'Desk'),
      setup({ app, state }) {
        core.workspace = state
        app.post('/api/:method', (c) => answerCall(core, limits, c.req.param('method'), c.req.raw))
        app.get('/api/:method', (c) => answerCall(core, limits, c.req.param('method'), c.req.raw))
        app.post('/response/:id', (c) => answerResponse(core, c.req.param('id'), c.req.raw))
        app.post('/upload/v1/:id', async (c) => {
          const taken = await takeUpload(core, c.req.param('id'), c.req.raw)
          return taken ? c.text('OK') : c.text('not the announced file', 400)
        })
        app.get('/files/:id', (c) => {
          const file = core.workspace.files[c.req.param('id')]
          if (!file?.base64) return c.notFound()
          return c.body(Buffer.from(file.base64, 'base64'), 200, { 'content-type': mimeOf(file.name) })
        })
        app.get('/files/:id/download/:name', (c) =>
          downloadSlackFile(core, c.req.param('id'), c.req.header('authorization') ?? null),
        )
      },
    },
    { file, baseUrl: core.url },
  )
}
