import type { Bag } from './bag.ts'
import { asBags, compact } from './bag.ts'
import type { Message, Place, ResponseUrl, Workspace } from './workspace.ts'
import { ids } from './workspace.ts'

const triggerMs = 3_000
const responseMs = 30 * 60_000
const responseUses = 5

export type Secrets = { signingSecret: string; botToken: string; appToken: string }

/** What the API, the sockets and the people share. */
export type Core = Secrets & {
  url: string
  /** The present workspace; a reset replaces it. */
  workspace: Workspace
  /** Methods that are refused, and by which code. */
  refuses: Map<string, string>
  /** Milliseconds since 1970. */
  now(): number
  /** Tells the sandbox that something visible has changed. */
  changed(): void
}

/** Slack's ids of moments: seconds with six decimals, unique and increasing. */
export function nextTs(core: Core): string {
  const { backstage } = core.workspace
  backstage.lastMicros = Math.max(core.now() * 1000, backstage.lastMicros + 1)
  const micros = String(backstage.lastMicros)
  return `${micros.slice(0, -6)}.${micros.slice(-6)}`
}

export function nextId(core: Core, prefix: string): string {
  core.workspace.backstage.count += 1
  return `${prefix}${core.workspace.backstage.count.toString(36).toUpperCase().padStart(8, '0')}`
}

/** Lets the app open a modal for this person: once, within 3 seconds. */
export function issueTrigger(core: Core, user: string): string {
  const triggers = core.workspace.backstage.triggers
  for (const [id, { until }] of Object.entries(triggers)) if (until < core.now() - 60_000) delete triggers[id]
  const id = `${nextId(core, '')}.${ids.team}`
  triggers[id] = { user, until: core.now() + triggerMs, used: false }
  return id
}

/** An address the app may answer to: 5 times within 30 minutes. */
export function issueResponseUrl(core: Core, from: Pick<ResponseUrl, 'user' | 'place' | 'ts'>): string {
  const id = nextId(core, 'R')
  core.workspace.backstage.responses[id] = { ...from, left: responseUses, until: core.now() + responseMs }
  return `${core.url}/response/${id}`
}

/** Puts a message of the bot (or, `only`, an ephemeral one) into a place. */
export function postAsBot(core: Core, place: Place, content: Partial<Message>): Message {
  const ts = nextTs(core)
  const from = { type: 'message', user: ids.bot, bot_id: ids.botProfile, app_id: ids.app, team: ids.team } as const
  const message: Message = { ...from, ts, text: '', ...content, ...namedBlocks(core, content.blocks) }
  place.messages.push(message)
  core.changed()
  return message
}

/** Slack names every block and element that came without an id. */
export function nameBlocks(core: Core, blocks: Bag[]): Bag[] {
  return blocks.map((block) =>
    compact({
      ...block,
      block_id: block.block_id ?? nextId(core, 'b'),
      elements: Array.isArray(block.elements) ? block.elements.map((part) => nameElement(core, part)) : undefined,
      accessory: block.accessory && nameElement(core, block.accessory),
      element: block.element && nameElement(core, block.element),
    }),
  )
}

function namedBlocks(core: Core, blocks: Bag[] | undefined): { blocks?: Bag[] } {
  return blocks && blocks.length > 0 ? { blocks: nameBlocks(core, blocks) } : {}
}

const silent = ['image', 'plain_text', 'mrkdwn']

function nameElement(core: Core, part: unknown): unknown {
  const [element] = asBags([part])
  const type = String(element?.type)
  if (!element || silent.includes(type) || type.startsWith('rich_text')) return part
  return { ...element, action_id: element.action_id ?? nextId(core, 'a') }
}
