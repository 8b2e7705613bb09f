import type { Ack } from '../api/ack.ts'
import { shareFile } from '../api/api-files.ts'
import { Rejection } from '../api/rejection.ts'
import { postAnswer } from '../api/response-url.ts'
import type { Typed } from '../api/typing.ts'
import { writeUserText } from '../api/typing.ts'
import type { Core } from '../core.ts'
import { nextId, nextTs } from '../core.ts'
import { writeCommand, writeEvent } from '../payloads.ts'
import type { Sockets } from '../sockets.ts'
import type { Result, Seen, Stage } from '../stage.ts'
import type { Message, Person, Place } from '../workspace.ts'
import { dmOf, findPlace, ids, openDm } from '../workspace.ts'
import type { Press } from './act-forms.ts'
import * as forms from './act-forms.ts'

/** A message as a person writes it, perhaps with files. */
type Words = { text: string; threadTs?: string; file?: Shared; files?: Shared[] }
type Shared = { name: string; bytes: Uint8Array }

export type SlackAct = {
  press(press: Press): Promise<Seen>
  /** Fills the top modal (fields by block id, action id or label) and submits it. */
  submit(form: { user: string; viewId?: string; values: Record<string, Typed> }): Promise<Seen>
  closeView(form: { user: string; viewId?: string }): Promise<Seen>
  command(command: { user: string; channel?: string; text: string }): Promise<Seen>
  /** Writes a message; `channel` is an id, a name or 'dm'. */
  say(words: { user: string; channel?: string } & Words): Promise<Seen>
  /** Shares pictures with the bot, perhaps with words. */
  share(what: { user: string; text?: string; files: Shared[] }): Promise<Seen>
  openHome(user: string): Promise<Seen>
  deleteMessage(message: { channel: string; ts: string; user?: string }): Promise<Seen>
  /** These places as if nothing had been said there, but for the messages kept: `slack C0ORDERS 1764.1`. */
  clear(places: string[], kept: ReadonlySet<string>): Promise<void>
  /** Lets the bot (or a person) into a channel. */
  join(who: { channel: string; user?: string }): Promise<Seen>
  leave(who: { channel: string; user?: string }): Promise<Seen>
  /** Someone leaves the company. */
  deactivate(user: string): Promise<Seen>
  /** Turns a person's eyes to a place ('home' for the app's Home), which reads it. */
  look(where: { user: string; place: string }): Promise<Seen>
  /** Slack renews the sockets, as it does now and then. */
  refreshSockets(): void
}

export function createAct(stage: Stage, sockets: Sockets): SlackAct {
  return {
    press: (press) => stage.seen(press.user, (person) => forms.press(stage, person, press)),
    submit: (form) => stage.seen(form.user, (person) => forms.submit(stage, person, form)),
    closeView: (form) => stage.seen(form.user, (person) => forms.closeView(stage, person, form.viewId)),
    command: ({ user, channel, text }) =>
      stage.seen(user, (person) => command(stage, person, placeOf(stage, person, channel), text)),
    say: ({ user, channel, ...words }) =>
      stage.seen(user, (person) => say(stage, person, placeOf(stage, person, channel), words)),
    share: ({ user, text = '', files }) =>
      stage.seen(user, (person) => say(stage, person, openDm(stage.core.workspace, person.id), { text, files })),
    openHome: (user) => stage.seen(user, (person) => openHome(stage, person)),
    deleteMessage: ({ channel, ts, user = 'U0ANN' }) =>
      stage.seen(user, (person) => deleteMessage(stage, placeOf(stage, person, channel), ts)),
    clear: (places, kept) => clear(stage, places, kept),
    join: ({ channel, user = ids.bot }) => stage.seen(user, (person) => join(stage, person, channel)),
    leave: ({ channel, user = ids.bot }) => stage.seen(user, (person) => leave(stage, person, channel)),
    deactivate: (user) => stage.seen(user, (person) => deactivate(stage, person)),
    look: ({ user, place }) => stage.seen(user, (person) => look(stage, person, place)),
    refreshSockets: () => sockets.refresh(),
  }
}

async function command(
  { core, deliver, commands }: Stage,
  person: Person,
  place: Place,
  typed: string,
): Promise<Result> {
  const [name = '', ...words] = typed.trim().split(/(?<=^\S+)\s+/)
  if (!commands.includes(name)) return { acked: false, error: `${name} is not a valid command.` }
  const payload = writeCommand(core, person, place, name, words.join(' '))
  const ack = await deliver.once({ type: 'slash_commands', payload })
  const error = 'failure' in ack ? ack.failure : showAnswer(core, person, place, ack)
  return error ? { acked: false, error: `${name} failed with the error "${error}"` } : {}
}

