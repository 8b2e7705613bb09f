import { Delivery, type DeliveryState, type deliveryFlow } from '#entities/outbox/delivery.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { subjects } from '#src/desk/press/subjects.ts'
import { pipelines } from '#src/pipelines.ts'
import { listRows } from '#src/web/list-rows.ts'
import { type AnyShown, defineShown } from '#src/web/shown.ts'

/** A kind with its list; `pipeline`: whose it is, none for the desk's own. */
export type ShownKind = { subject: AnySubject; shown: AnyShown; pipeline?: string }

/** The messages that leave, for admins. */
const deliveryShown = defineShown<Delivery>({
  path: 'deliveries',
  title: 'Deliveries',
  one: 'delivery',
  roles: ['admin'],
  states: { doubtful: 'In doubt', dead: 'Could not leave' } satisfies Partial<
    Record<keyof typeof deliveryFlow, string>
  >,
  list: (em, _, { state }, paging) => listRows(em, Delivery, state ? { state: state as DeliveryState } : {}, paging),
})

/** Every kind that has a list, in the order of the menu. */
export function shownKinds(): ShownKind[] {
  return pipelines.flatMap(({ name, kinds }) =>
    kinds.flatMap(({ subject, shown }) => (shown ? [{ subject, shown, pipeline: name }] : [])),
  )
}

export function shownDelivery(): ShownKind {
  const subject = subjects().find(({ kind }) => kind.table === deliveryShown.path)
  if (!subject) throw new Error('deliveries have no subject')
  return { subject, shown: deliveryShown }
}

/** How a kind is shown; none: it has a page of its own, or none. */
export function shownOf({ kind }: AnySubject): AnyShown | undefined {
  return [...shownKinds(), shownDelivery()].find(({ subject }) => subject.kind === kind)?.shown
}

/** The kind whose records stand below a path: `/orders/O-142`. */
export function subjectAt(path: string): AnySubject | undefined {
  return subjects().find((subject) => pathOf(subject) === `/${path}`)
}

/** Where the records of a kind are. */
export function pathOf(subject: AnySubject): string {
  return `/${shownOf(subject)?.path ?? subject.kind.table}`
}
