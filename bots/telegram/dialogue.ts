import { Dialogue } from '#entities/cards/dialogue.ts'
import { uuid } from '#entities/uuid.ts'
import type { Form } from '#src/cards/form.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { formFor, press } from '#src/desk/press/press.ts'
import { Refusal } from '#src/errors.ts'
import type { ListeningApp } from '../bot.ts'
import { ask, markOf, type Question, readAnswer, STOP } from './ask.ts'

/** An unanswered question is forgotten after this. */
const OPEN_MS = 30 * 60_000
/** A button under a question: which field it answers, and of which form; older ones name no form. */
export type Pressed = { field: string; mark?: string | undefined }

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
  return ask({ form, token }, {}, `${form.title}\n`, `\nSend ${STOP}, and nothing is changed.`)
}

/** Takes an answer; null when nothing (or, for a pressed choice, something else) was asked of this person here. */
export async function continueDialogue(
  app: ListeningApp,
  chat: string,
  by: Visitor,
  answer: string,
  pressed?: Pressed,
): Promise<Question | null> {
  const em = app.em.fork()
  const dialogue = await em.findOne(Dialogue, { chat, userId: by.userId, expiresAt: { $gt: app.clock() } })
  if (!dialogue || isCommand(answer)) return null
  if (pressed?.mark && pressed.mark !== markOf(dialogue.token)) return null
  const isStop = /^\/?(cancel|stop)$/i.test(answer.trim())
  if (isStop && !pressed) return end(app, dialogue, UNCHANGED)
  const form = await formOrWhy(app, dialogue.token, by)
  if (typeof form === 'string') return end(app, dialogue, `${form} I ask no further.`)
  if (!form) return end(app, dialogue, 'That no longer needs an answer.')
  const field = form.fields.find(({ name }) => !(name in dialogue.answers))
  if (pressed && field?.name !== pressed.field) return null
  if (isStop) return end(app, dialogue, UNCHANGED)
  const answers = { ...dialogue.answers, ...(field && { [field.name]: readAnswer(field, answer) }) }
  return goOn(app, { dialogue, form, answers, by })
}

const UNCHANGED = 'Nothing was changed.'

type Answered = { dialogue: Dialogue; form: Form; answers: Record<string, string>; by: Visitor }

async function goOn(app: ListeningApp, answered: Answered): Promise<Question> {
  const { dialogue, form, answers } = answered
  const next = ask({ form, token: dialogue.token }, answers)
  if (!next.field) return finish(app, answered)
  await keep(app, dialogue, answers)
  return next
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

async function finish(app: ListeningApp, { dialogue, form, answers, by }: Answered): Promise<Question> {
  try {
    return await end(app, dialogue, await press(app, dialogue.token, by, answers))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const wrong = Object.keys(error.fields ?? {})
    if (wrong.length === 0) return end(app, dialogue, error.message)
    const kept = Object.fromEntries(Object.entries(answers).filter(([name]) => !wrong.includes(name)))
    await keep(app, dialogue, kept)
    return ask({ form, token: dialogue.token }, kept, `${Object.values(error.fields ?? {}).join(' ')}\n`)
  }
}

async function keep(app: ListeningApp, { id }: Dialogue, answers: Record<string, string>): Promise<void> {
  await sql(app.em.fork(), 'update dialogues set answers = $2 where id = $1', [id, JSON.stringify(answers)])
}

async function end(app: ListeningApp, { id }: Dialogue, text: string): Promise<Question> {
  await sql(app.em.fork(), 'delete from dialogues where id = $1', [id])
  return { text, field: null }
}