function showAnswer(core: Core, person: Person, place: Place, ack: Extract<Ack, { body: unknown }>): string | null {
  if (ack.body.text === undefined && ack.body.blocks === undefined) return null
  try {
    postAnswer(core, place, person.id, ack.body)
    return null
  } catch (error) {
    if (error instanceof Rejection) return 'invalid_command_response'
    throw error
  }
}

async function say(stage: Stage, person: Person, place: Place, words: Words): Promise<Result> {
  const { core, deliver } = stage
  if (!place.members.includes(person.id))
    return { acked: false, error: `You are not in #${place.name}. Join it to write.` }
  const message = writeMessage(stage, person, words)
  place.messages.push(message)
  core.changed()
  if (!place.members.includes(ids.bot)) return {}
  const channel = place.id
  const subtype = words.file || words.files ? { subtype: 'file_share', upload: false } : {}
  const event = { ...message, ...subtype, client_msg_id: nextId(core, 'm'), channel }
  const channel_type = place.kind === 'dm' ? 'im' : 'channel'
  const acked = await deliver.event(writeEvent(core, { ...event, channel_type }))
  const mentioned = place.kind === 'channel' && message.text.includes(`<@${ids.bot}>`)
  if (mentioned) await deliver.event(writeEvent(core, { ...event, type: 'app_mention' }))
  return { acked }
}

function writeMessage(
  { core }: Stage,
  person: Person,
  { text: words, threadTs, file, files = file ? [file] : [] }: Words,
): Message {
  const text = writeUserText(words).replaceAll(/(^|\s)@deskhand\b/gi, `$1<@${ids.bot}>`)
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs }
  const shared = files.length > 0 ? { files: files.map(({ name, bytes }) => shareFile(core, name, bytes)) } : {}
  return { type: 'message', ts: nextTs(core), user: person.id, text, team: ids.team, ...thread, ...shared }
}

async function openHome({ core, deliver }: Stage, person: Person): Promise<Result> {
  const view = core.workspace.homes[person.id]
  const channel = openDm(core.workspace, person.id).id
  const event = { type: 'app_home_opened', user: person.id, channel, tab: 'home', ...(view && { view }) }
  return { acked: await deliver.event(writeEvent(core, event)) }
}

async function deleteMessage({ core, deliver }: Stage, place: Place, ts: string): Promise<Result> {
  const previous_message = place.messages.find((message) => message.ts === ts)
  if (!previous_message) return { acked: false, error: 'That message is gone.' }
  place.messages = place.messages.filter((message) => message !== previous_message)
  core.changed()
  const gone = { type: 'message', subtype: 'message_deleted', hidden: true, deleted_ts: ts, previous_message }
  const channel_type = place.kind === 'dm' ? 'im' : 'channel'
  return {
    acked: await deliver.event(writeEvent(core, { ...gone, channel: place.id, channel_type, ts: nextTs(core) })),
  }
}

async function clear({ core, saved }: Stage, places: string[], kept: ReadonlySet<string>): Promise<void> {
  for (const id of places) {
    const place = core.workspace.places[id]
    if (place) place.messages = place.messages.filter(({ ts }) => kept.has(`slack ${id} ${ts}`))
  }
  core.workspace.modals = {}
  await saved()
  core.changed()
}

async function join(stage: Stage, person: Person, channel: string): Promise<Result> {
  const place = placeOf(stage, person, channel)
  if (place.members.includes(person.id)) return {}
  place.members.push(person.id)
  if (!place.members.includes(ids.bot)) return {}
  const event = { type: 'member_joined_channel', user: person.id, channel: place.id, channel_type: 'C', team: ids.team }
  return { acked: await stage.deliver.event(writeEvent(stage.core, event)) }
}

async function leave(stage: Stage, person: Person, channel: string): Promise<Result> {
  const place = placeOf(stage, person, channel)
  place.members = place.members.filter((member) => member !== person.id)
  return {}
}

async function deactivate({ core }: Stage, person: Person): Promise<Result> {
  person.deleted = true
  delete core.workspace.modals[person.id]
  return {}
}

async function look(stage: Stage, person: Person, place: string): Promise<Result> {
  const { workspace } = stage.core
  const read = workspace.read[person.id] ?? {}
  workspace.read[person.id] = read
  const now = nextTs(stage.core)
  const before = workspace.looking[person.id]
  if (before) read[before] = now
  read[place] = now
  workspace.looking[person.id] = place
  return place === 'home' ? openHome(stage, person) : {}
}

function placeOf({ core }: Stage, person: Person, channel = 'dm'): Place {
  if (channel === 'dm' || channel === dmOf(person.id)) return openDm(core.workspace, person.id)
  const place = findPlace(core.workspace, channel)
  if (!place) throw new Error(`There is no ${channel} in this Slack.`)
  return place
}
