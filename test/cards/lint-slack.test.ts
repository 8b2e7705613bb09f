import { describe, expect, test } from 'vitest'
import { lintSlackMessage, lintSlackView } from '#src/cards/lint-slack.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const button = (action_id: string, more: object = {}) => ({
  type: 'button',
  action_id,
  text: plain('Approve'),
  ...more,
})
const option = (value: string, more: object = {}) => ({ text: plain(value), value, ...more })
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain('E-mail'), element, ...more })
const lint = (...blocks: object[]) => lintSlackMessage({ text: 'O-142', blocks })
const x = (length: number) => 'x'.repeat(length)

const card = [
  { type: 'header', text: plain('🟡 O-142 @tilly.f: 2 black, 1 red') },
  { type: 'section', text: mrkdwn('*E-mail*  tilly.fernsworth@example.com'), accessory: button('more') },
  { type: 'context', elements: [mrkdwn('Approved by Ann, 14:02')] },
  { type: 'divider' },
  { type: 'image', image_url: 'https://example.com/chart.png', alt_text: 'Prices of 30 days', title: plain('Prices') },
  {
    type: 'actions',
    elements: [button('a', { style: 'primary', value: 'order.approve:x' }), button('b', { style: 'danger' })],
  },
]

const modal = {
  type: 'modal',
  title: plain('Edit O-142'),
  submit: plain('Save'),
  private_metadata: 'order.edit:x',
  blocks: [
    input({ type: 'plain_text_input', action_id: 'v', initial_value: 'red', multiline: true }, { block_id: 'text' }),
    input({ type: 'static_select', action_id: 'v', options: [option('a')], initial_option: option('a') }),
    input({ type: 'checkboxes', action_id: 'v', options: [option('a')] }, { optional: true }),
    input({ type: 'number_input', action_id: 'v', is_decimal_allowed: false, min_value: '1', max_value: '5' }),
    input({ type: 'email_text_input', action_id: 'v' }),
  ],
}

test('a usual card and a usual form break nothing', () => {
  expect(lintSlackMessage({ text: 'O-142', blocks: card })).toEqual([])
  expect(lintSlackView(modal)).toEqual([])
  expect(lintSlackView({ type: 'home', blocks: card })).toEqual([])
})

describe('a message that Slack would refuse is named, with its path', () => {
  const refused: [string, string[], RegExp][] = [
    ['no text for the locked phone', lintSlackMessage({ text: '', blocks: card }), /\/text: must not be empty/],
    ['51 blocks', lint(...Array.from({ length: 51 }, () => ({ type: 'divider' }))), /\/blocks: no more than 50/],
    ['an unknown block', lint({ type: 'nonsense' }), /\/blocks\/0: unsupported block type: nonsense/],
    ['an unknown property', lint({ type: 'divider', colour: 'red' }), /additional property: colour/],
    ['a section of 3001', lint({ type: 'section', text: mrkdwn(x(3001)) }), /\/blocks\/0\/text\/text.*3000/],
    ['an empty section', lint({ type: 'section' }), /must have text or fields/],
    ['an empty text', lint({ type: 'section', text: mrkdwn('') }), /must not be empty/],
    ['eleven fields', lint({ type: 'section', fields: Array(11).fill(mrkdwn('a')) }), /more than 10/],
    ['a field of 2001', lint({ type: 'section', fields: [mrkdwn(x(2001))] }), /2000/],
    ['a header of 151', lint({ type: 'header', text: plain(x(151)) }), /150/],
    ['a header in mrkdwn', lint({ type: 'header', text: mrkdwn('a') }), /must be one of plain_text/],
    ['11 context elements', lint({ type: 'context', elements: Array(11).fill(mrkdwn('a')) }), /more than 10/],
    ['a button in a context', lint({ type: 'context', elements: [button('a')] }), /unsupported element type: button/],
    ['26 buttons', lint({ type: 'actions', elements: [...Array(26).keys()].map((n) => button(`a${n}`)) }), /25/],
    ['no buttons', lint({ type: 'actions', elements: [] }), /no fewer than 1/],
    ['one action_id twice', lint({ type: 'actions', elements: [button('a'), button('a')] }), /action_id "a".*twice/],
    [
      'one block_id twice',
      lint({ type: 'divider', block_id: 'b' }, { type: 'divider', block_id: 'b' }),
      /block_id "b"/,
    ],
    ['a label of 76', lint({ type: 'actions', elements: [button('a', { text: plain(x(76)) })] }), /75/],
    ['a value of 2001', lint({ type: 'actions', elements: [button('a', { value: x(2001) })] }), /2000/],
    ['an address of 3001', lint({ type: 'actions', elements: [button('a', { url: x(3001) })] }), /3000/],
    ['an action_id of 256', lint({ type: 'actions', elements: [button(x(256))] }), /255/],
    ['a green-less style', lint({ type: 'actions', elements: [button('a', { style: 'plain' })] }), /primary, danger/],
    ['a picture without words', lint({ type: 'image', image_url: 'https://example.com/a.png' }), /alt_text/],
    ['a picture without a source', lint({ type: 'image', alt_text: 'a' }), /exactly one of image_url, slack_file/],
    ['10,001 characters', lint(...Array(5).fill({ type: 'section', text: mrkdwn(x(2001)) })), /10005 characters/],
  ]
  test.each(refused)('%s', (_name, broken, expected) => {
    expect(broken.join('\n')).toMatch(expected)
    expect(broken).toHaveLength(1)
  })
})

