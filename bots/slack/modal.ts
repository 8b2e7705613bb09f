import type { ModalView } from '@slack/types'
import { clip } from '#src/cards/clip.ts'
import type { Answers, Field, Form } from '#src/cards/form.ts'

export const FORM = 'form'

/** What a modal remembers until it is submitted. */
/** `channel`: where the answer is told; none: in the app's Home, where the form was opened. */
export type ModalMemory = { token: string; channel: string | null }

export function renderModal(form: Form, memory: ModalMemory): ModalView {
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify(memory),
    title: { type: 'plain_text', text: clip(form.title, 24) },
    submit: { type: 'plain_text', text: clip(form.submit, 24) },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: form.fields.map((field) => ({
      type: 'input' as const,
      block_id: field.name,
      optional: field.optional ?? false,
      label: { type: 'plain_text' as const, text: clip(field.label, 2000) },
      ...(field.hint && { hint: { type: 'plain_text' as const, text: clip(field.hint, 2000) } }),
      element: elementOf(field),
    })),
  }
}

function elementOf(field: Field) {
  if (field.kind !== 'choice') {
    return {
      type: 'plain_text_input' as const,
      action_id: 'value',
      multiline: field.kind === 'long',
      max_length: 3000,
      ...(field.value && { initial_value: clip(field.value, 3000) }),
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
