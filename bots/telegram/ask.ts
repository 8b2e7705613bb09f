import { hashOf } from '#src/basics/hash.ts'
import { clip } from '#src/cards/clip.ts'
import type { Field, Form } from '#src/cards/form.ts'

/** Keeps what a field holds; leaves out what may be left out; ends the questions. */
const KEEP = '.'
export const EMPTY = '-'
export const STOP = 'cancel'
/** So much of what a field holds leaves room for the question: Telegram refuses a message of more than 4,096. */
const MOST_SHOWN = 3000

/** What the bot says next: a question, or how the form ended. `mark`: of the form it belongs to. */
export type Question = { text: string; field: Field | null; mark?: string }

type Asked = { form: Form; token: string }

export function ask({ form, token }: Asked, answers: Record<string, string>, before = '', after = ''): Question {
  const field = form.fields.find(({ name }) => !(name in answers)) ?? null
  if (!field) return { text: '', field: null }
  const { label, hint, kind } = field
  const question = `${before}${label.replace(/\??$/, '?')}${hint ? `\n${hint}` : ''}`
  const text = kind === 'choice' ? question : `${question}${keeping(field)}${after}`
  return { text, field, mark: markOf(token) }
}

function keeping({ value, optional }: Field): string {
  if (!value) return optional ? '\nSend a dash to leave it out.' : ''
  // A dot keeps all of it, whatever is shown.
  return `\nNow: ${clip(value, MOST_SHOWN)}\nSend a dot to keep it${optional ? ', a dash to leave it out' : ''}.`
}

export function readAnswer(field: Field, text: string): string {
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

/** Tells the questions of one form from those of another: both may ask for a reason. */
export function markOf(token: string): string {
  return hashOf(token).slice(0, MARK_CHARS)
}

const MARK_CHARS = 8