describe('a view that Slack would refuse is named, with its path', () => {
  const asks = (element: object) => lintSlackView({ ...modal, blocks: [input({ action_id: 'v', ...element })] })
  const options = (count: number) => [...Array(count).keys()].map((n) => option(`o${n}`))
  const refused: [string, string[], RegExp][] = [
    ['a title of 25', lintSlackView({ ...modal, title: plain(x(25)) }), /\/view\/title\/text.*24/],
    ['no title', lintSlackView({ type: 'modal', blocks: [] }), /missing required field: title/],
    ['inputs without submit', lintSlackView({ ...modal, submit: undefined }), /submit is required/],
    ['metadata of 3001', lintSlackView({ ...modal, private_metadata: x(3001) }), /3000/],
    ['a callback_id of 256', lintSlackView({ ...modal, callback_id: x(256) }), /255/],
    ['101 blocks', lintSlackView({ ...modal, blocks: Array(101).fill({ type: 'divider' }) }), /100/],
    ['a popup', lintSlackView({ ...modal, type: 'popup' }), /unsupported view type: popup/],
    ['a button as an input', asks({ type: 'button', text: plain('a') }), /unsupported element type/],
    ['max_length 3001', asks({ type: 'plain_text_input', max_length: 3001 }), /1 to 3000/],
    ['a value over its limit', asks({ type: 'plain_text_input', max_length: 2, initial_value: 'abc' }), /longer/],
    ['a placeholder of 151', asks({ type: 'plain_text_input', placeholder: plain(x(151)) }), /150/],
    ['101 options', asks({ type: 'static_select', options: options(101) }), /100/],
    ['an option value of 76', asks({ type: 'static_select', options: [option('a', { value: x(76) })] }), /75/],
    ['11 checkboxes', asks({ type: 'checkboxes', options: options(11) }), /10/],
    ['11 radio buttons', asks({ type: 'radio_buttons', options: options(11) }), /10/],
    [
      'a choice that is not offered',
      asks({ type: 'radio_buttons', options: options(2), initial_option: option('z') }),
      /not offered/,
    ],
    ['a select without options', asks({ type: 'static_select' }), /exactly one of options, option_groups/],
    ['a number that does not say if it may be 1.5', asks({ type: 'number_input' }), /is_decimal_allowed/],
    ['a day in words', asks({ type: 'datepicker', initial_date: 'Feb 10' }), /YYYY-MM-DD/],
  ]
  test.each(refused)('%s', (_name, broken, expected) => {
    expect(broken.join('\n')).toMatch(expected)
    expect(broken).toHaveLength(1)
  })

  test('a view of a quarter megabyte', () => {
    const blocks = Array(90).fill({ type: 'section', text: mrkdwn(x(2900)) })
    expect(lintSlackView({ type: 'home', blocks })).toEqual([expect.stringMatching(/\d+ bytes/)])
  })
})
