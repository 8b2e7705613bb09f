import { z } from 'zod'
import type { Answers, Form } from '#src/cards/form.ts'
import { writeToken } from '#src/cards/token.ts'
import { formFor, type PressingApp, press } from '#src/desk/press/press.ts'
import type { Caller } from '#src/web/caller.ts'
import { notFound, Problem } from '#src/web/problem.ts'
import type { Found } from '../records.ts'

/** Answers by field name; `arg` tells buttons of one verb apart. */
export const answersShape = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/** Presses a verb of a record for a program. What the verb asks and is not answered keeps the value it has. */
export async function actOn(
  app: PressingApp,
  { by }: Caller,
  { subject, view }: Found,
  verb: string,
  sent: z.infer<typeof answersShape>,
): Promise<string> {
  if (!Object.hasOwn(subject.verbs, verb)) throw notFound(`There is no verb '${verb.slice(0, 30)}'.`)
  const { arg, ...answers } = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, String(value)]))
  const token = writeToken({ subject: subject.kind.name, verb, id: view.id, ...(arg && { arg, moves: view.moves }) })
  const form = await formFor(app, token, by)
  return press(app, token, by, form ? complete(form, answers) : answers)
}

function complete({ fields }: Form, given: Answers): Answers {
  const answers = Object.fromEntries(fields.map(({ name, value = '' }) => [name, given[name] ?? value]))
  const missing = fields.filter(({ name, optional }) => !optional && !answers[name])
  const unknown = Object.keys(given).filter((name) => !fields.some((field) => field.name === name))
  const wrong = [...missing.map(({ name }) => [name, 'needed']), ...unknown.map((name) => [name, 'not asked'])]
  if (wrong.length > 0)
    throw new Problem(400, 'invalid', 'The answers do not fit the questions.', Object.fromEntries(wrong))
  return answers
}
