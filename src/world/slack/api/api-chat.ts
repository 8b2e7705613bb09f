import { countSlackText, lintSlackBlocks } from '#src/cards/lint-slack.ts'
import type { Bag } from '../bag.ts'
import { asBag, asBags, asText, isBag } from '../bag.ts'
import type { Core } from '../core.ts'
import { nameBlocks, nextTs, postAsBot } from '../core.ts'
import type { Message, Place } from '../workspace.ts'
import { findPlace, ids } from '../workspace.ts'
import { need } from './args.ts'
import { Rejection } from './rejection.ts'

const mostText = 40_000
// Undocumented; seen by others: https://github.com/slackapi/bolt-js/issues/2509
const mostBlockText = 13_200
const mostMetadataBytes = 16_000

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export function postMessage(core: Core, args: Bag): Bag {
  const place = placeToWrite(core, need(args, 'channel', 'channel_not_found'))
  const message = postAsBot(core, place, { ...readContent(core, args), ...readThread(place, args) })
  return { channel: place.id, ts: message.ts, message }
}

/** Text without blocks takes the old blocks away. https://docs.slack.dev/reference/methods/chat.update */
export function updateMessage(core: Core, args: Bag): Bag {
  const { place, message } = ownMessage(core, args, 'cant_update_message')
  const content = readContent(core, args)
  if (args.text !== undefined && args.blocks === undefined) delete message.blocks
  if (content.blocks) message.blocks = nameBlocks(core, content.blocks)
  if (args.text !== undefined) message.text = content.text
  if (content.metadata) message.metadata = content.metadata
  if (!content.blocks) message.edited = { user: ids.bot, ts: nextTs(core) }
  core.changed()
  return { channel: place.id, ts: message.ts, text: message.text, message }
}

/** https://docs.slack.dev/reference/methods/chat.delete */
export function deleteMessage(core: Core, args: Bag): Bag {
  const { place, message } = ownMessage(core, args, 'cant_delete_message')
  place.messages = place.messages.filter((other) => other !== message)
  core.changed()
  return { channel: place.id, ts: message.ts }
}

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
export function postEphemeral(core: Core, args: Bag): Bag {
  const place = placeToWrite(core, need(args, 'channel', 'channel_not_found'))
  const only = need(args, 'user')
  if (!place.members.includes(only)) throw new Rejection('user_not_in_channel')
  const message = postAsBot(core, place, { ...readContent(core, args), only })
  return { message_ts: message.ts }
}

/** https://docs.slack.dev/reference/methods/chat.getPermalink */
export function getPermalink(core: Core, args: Bag): Bag {
  const place = findPlace(core.workspace, need(args, 'channel', 'channel_not_found'))
  if (!place) throw new Rejection('channel_not_found')
  const message = findMessage(place, need(args, 'message_ts', 'message_not_found'))
  if (!message) throw new Rejection('message_not_found')
  const address = `https://${core.workspace.team.domain}.slack.com/archives/${place.id}`
  return { channel: place.id, permalink: `${address}/p${message.ts.replace('.', '')}` }
}

/** What a message would say, refused where Slack refuses it. Also for `response_url` and the answer to a command. */
export function readContent(core: Core, args: Bag): Pick<Message, 'text' | 'blocks' | 'metadata'> {
  const text = asText(args.text)
  if (text.length > mostText) throw new Rejection('msg_too_long')
  const blocks = readBlocks(core, args.blocks)
  if (text === '' && !blocks?.length) throw new Rejection('no_text')
  return { text, ...(blocks && { blocks }), ...readMetadata(args.metadata) }
}

/** A message in a place as the API sees it: ephemeral ones cannot be found. */
export function findMessage(place: Place, ts: string): Message | undefined {
  return place.messages.find((message) => message.ts === ts && !message.only)
}

export function placeToWrite(core: Core, channel: string): Place {
  const place = findPlace(core.workspace, channel)
  if (!place || channel === ids.bot || core.workspace.people[channel]?.deleted) throw new Rejection('channel_not_found')
  if (place.archived) throw new Rejection('is_archived')
  if (!place.members.includes(ids.bot)) throw new Rejection('not_in_channel')
  return place
}

/** Replies hang under the first message of a thread, never under a reply. */
export function readThread(place: Place, args: Bag): { thread_ts?: string } {
  const ts = asText(args.thread_ts)
  if (ts === '') return {}
  const parent = findMessage(place, ts)
  if (!parent) throw new Rejection('thread_not_found')
  return { thread_ts: parent.thread_ts ?? parent.ts }
}

function ownMessage(core: Core, args: Bag, refusal: string): { place: Place; message: Message } {
  const place = core.workspace.places[need(args, 'channel', 'channel_not_found')]
  if (!place) throw new Rejection('channel_not_found')
  if (place.archived) throw new Rejection('is_inactive')
  const message = findMessage(place, need(args, 'ts', 'message_not_found'))
  if (!message) throw new Rejection('message_not_found')
  if (message.user !== ids.bot) throw new Rejection(refusal)
  return { place, message }
}

function readBlocks(core: Core, value: unknown): Bag[] | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw new Rejection('invalid_blocks_format')
  const messages = [...lintSlackBlocks(value), ...missingFiles(core, value)]
  if (messages.length > 0) throw new Rejection('invalid_blocks', { messages })
  if (countSlackText(value) > mostBlockText) throw new Rejection('msg_blocks_too_long')
  return asBags(value)
}

function missingFiles(core: Core, blocks: unknown[]): string[] {
  const known = (file: Bag) => typeof file.id !== 'string' || core.workspace.files[file.id]?.base64
  return asBags(blocks).flatMap((block, index) =>
    isBag(block.slack_file) && !known(block.slack_file) ? [`/blocks/${index}: invalid slack file`] : [],
  )
}

function readMetadata(value: unknown): Pick<Message, 'metadata'> {
  if (value === undefined) return {}
  const { event_type, event_payload } = asBag(value)
  if (typeof event_type !== 'string' || !isBag(event_payload)) throw new Rejection('invalid_metadata_format')
  if (JSON.stringify(value).length > mostMetadataBytes) throw new Rejection('metadata_too_large')
  return { metadata: { event_type, event_payload } }
}
