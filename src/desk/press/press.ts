import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '#entities/actor.ts'
import { IllegalMove, nextState } from '#entities/flow.ts'
import type { Needs } from '#src/app.ts'
import type { Answers, Form } from '#src/cards/form.ts'
import type { AnySubject, Effect, Member, Offer } from '#src/cards/subject.ts'
import { readToken, type Token } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { metrics } from '#src/metrics.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { move } from '#src/moves/move.ts'
import { cancel, enqueue } from '#src/outbox/enqueue.ts'
import { actorOf, recognise, recordNotAllowed } from '../people/people.ts'
import { subjects } from './subjects.ts'
import { tooLate } from './too-late.ts'

export type PressingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'publicUrl' | 'keys'>

/** What to show who pressed: a sentence, or what the verb asks first; then nothing has been done. */
export type Pressed = { said: string; form: Form | null }

/** Someone used a button, on any platform, a link, the API or in words. The answer is the sentence to show them. */
export async function press(app: PressingApp, tokenText: string, by: Visitor, answers: Answers = {}): Promise<string> {
  return (await pressWith(app, tokenText, by, answers)).said
}

/** The same before anything is answered: a verb that asks first gives its form. */
export async function pressOrAsk(app: PressingApp, tokenText: string, by: Visitor): Promise<Pressed> {
  return pressWith(app, tokenText, by, null)
}

async function pressWith(app: PressingApp, tokenText: string, by: Visitor, given: Answers | null): Promise<Pressed> {
  const pressed = guarded(app, tokenText, by, async (token, subject, member) =>
    inTransaction(app, async (tx): Promise<Pressed> => {
      await lock(tx.em, subject, token.id)
      const view = await loadForPress(tx.em, app, subject, token, member)
      const form = given ? null : subject.ask?.(view, token.verb, app)
      if (form) return { said: '', form }
      const answers = given ?? {}
      const effect = await actOn(tx, app, {
        ...{ subject, view, token, member, answers },
        by: actorOf(member, by.via),
      })
      return { said: effect.tell ?? `${subject.verbs[token.verb]?.label ?? token.verb}: done.`, form: null }
    }),
  )
  return countPress(by, pressed)
}

async function countPress(by: Visitor, pressed: Promise<Pressed>): Promise<Pressed> {
  try {
    const done = await pressed
    if (!done.form) metrics.presses.inc({ via: by.via, outcome: 'done' })
    return done
  } catch (error) {
    const outcome = error instanceof NotAllowed ? 'forbidden' : error instanceof Refusal ? 'refused' : 'failed'
    metrics.presses.inc({ via: by.via, outcome })
    throw error
  }
}

/** What the verb asks first, for the person to fill in, without pressing it; null when it asks nothing. */
export async function formFor(app: PressingApp, tokenText: string, by: Visitor): Promise<Form | null> {
  return guarded(app, tokenText, by, async (token, subject, member) => {
    const view = await loadForPress(app.em.fork(), app, subject, token, member)
    return subject.ask?.(view, token.verb, app) ?? null
  })
}

/** Refuses, and writes down, whoever may not use this verb of this record; whether it is on offer now is not asked. */
export async function requireMayPress(app: PressingApp, tokenText: string, by: Visitor): Promise<void> {
  await guarded(app, tokenText, by, (token, subject, member) => loadTheirs(app.em.fork(), subject, token, member))
}

/** Finds who presses what, and writes down whoever may not. */
async function guarded<T>(
  app: PressingApp,
  tokenText: string,
  by: Visitor,
  work: (token: Token, subject: AnySubject, member: Member) => Promise<T>,
): Promise<T> {
  const member = await recognise(app.em.fork(), by)
  try {
    if (!member) throw new NotAllowed('I do not know you yet. Send me /start to ask to be let in.')
    const token = readToken(tokenText)
    const subject = subjects().find(({ kind }) => kind.name === token.subject)
    if (!subject) throw new Refusal('I no longer know that kind of card.')
    return await work(token, subject, member)
  } catch (error) {
    await recordNotAllowed(app, by, member, tokenText, error)
    throw error
  }
}

async function lock(em: EntityManager, subject: AnySubject, id: string): Promise<void> {
  if (subject.lock) return subject.lock(em, id)
  const { kind } = subject
  await sql(em, `select 1 from "${kind.table}" where id = $1 for update`, [id])
}

async function loadForPress(
  em: EntityManager,
  app: PressingApp,
  subject: AnySubject,
  token: Token,
  member: Member,
): Promise<RecordRow> {
  const view = await loadTheirs(em, subject, token, member)
  const old = token.moves !== undefined && token.moves !== view.moves
  if (old || !subject.offers(view).some((offer) => isFor(offer, token)))
    throw new Refusal(await tooLate(em, app, subject, view, token.verb, member))
  return view
}

async function loadTheirs(em: EntityManager, subject: AnySubject, token: Token, member: Member): Promise<RecordRow> {
  const [view] = await subject.load(em, [token.id])
  if (!view) throw new Refusal('That is gone.')
  if (!subject.mayPress(member, view, token.verb)) throw new NotAllowed('That one is not yours to decide.')
  return view
}

function isFor({ verb, arg, earlierToo }: Offer, token: Token): boolean {
  if (verb !== token.verb) return false
  return (arg ?? token.arg) === token.arg || (earlierToo === true && Number(token.arg) <= Number(arg))
}

type Acting = {
  subject: AnySubject
  view: RecordRow
  token: Token
  member: Member
  by: Actor
  answers: Answers
}

/** A verb used by the operator of the house in a transaction of theirs: with all its effects, on offer or not. */
export async function pressInside(
  tx: Tx,
  app: PressingApp,
  { kind, id, verb, by }: { kind: string; id: string; verb: string; by: Actor },
): Promise<void> {
  const subject = subjects().find((one) => one.kind.name === kind)
  if (!subject) throw new Error(`no subject '${kind}'`)
  await lock(tx.em, subject, id)
  const [view] = await subject.load(tx.em, [id])
  if (!view) return
  const zone = app.settings.STORE_TIMEZONE
  const member: Member = { id: by.personId ?? '', name: by.name, role: 'admin', zone, storeId: null }
  const token: Token = { subject: kind, verb, id }
  await actOn(tx, app, { subject, view, token, member, by, answers: {} })
}

async function actOn(tx: Tx, app: PressingApp, acting: Acting): Promise<Effect<RecordRow>> {
  const { subject, view, token, member, by, answers } = acting
  try {
    nextState(subject.kind.flow, view.state, token.verb)
    const act = subject.act[token.verb]
    const effect = (await act?.({ tx, app, view, by, member, answers, arg: token.arg })) ?? {}
    await settle(tx, effect, by)
    const { set, edited, note } = effect
    const moved = await move(tx, subject.kind, [view], token.verb, by, {
      ...(set && { set: () => set }),
      ...(edited && { edited }),
      ...(note && { note }),
    })
    if (moved.length === 0) throw new IllegalMove(token.verb, view.state)
    return effect
  } catch (error) {
    if (error instanceof IllegalMove) throw new Refusal(await tooLate(tx.em, app, subject, view, token.verb, member))
    throw error
  }
}

/** Deliveries to be stopped and started. What has left cannot be undone. */
async function settle(tx: Tx, effect: Effect<RecordRow>, by: Actor): Promise<void> {
  const cancels = effect.cancels ?? []
  const stopped = await cancel(tx, cancels, by)
  if (stopped.size < cancels.length) throw new Refusal('Too late to undo: the mail has already left.')
  await enqueue(tx, effect.deliveries ?? [])
}
