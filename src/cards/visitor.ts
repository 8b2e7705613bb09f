import type { Door } from '#entities/actor.ts'

/**
 * Someone at a door, before we know whether they work here. Slack's user id is `team:user`, the API's is that of the
 * key; at other doors it is the person's.
 */
export type Visitor = {
  via: Door
  userId: string
  name: string
  /** Where they can be told something alone. */
  place?: string
  /** The chat they are in now. */
  here?: string
  /** Asks the platform for their full name, when a person has to decide about them, and for their zone. */
  introduce?(): Promise<{ name: string; zone?: string }>
  /** IANA, as their profile says it. */
  zone?: string
}
