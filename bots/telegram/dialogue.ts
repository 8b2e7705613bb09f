import { Dialogue } from '#entities/cards/dialogue.ts'
import { uuid } from '#entities/uuid.ts'
import type { Field, Form } from '#src/cards/form.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { formFor, press } from '#src/desk/press/press.ts'
import { Refusal } from '#src/errors.ts'
import type { ListeningApp } from '../bot.ts'

/** An unanswered question is forgotten after this. */
const OPEN_MS = 30 * 60_000
/** Keeps what a field holds; leaves out what may be left out; ends the questions. */
const KEEP = '.'
export const EMPTY = '-'
export const STOP = 'cancel'

/** What the bot says next: a question, or how the form ended. */
export type Question = { text: string; field: Field | null }

/** A form as a conversation, one question a message. It survives a restart, and a new one replaces an old one. */
export async function startDialogue(
  app: ListeningApp,
  chat: string,
  by: Visitor,
  token: string,
  form: Form,
): Promise<Question> {
  await sql(
    app.em.fork(),
    `insert into dialogues (id, chat, user_id, token, answers, expires_at) values ($1, $2, $3, $4, '{}', $5)
     on conflict (chat, user_id) do update set token = excluded.token,
     answers = '{}', expires_at = excluded.expires_at`,
    [uuid(), chat, by.userId, token, new Date(app.clock().getTime() + OPEN_MS)],
  )
  return ask(form, {}, `${form.title}\n`, `\nSend ${STOP}, and nothing is changed.`)
}

/** Takes an answer; null when nothing (or, for a pressed choice, something else) was asked of this person here. */
export async function continueDialogue(
  app: ListeningApp,
  chat: string,
  by: Visitor,
  answer: string,
  choiceOf?: string,
): Promise<Question | null> {
  const em = app.em.fork()
  const dialogue = await em.findOne(Dialogue, { chat, userId: by.userId, expiresAt: { $gt: app.clock() } })
  if (!dialogue) return null
  if (isCommand(answer)) return null
  if (/^\/?(cancel|stop)$/i.test(answer.trim())) return end(app, dialogue, 'Nothing was changed.')
  const form = await formOrWhy(app, dialogue.token, by)
  if (typeof form === 'string') return end(app, dialogue, `${form} I ask no further.`)
  if (!form) return end(app, dialogue, 'That no longer needs an answer.')
  const field = form.fields.find(({ name }) => !(name in dialogue.answers))
  if (choiceOf && field?.name !== choiceOf) return null
  const answers = { ...dialogue.answers, ...(field && { [field.name]: readAnswer(field, answer) }) }
  const next = ask(form, answers)
  if (next.field) {
    await keep(app, dialogue, answers)
    return next
  }
  return finish(app, dialogue, form, answers, by)
}

/** The form as it is now; a sentence when its record has moved on meanwhile. */
async function formOrWhy(app: ListeningApp, token: string, by: Visitor): Promise<Form | string | null> {
  try {
    return await formFor(app, token, by)
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

/** The menu is always within reach: a command is no answer, save for the two that end the questions. */
function isCommand(text: string): boolean {
  return /^\/(?!(cancel|stop)\b)/i.test(text.trim())
}

async function finish(
  app: ListeningApp,
  dialogue: Dialogue,
  form: Form,
  answers: Record<string, string>,
  by: Visitor,
): Promise<Question> {
  try {
    return await end(app, dialogue, await press(app, dialogue.token, by, answers))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const wrong = Object.keys(error.fields ?? {})
    if (wrong.length === 0) return end(app, dialogue, error.message)
    const kept = Object.fromEntries(Object.entries(answers).filter(([name]) => !wrong.includes(name)))
    await keep(app, dialogue, kept)
    return ask(form, kept, `${Object.values(error.fields ?? {}).join(' ')}\n`)
  }
}

function ask({ fields }: Form, answers: Record<string, string>, before = '', after = ''): Question {
  const field = fields.find(({ name }) => !(name in answers)) ?? null
  if (!field) return { text: '', field: null }
  const { label, hint, kind } = field
  const question = `${before}${label.replace(/\??$/, '?')}${hint ? `\n${hint}` : ''}`
  return { text: kind === 'choice' ? question : `${question}${keeping(field)}${after}`, field }
}

function keeping({ value, optional }: Field): string {
  if (!value) return optional ? '\nSend a dash to leave it out.' : ''
  return `\nNow: ${value}\nSend a dot to keep it${optional ? ', a dash to leave it out' : ''}.`
}

function readAnswer(field: Field, text: string): string {
  const answer = text.trim()
  if (answer === KEEP) return field.value ?? ''
  if (answer === EMPTY && field.optional) return ''
  const pressed = field.kind === 'choice' && /^#(\d+)$/.exec(answer)?.[1]
  if (pressed) return field.choices?.[Number(pressed)]?.value ?? ''
  const chosen = field.choices?.find(({ label, value }) =>
    [label, value].some((name) => name.toLowerCase() === answer.toLowerCase()),
  )
  return chosen?.value ?? answer
}

async function keep(app: ListeningApp, { id }: Dialogue, answers: Record<string, string>): Promise<void> {
  await sql(app.em.fork(), 'update dialogues set answers = $2 where id = $1', [id, JSON.stringify(answers)])
}

async function end(app: ListeningApp, { id }: Dialogue, text: string): Promise<Question> {
  await sql(app.em.fork(), 'delete from dialogues where id = $1', [id])
  return { text, field: null }
}
