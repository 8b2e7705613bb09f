import type { EntityManager } from '@mikro-orm/postgresql'
import type { CommandApp, Reply } from '#src/cards/command.ts'
import { isForOneAlone } from '#src/cards/for-one-alone.ts'
import type { Field, Form } from '#src/cards/form.ts'
import { readRef, writeRef } from '#src/cards/ref.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { writeToken } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { press, pressOrAsk, requireMayPress } from './press.ts'
import { areOfOneKind, type Named, readNamed, readSeveral, refsAmong, runEach } from './several-refs.ts'
import { subjects } from './subjects.ts'

/** `which`: several buttons say this verb, and it must be said which is meant. */
type Argument = { text: string; arg?: string | undefined; which?: string }

/** Every verb of every card can be typed: `approve O-142`, `reply O-142 We ship to Canada`. */
export function isVerb(word: string): boolean {
  return subjects().some(({ verbs }) => word in verbs)
}

export function verbNames(): string[] {
  return [...new Set(subjects().flatMap(({ verbs }) => Object.keys(verbs)))]
}

export async function runVerb(app: CommandApp, words: string, by: Visitor): Promise<Reply> {
  const [typed = ''] = words.trim().split(/\s+/, 1)
  const verb = typed.toLowerCase()
  const named = readNamed(words.trim().slice(typed.length))
  const several = readSeveral(named)
  const each = (refs: string[]) => runEach(typed, refs, (one) => runVerb(app, one, by))
  if (several && areOfOneKind(several)) return each(several)
  const { subject, view } = await findRecord(app.em.fork(), named.ref)
  if (!(verb in subject.verbs)) return refuseUnfit(app, subject, view, verb, by)
  const argument = readArgument(subject, view, verb, named.rest)
  if (argument.arg === undefined && !argument.which && takesNoWords(app, subject, view, verb)) {
    if (several) return each(several)
    refuseOthers(typed, named)
  }
  return pressTyped(app, { subject, view, verb, argument }, by)
}

type Typed = { subject: AnySubject; view: RecordRow; verb: string; argument: Argument }

async function pressTyped(app: CommandApp, { subject, view, verb, argument }: Typed, by: Visitor): Promise<Reply> {
  const { arg, text, which } = argument
  const token = writeToken({
    ...{ subject: subject.kind.name, verb, id: view.id },
    ...(arg !== undefined && { arg, moves: view.moves }),
  })
  if (which) {
    // What the buttons say is for those who may press them.
    await requireMayPress(app, token, by)
    throw new Refusal(which)
  }
  const { said, form } = await pressOrAsk(app, token, by)
  if (!form) return { text: said, ...(isForOneAlone(said) && { isPrivate: true }) }
  const field = text ? soleField(form) : null
  if (field) return { text: await press(app, token, by, { [field.name]: text }) }
  return { text: '', form: { token, form } }
}

function takesNoWords(app: CommandApp, subject: AnySubject, view: RecordRow, verb: string): boolean {
  return subject.offers(view).some((offer) => offer.verb === verb) && !subject.ask?.(view, verb, app)
}

/** `approve O-5 not O-6`: nothing is done by halves. */
function refuseOthers(verb: string, { ref, rest }: Named): void {
  const others = refsAmong(rest)
  if (others.length === 0) return
  const refs = [ref, ...others].join(' ')
  throw new Refusal(`Nothing is done: is ${others.join(', ')} meant too? Write the refs alone: ${verb} ${refs}`)
}

/** What words behind a verb are for: the one field that must be filled in, else the only one there is. */
function soleField({ fields }: Form): Field | null {
  const needed = fields.filter(({ optional }) => !optional)
  const [only, ...others] = needed.length > 0 ? needed : fields
  return only && others.length === 0 ? only : null
}

/** A verb of another kind of record: those who may press this one are told what it can do instead. */
async function refuseUnfit(
  app: CommandApp,
  subject: AnySubject,
  view: RecordRow,
  verb: string,
  by: Visitor,
): Promise<never> {
  const ref = writeRef(subject.kind, view)
  const verbs = [...new Set(subject.offers(view).map((offer) => offer.verb))]
  const [first] = verbs
  if (!first) throw new Refusal(`There is nothing to ${verb} at ${ref}.`)
  await requireMayPress(app, writeToken({ subject: subject.kind.name, verb: first, id: view.id }), by)
  const can = `What you can do: ${verbs.join(', ')}. For example: ${first} ${ref}`
  throw new Refusal(`I cannot ${verb} ${ref}. ${can}`)
}

/** The record behind a ref, or a refusal that says how a ref looks. */
export async function findRecord(em: EntityManager, text: string): Promise<{ subject: AnySubject; view: RecordRow }> {
  const ref = readRef(text)
  const subject = ref && subjects().find(({ kind }) => kind.prefix === ref.prefix)
  if (!subject) throw new Refusal(`'${text.slice(0, 20)}' is no ref. One looks like ${examples()}.`)
  const [row] = await sql<{ id: string }>(em, `select id from "${subject.kind.table}" where number = $1`, [ref.number])
  const [view] = row ? await subject.load(em, [row.id]) : []
  if (!view) throw new Refusal(`There is no ${writeRef(subject.kind, ref)}.`)
  return { subject, view }
}

/** `admit P-3 as seller of Zuri Closet`: what a button of its own says, or the word that names it; the only one. */
function readArgument(subject: AnySubject, view: RecordRow, verb: string, words: string[]): Argument {
  const text = words.join(' ')
  const offers = subject.offers(view).filter((offer) => offer.verb === verb)
  const own = offers.filter(({ arg }) => arg !== undefined)
  if (own.length === 0) return { text }
  const named =
    own.find(({ label }) => label?.toLowerCase() === text.toLowerCase()) ??
    own.find(({ arg }) => words.some((word) => word.toLowerCase() === arg))
  if (named) return { text, arg: named.arg }
  if (own.length < offers.length) return { text }
  if (own.length === 1) return { text, arg: own[0]?.arg }
  const labels = own.map(({ label, arg }) => label ?? arg).join(', ')
  return { text, which: `Which one? Write behind ${verb} ${writeRef(subject.kind, view)} one of these: ${labels}.` }
}

function examples(): string {
  return subjects()
    .slice(0, 2)
    .map(({ kind }) => writeRef(kind, { number: 1 }))
    .join(' or ')
}
