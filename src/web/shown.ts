import type { EntityManager } from '@mikro-orm/postgresql'
import type { z } from 'zod'
import type { KeyRole } from '#entities/people/api-key.ts'
import type { Role } from '#entities/people/person.ts'
import type { App } from '#src/app.ts'
import type { Member } from '#src/cards/subject.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import type { Html } from './html.ts'
import type { Paging } from './paging.ts'

/** A page of a list: the ids in its order, and how many there are in all. */
export type Rows = { ids: string[]; total: number }

/**
 * How a kind of record is shown. From it derive, on the dashboard, its list and the parts of a record's page; in the
 * API `GET /path`, `GET /path/:ref`, `POST /path/:ref/:verb`, `PATCH` and `DELETE /path/:ref`; the words of its
 * states; its gauge.
 */
export type Shown<View extends RecordRow = RecordRow, Filter = Record<string, unknown>> = {
  /** Of its list, on the dashboard and below `/api`: `orders`. */
  path: string
  title: string
  /** One of them, in the answers and the words of the API: `order`. */
  one: string
  /** Who sees its list and their own records in it, besides admins. */
  roles: Role[]
  /** Its states in the operators' words; the others are shown as they are called. */
  states?: Record<string, string>
  /** Of one record, where its state does not say all of it. */
  standing?(view: View): string
  /**
   * What its list is narrowed by, beside the state: `z.object`, each optional. In the search box of the page stand
   * those with `.meta({ title: 'Search', placeholder: '@name' })`, or to choose from with `choices`, the words of each
   * value; the others come by links and the API.
   */
  filters?: z.ZodObject
  /** The records this member may see, in the order of the list, as it is `now`. */
  list(
    em: EntityManager,
    who: Member,
    filter: Filter & { state?: View['state'] },
    paging: Paging,
    now: Date,
  ): Promise<Rows>
  /** How many of them this member sees stand in which state, for the overview. None: no tiles there. */
  count?(em: EntityManager, who: Member): Promise<Record<string, number>>
  /** Everything on a record's page besides its card, its deliveries and its history. */
  parts?(app: App, view: View, who: Member): Promise<Html>
  /** In the API; none: it is not there. */
  api?: ShownInApi<View>
}

export type ShownInApi<View extends RecordRow> = {
  /** Whose keys; admin unless told. */
  roles?: KeyRole[]
  /** What `write` answers: what describes it in OpenAPI too. */
  shape: z.ZodObject
  write(view: View): object
  /** The verb that PATCH presses with the answers of its form; none: no PATCH. */
  patch?: string
  /** The verb that DELETE presses; none: no DELETE. */
  delete?: string
}

/** Forgets the types of one kind, for the list of all. */
export type AnyShown = Shown

export function defineShown<View extends RecordRow, Filter = Record<never, never>>(
  shown: Shown<View, Filter>,
): AnyShown {
  return shown as unknown as AnyShown
}
