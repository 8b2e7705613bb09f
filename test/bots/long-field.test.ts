import { expect, test } from 'vitest'
import { keepUnshown, renderModal } from '#bots/slack/modal.ts'
import type { Form } from '#src/cards/form.ts'

const long = 'A long story. '.repeat(300)
const form: Form = {
  ...{ title: 'Edit', submit: 'Save' },
  fields: [
    { name: 'name', label: 'Name', kind: 'text', value: 'Jacket' },
    { name: 'story', label: 'Story', kind: 'long', value: long },
    { name: 'note', label: 'Note', kind: 'long', value: long.slice(0, 3_000) },
  ],
}

test('what a Slack form could not show is answered by all it holds; what it showed by what the person left there', () => {
  const { blocks } = renderModal(form, { token: 't', channel: null })
  const shown = blocks.flatMap(({ type, block_id }) => (type === 'input' ? block_id : []))
  expect(shown).toEqual(['name', 'note'])
  expect(keepUnshown(form, { name: 'Blue jacket', note: '' })).toEqual({ name: 'Blue jacket', story: long, note: '' })
})
