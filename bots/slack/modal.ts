import type { ModalView } from '@slack/types'
import { clip } from '#src/cards/clip.ts'
import type { Answers, Field, Form } from '#src/cards/form.ts'

export const FORM = 'form'

/** Slack takes no more letters in a field. */
const MOST = 3000

/**
 * What a modal remembers until it is submitted. `channel`: where the answer is told; none: in the app's Home, where the
 * form was opened. `isPartial`: a field holds more than Slack shows, and stays as it is.
 */
export type ModalMemory = { token: string; channel: string | null; isPartial?: boolean }

export function renderModal(form: Form, memory: ModalMemory): ModalView {
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify({ ...memory, ...(form.fields.some(isTooLong) && { isPartial: true }) }),
    title: { type: 'plain_text', text: clip(form.title, 24) },
    submit: { type: 'plain_text', text: clip(form.submit, 24) },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: form.fields.map(blockOf),
  }
}

/** A cut value in a field would be saved as all there is. */
function isTooLong({ kind, value = '' }: Field): boolean {
  return kind !== 'choice' && value.length > MOST
}

function blockOf(field: Field) {
  if (isTooLong(field)) return unshown(field)
  return {
    type: 'input' as const,
    block_id: field.name,
    optional: field.optional ?? false,
    label: { type: 'plain_text' as const, text: clip(field.label, 2000) },
    ...(field.hint && { hint: { type: 'plain_text' as const, text: clip(field.hint, 2000) } }),
    element: elementOf(field),
  }
}

function unshown({ name, label, value = '' }: Field) {
  const text = `${clip(label, 200)}: ${value.length} characters, more than Slack can show here. It stays as it is.`
  return { type: 'section' as const, block_id: name, text: { type: 'plain_text' as const, text } }
}

/** What could not be shown is answered by what it holds. */
export function keepUnshown({ fields }: Form, answers: Answers): Answers {
  const kept = fields.filter(isTooLong).map(({ name, value = '' }) => [name, value] as const)
  return { ...Object.fromEntries(kept), ...answers }
}

function elementOf(field: Field) {
  if (field.kind !== 'choice') {
    return {
      type: 'plain_text_input' as const,
      action_id: 'value',
      multiline: field.kind === 'long',
      max_length: MOST,
      ...(field.value && { initial_value: field.value }),
    }
  }
  const options = (field.choices ?? []).map(({ value, label }) => ({
    text: { type: 'plain_text' as const, text: clip(label, 75) },
    value,
  }))
  const first = options.find(({ value }) => value === field.value)
  return { type: 'static_select' as const, action_id: 'value', options, ...(first && { initial_option: first }) }
}

type Values = Record<string, Record<string, { value?: string | null; selected_option?: { value: string } | null }>>

export function readAnswers(values: Values): Answers {
  const answers = Object.entries(values).map(([name, block]) => {
    const input = block.value
    return [name, (input?.selected_option?.value ?? input?.value ?? '').trim()]
  })
  return Object.fromEntries(answers)
}
