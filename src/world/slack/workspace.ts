import type { Bag } from './bag.ts'

/** All that Slack remembers of our workspace; plain JSON, so it can be kept in a file. */
export type Workspace = {
  team: { id: string; name: string; domain: string }
  people: Record<string, Person>
  places: Record<string, Place>
  files: Record<string, StoredFile>
  /** The open modals of a person, the topmost last. */
  modals: Record<string, View[]>
  homes: Record<string, View>
  /** The last failure Slack itself told a person about. */
  notices: Record<string, string>
  /** Where each person looks, and up to where they have read each place. */
  looking: Record<string, string>
  read: Record<string, Record<string, string>>
  /** What no person sees. */
  backstage: Backstage
}

export type Person = {
  id: string
  name: string
  realName: string
  email: string
  tz: string
  isBot: boolean
  isOwner: boolean
  isRestricted: boolean
  deleted: boolean
}

/** A channel, or the conversation of one person with the bot. */
export type Place = {
  id: string
  kind: 'channel' | 'dm'
  name: string
  members: string[]
  messages: Message[]
  archived?: true
}

export type Message = {
  type: 'message'
  ts: string
  user: string
  text: string
  team: string
  blocks?: Bag[]
  bot_id?: string
  app_id?: string
  metadata?: { event_type: string; event_payload: Bag }
  thread_ts?: string
  edited?: { user: string; ts: string }
  files?: Bag[]
  /** Ephemeral: only this person sees it. */
  only?: string
}

export type View = Bag & {
  id: string
  type: 'modal' | 'home'
  hash: string
  blocks: Bag[]
  callback_id: string
  private_metadata: string
  state: { values: Record<string, Record<string, Bag>> }
  previous_view_id: string | null
  root_view_id: string
  external_id: string
  /** What the app said about the last submission, by block. */
  errors?: Record<string, string>
}

export type StoredFile = {
  id: string
  name: string
  title: string
  altText: string
  length: number
  base64: string | null
}

type Backstage = {
  lastMicros: number
  count: number
  triggers: Record<string, { user: string; until: number; used: boolean }>
  responses: Record<string, ResponseUrl>
}

/** One `response_url`: where it came from and how often it may still be used. */
export type ResponseUrl = { user: string; place: string; ts: string | null; left: number; until: number }

export const ids = { team: 'T0DESK', bot: 'U0DESK', botProfile: 'B0DESK', app: 'A0DESK' } as const

/** A small shop: the owner, a helper, a guest who sees one channel, and a colleague the desk does not know. */
export function seedWorkspace(teamName: string): Workspace {
  const people = [
    person('U0ANN', 'ann', 'Ann Ashby', { isOwner: true }),
    person('U0BO', 'bo', 'Bo Lindgren', { tz: 'America/Los_Angeles' }),
    person('U0GUEST', 'guest', 'Gil Guest', { isRestricted: true }),
    person('U0STRANGER', 'stranger', 'Sam Stranger'),
    person('U0ADA', 'ada', 'Ada Quist', { tz: 'America/Los_Angeles' }),
    person('U0BEN', 'ben', 'Ben Okoye', { tz: 'America/Los_Angeles' }),
    person(ids.bot, 'deskhand', 'Deskhand', { isBot: true, email: '' }),
  ]
  const places = [
    channel('C0ORDERS', 'orders', ['U0ANN', 'U0BO', 'U0GUEST', ids.bot]),
    channel('C0GENERAL', 'general', ['U0ANN', 'U0BO', 'U0STRANGER']),
  ]
  return {
    team: { id: ids.team, name: teamName, domain: 'desk' },
    people: Object.fromEntries(people.map((one) => [one.id, one])),
    places: Object.fromEntries(places.map((one) => [one.id, one])),
    files: {},
    modals: {},
    homes: {},
    notices: {},
    // The reps talk to the bot alone.
    looking: { U0ADA: dmOf('U0ADA'), U0BEN: dmOf('U0BEN') },
    read: {},
    backstage: { lastMicros: 0, count: 0, triggers: {}, responses: {} },
  }
}

export function dmOf(user: string): string {
  return `D${user.slice(1)}`
}

/** The conversation of a person with the bot, opened when it is first needed. */
export function openDm(workspace: Workspace, user: string): Place {
  const id = dmOf(user)
  workspace.places[id] ??= { id, kind: 'dm', name: 'directmessage', members: [user, ids.bot], messages: [] }
  return workspace.places[id]
}

/** A place by its id, a channel's name with or without `#`, or the id of a person (their conversation with the bot). */
export function findPlace(workspace: Workspace, name: string): Place | undefined {
  const bare = name.replace(/^#/, '')
  const byId = workspace.places[name]
  if (byId) return byId
  if (workspace.people[name]) return openDm(workspace, name)
  return Object.values(workspace.places).find((place) => place.kind === 'channel' && place.name === bare)
}

export function topModal(workspace: Workspace, user: string): View | undefined {
  return workspace.modals[user]?.at(-1)
}

function person(id: string, name: string, realName: string, more: Partial<Person> = {}): Person {
  const plain = { isBot: false, isOwner: false, isRestricted: false, deleted: false }
  return { id, name, realName, email: `${name}@example.com`, tz: 'America/New_York', ...plain, ...more }
}

function channel(id: string, name: string, members: string[]): Place {
  return { id, kind: 'channel', name, members, messages: [] }
}
