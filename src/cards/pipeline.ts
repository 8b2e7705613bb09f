import type { EntityManager } from '@mikro-orm/postgresql'
import type { Settings } from '#src/config.ts'

/** Work that waits for a step: `37 comments to read`. */
export type Backlog = { what: string; step: string; count: number; oldest: Date }

/** A line of work as people hear of it: whether it is on, how far it is behind, what it did. */
export type Pipeline = {
  name: string
  isConfigured(settings: Settings): boolean
  /** What its steps have not done yet; nothing that is empty. */
  backlog(em: EntityManager): Promise<Backlog[]>
  /** What happened between two times, in pieces of a sentence: `12 orders in`. */
  digest(em: EntityManager, from: Date, to: Date): Promise<string[]>
}
