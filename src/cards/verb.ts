import type { App } from '#src/app.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import type { Form } from './form.ts'
import type { Acting, Effect, Member, Offer, Subject, Wording } from './subject.ts'

export type Offered = boolean | 'first' | 'quiet' | Omit<Offer, 'verb'>[]

/** One button, whole: to add one is to add one of these, and one line of the flow. */
export type Verb<Row extends RecordRow, View extends Row = Row> = Wording & {
  /** When: as a button, as the one that is meant (`first`), only typed (`quiet`), or as offers of its own making. */
  offered(view: View): Offered
  /** Why it is not on offer, where more is to be said of it than what was done last. */
  whyNot?(view: View): string | null
  /** Who; whoever may see the record unless told. */
  who?(member: Member, view: View): boolean
  /** What it asks first. */
  form?(view: View, app: Pick<App, 'settings'>): Form | null
  /** What it does besides the move, in its transaction. */
  effect?(acting: Acting<View>): Promise<Effect<Row>> | Effect<Row>
}

type Parts<Row extends RecordRow, View extends Row> = Pick<
  Subject<Row, View>,
  'offers' | 'verbs' | 'whyNot' | 'ask' | 'act' | 'mayPress'
>

/** The parts of a subject that are its verbs, in the order of its buttons, the one that is meant before the others. */
export function subjectFrom<Row extends RecordRow, View extends Row>(
  verbs: Record<string, Verb<Row, View>>,
  maySee: (member: Member, view: View) => boolean,
): Parts<Row, View> {
  const effects = Object.entries(verbs).flatMap(([name, { effect }]) => (effect ? [[name, effect] as const] : []))
  return {
    verbs,
    act: Object.fromEntries(effects),
    ask: (view, verb, app) => verbs[verb]?.form?.(view, app) ?? null,
    whyNot: (view, verb) => verbs[verb]?.whyNot?.(view) ?? null,
    offers: (view) => inOrder(Object.entries(verbs).flatMap(([verb, one]) => offersOf(verb, one.offered(view)))),
    mayPress: (member, view, verb) => maySee(member, view) && (verbs[verb]?.who?.(member, view) ?? true),
  }
}

function offersOf(verb: string, offered: Offered): Offer[] {
  if (Array.isArray(offered)) return offered.map((one) => ({ verb, ...one }))
  if (offered === 'quiet' || offered === 'first') return [{ verb, [offered]: true }]
  return offered ? [{ verb }] : []
}

function inOrder(offers: Offer[]): Offer[] {
  return [...offers.filter(({ first }) => first), ...offers.filter(({ first }) => !first)]
}
