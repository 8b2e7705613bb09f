import type { Bag } from '../bag.ts'
import { asText } from '../bag.ts'
import type { Core } from '../core.ts'
import type { Message, Place } from '../workspace.ts'
import { ids, openDm } from '../workspace.ts'
import { findMessage } from './api-chat.ts'
import { isOn, need, page } from './args.ts'
import { Rejection } from './rejection.ts'

/** https://docs.slack.dev/reference/methods/conversations.list */
export function listPlaces(core: Core, args: Bag): Bag {
  const types = (asText(args.types) || 'public_channel').split(',').map((type) => type.trim())
  const wanted = Object.values(core.workspace.places).filter((place) => types.includes(typeOf(place)))
  const { items, next_cursor } = page(wanted, args, 100)
  return { channels: items.map(describePlace), response_metadata: { next_cursor } }
}

/** https://docs.slack.dev/reference/methods/conversations.info */
export function infoOfPlace(core: Core, args: Bag): Bag {
  return { channel: describePlace(placeOf(core, args)) }
}

/** https://docs.slack.dev/reference/methods/conversations.members */
export function membersOfPlace(core: Core, args: Bag): Bag {
  const { items, next_cursor } = page(placeOf(core, args).members, args, 100)
  return { members: items, response_metadata: { next_cursor } }
}

/** The bot enters a public channel. https://docs.slack.dev/reference/methods/conversations.join */
export function joinPlace(core: Core, args: Bag): Bag {
  const place = placeOf(core, args)
  if (place.kind === 'dm') throw new Rejection('method_not_supported_for_channel_type')
  if (!place.members.includes(ids.bot)) place.members.push(ids.bot)
  core.changed()
  return { channel: describePlace(place) }
}

/** Newest first. https://docs.slack.dev/reference/methods/conversations.history */
export function historyOfPlace(core: Core, args: Bag): Bag {
  const place = memberPlace(core, args)
  const shown = place.messages.filter((message) => !message.only && !message.thread_ts && isBetween(message.ts, args))
  const { items, next_cursor } = page(shown.toReversed(), args, 100)
  const messages = items.map((message) => describeMessage(message, args))
  return { messages, has_more: next_cursor !== '', response_metadata: { next_cursor } }
}

/** The first message of a thread, then its replies. https://docs.slack.dev/reference/methods/conversations.replies */
export function repliesInPlace(core: Core, args: Bag): Bag {
  const place = memberPlace(core, args)
  const parent = findMessage(place, need(args, 'ts', 'thread_not_found'))
  if (!parent) throw new Rejection('thread_not_found')
  const replies = place.messages.filter(({ thread_ts, only }) => thread_ts === parent.ts && !only)
  const { items, next_cursor } = page([parent, ...replies], args, 100)
  const messages = items.map((message) => describeMessage(message, args))
  return { messages, has_more: next_cursor !== '', response_metadata: { next_cursor } }
}

/** The conversation with one person. https://docs.slack.dev/reference/methods/conversations.open */
export function openPlace(core: Core, args: Bag): Bag {
  const named = asText(args.channel)
  if (named !== '') return { channel: describePlace(placeOf(core, args)) }
  const [user, second] = need(args, 'users', 'users_list_not_supplied').split(',')
  const person = core.workspace.people[user ?? '']
  if (!person) throw new Rejection('user_not_found')
  if (person.deleted) throw new Rejection('user_disabled')
  if (person.isBot) throw new Rejection('cannot_dm_bot')
  if (second) throw new Rejection('method_not_supported_for_channel_type')
  return { channel: describePlace(openDm(core.workspace, person.id)) }
}

function describePlace(place: Place): Bag {
  const common = {
    id: place.id,
    created: 1_700_000_000,
    is_archived: place.archived ?? false,
    context_team_id: ids.team,
  }
  if (place.kind === 'dm') {
    const user = place.members.find((member) => member !== ids.bot) ?? ''
    return { ...common, is_im: true, is_channel: false, user, is_open: true }
  }
  return {
    ...common,
    name: place.name,
    name_normalized: place.name,
    is_channel: true,
    is_im: false,
    is_private: false,
    is_general: place.name === 'general',
    is_member: place.members.includes(ids.bot),
    num_members: place.members.length,
  }
}

function describeMessage(message: Message, args: Bag): Bag {
  const { metadata, ...rest } = message
  return metadata && isOn(args.include_all_metadata) ? { ...rest, metadata } : rest
}

function isBetween(ts: string, args: Bag): boolean {
  const at = Number(ts)
  const oldest = Number(args.oldest ?? 0)
  const latest = Number(args.latest ?? Number.POSITIVE_INFINITY)
  if (isOn(args.inclusive)) return at >= oldest && at <= latest
  return at > oldest && at < latest
}

function placeOf(core: Core, args: Bag): Place {
  const place = core.workspace.places[need(args, 'channel', 'channel_not_found')]
  if (!place) throw new Rejection('channel_not_found')
  return place
}

function memberPlace(core: Core, args: Bag): Place {
  const place = placeOf(core, args)
  if (!place.members.includes(ids.bot)) throw new Rejection('not_in_channel')
  return place
}

function typeOf(place: Place): string {
  return place.kind === 'dm' ? 'im' : 'public_channel'
}
