import type { Check, Fields } from './shape.ts'
import {
  all,
  asBags,
  atLeastOne,
  bag,
  exactlyOne,
  flag,
  isBag,
  list,
  number,
  object,
  oneOf,
  pattern,
  string,
  twice,
} from './shape.ts'

/**
 * What Slack refuses, as tables: every limit of Block Kit for the blocks, elements and views the desk may use.
 * Sources: JSDoc of @slack/types 3.2; https://docs.slack.dev/reference/block-kit ;
 * https://docs.slack.dev/reference/views . Lengths are UTF-16 units, never less than what Slack counts.
 */

type Part = { fields: Fields; also?: Check }

const mostTextPerMessage = 10_000
const mostBytesPerView = 250_000

const plain = (max: number) => textObject(max, 'plain_text')
const text = (max: number) => textObject(max, 'plain_text', 'mrkdwn')
const id = string(255)

const confirm = object({ title: plain(100), 'text!': text(300), confirm: plain(30), deny: plain(30), style: color() })
const optionFields = { value: string(75), description: plain(75) }
const plainOption = object({ ...optionFields, 'text!': plain(75) })
const anyOption = object({ ...optionFields, 'text!': text(75) })
const overflowOption = object({ ...optionFields, 'text!': plain(75), url: string(3000) })
const optionGroup = object({ 'label!': plain(75), 'options!': list(100, plainOption) })
const slackFile = object({ id, url: string(3000) })
const dispatch = object({ trigger_actions_on: list(2, oneOf('on_enter_pressed', 'on_character_entered')) })

const action = { action_id: id }
const focus = { focus_on_load: flag }
const typed = {
  ...action,
  ...focus,
  placeholder: plain(150),
  dispatch_action_config: dispatch,
  initial_value: string(3000),
}
const picked = { ...action, ...focus, placeholder: plain(150), confirm }
const choice = { options: list(100, plainOption), option_groups: list(100, optionGroup) }
const picture = { image_url: string(3000), slack_file: slackFile, 'alt_text!': string(2000) }

const elements: Record<string, Part> = {
  button: {
    fields: {
      ...action,
      'text!': plain(75),
      value: string(2000),
      url: string(3000),
      style: color(),
      confirm,
      accessibility_label: string(75),
    },
  },
  image: { fields: picture, also: exactlyOne('image_url', 'slack_file') },
  overflow: { fields: { ...action, confirm, 'options!': list(5, overflowOption) } },
  checkboxes: {
    fields: { ...action, ...focus, confirm, 'options!': list(10, anyOption), initial_options: list(10, anyOption) },
    also: initialIsOffered,
  },
  radio_buttons: {
    fields: { ...action, ...focus, confirm, 'options!': list(10, anyOption), initial_option: anyOption },
    also: initialIsOffered,
  },
  static_select: {
    fields: { ...picked, ...choice, initial_option: plainOption },
    also: all(exactlyOne('options', 'option_groups'), initialIsOffered),
  },
  multi_static_select: {
    fields: { ...picked, ...choice, initial_options: list(100, plainOption), max_selected_items: number(1, 100) },
    also: all(exactlyOne('options', 'option_groups'), initialIsOffered),
  },
  users_select: { fields: { ...picked, initial_user: id } },
  datepicker: { fields: { ...picked, initial_date: pattern(/^\d{4}-\d\d-\d\d$/, 'YYYY-MM-DD') } },
  timepicker: { fields: { ...picked, initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:mm'), timezone: id } },
  plain_text_input: {
    fields: { ...typed, multiline: flag, min_length: number(0, 3000), max_length: number(1, 3000) },
    also: initialFits,
  },
  email_text_input: { fields: typed },
  url_text_input: { fields: typed },
  number_input: {
    fields: { ...typed, 'is_decimal_allowed!': flag, min_value: string(100), max_value: string(100) },
    also: rangeIsOrdered,
  },
}

const inContext = ['image', 'plain_text', 'mrkdwn']
const inForms = ['checkboxes', 'radio_buttons', 'static_select', 'multi_static_select', 'users_select', 'datepicker']
const inActions = [...inForms, 'timepicker', 'button', 'overflow']
const inInputs = [...inForms, 'timepicker', 'plain_text_input', 'email_text_input', 'url_text_input', 'number_input']

const blocks: Record<string, Part> = {
  section: {
    fields: {
      block_id: id,
      text: text(3000),
      fields: list(10, text(2000)),
      accessory: element([...inActions, 'image']),
      expand: flag,
    },
    also: atLeastOne('text', 'fields'),
  },
  header: { fields: { block_id: id, 'text!': plain(150) } },
  divider: { fields: { block_id: id } },
  context: { fields: { block_id: id, 'elements!': list(10, element(inContext)) } },
  actions: { fields: { block_id: id, 'elements!': list(25, element(inActions)) }, also: actionIdsDiffer },
  image: { fields: { block_id: id, ...picture, title: plain(2000) }, also: exactlyOne('image_url', 'slack_file') },
  input: {
    fields: {
      block_id: id,
      'label!': plain(2000),
      hint: plain(2000),
      optional: flag,
      dispatch_action: flag,
      'element!': element(inInputs),
    },
  },
  markdown: { fields: { block_id: id, 'text!': string(12_000) } },
  rich_text: { fields: { block_id: id, 'elements!': list(100, bag) } },
}

const views: Record<string, Part> = {
  modal: {
    fields: {
      'title!': plain(24),
      submit: plain(24),
      close: plain(24),
      'blocks!': blockList(100),
      private_metadata: string(3000),
      callback_id: id,
      external_id: id,
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
    also: inputsNeedSubmit,
  },
  home: { fields: { 'blocks!': blockList(100), private_metadata: string(3000), callback_id: id, external_id: id } },
}

/**
 * The limits a Slack message breaks, each with the path of the part; empty when Slack would take it.
 * `text` is what a locked phone and a screen reader get, so it is required even where Slack would do without.
 */
export function lintSlackMessage(message: { text?: string; blocks?: readonly unknown[] }): string[] {
  return [
    ...string(4000)(message.text ?? '', '/text'),
    ...(message.blocks === undefined ? [] : lintSlackBlocks(message.blocks)),
    ...tooMuchText(message.blocks ?? []),
  ]
}

/** The limits broken by the blocks of one message alone, as Slack names them in `invalid_blocks`. */
export function lintSlackBlocks(value: unknown): string[] {
  return blockList(50)(value, '/blocks')
}

/** The limits a modal or a Home view breaks. */
export function lintSlackView(view: unknown): string[] {
  if (!isBag(view)) return ['/view: must be an object']
  const size = Buffer.byteLength(JSON.stringify(view))
  return [...part('view', views)(view, '/view'), ...(size > mostBytesPerView ? [`/view: ${size} bytes`] : [])]
}

/** All characters a person would read in these blocks: labels, texts and options alike. */
export function countSlackText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countSlackText(item), 0)
  if (!isBag(value)) return 0
  return Object.entries(value).reduce((sum, [key, item]) => {
    if (key === 'text' && typeof item === 'string') return sum + item.length
    return sum + countSlackText(item)
  }, 0)
}

function tooMuchText(value: unknown): string[] {
  const length = countSlackText(value)
  return length > mostTextPerMessage ? [`/blocks: ${length} characters of text, ${mostTextPerMessage} fit`] : []
}

function blockList(max: number): Check {
  return (value, at) => {
    const items = Array.isArray(value) ? value.filter(isBag) : []
    return [
      ...list(max, part('block', blocks), 0)(value, at),
      ...twice(items, 'block_id', at),
      ...(JSON.stringify(items).split('"focus_on_load":true').length > 2 ? [`${at}: focus_on_load twice`] : []),
    ]
  }
}

function element(allowed: string[]): Check {
  return (value, at) => {
    const type = isBag(value) ? String(value.type) : ''
    if (!allowed.includes(type)) return [`${at}: unsupported element type: ${type}`]
    return type === 'mrkdwn' || type === 'plain_text' ? text(3000)(value, at) : part('element', elements)(value, at)
  }
}

/** One of several parts told apart by `type`. */
function part(what: string, parts: Record<string, Part>): Check {
  return (value, at) => {
    const type = isBag(value) ? String(value.type) : ''
    const known = Object.hasOwn(parts, type) ? parts[type] : undefined
    if (!known) return [`${at}: unsupported ${what} type: ${type}`]
    return [...object({ ...known.fields, 'type!': oneOf(type) })(value, at), ...(known.also?.(value, at) ?? [])]
  }
}

function textObject(max: number, ...types: string[]): Check {
  return (value, at) => {
    const fields: Fields = { 'type!': oneOf(...types), 'text!': string(max) }
    const mrkdwn = isBag(value) && value.type === 'mrkdwn'
    return object(mrkdwn ? { ...fields, verbatim: flag } : { ...fields, emoji: flag })(value, at)
  }
}

function color(): Check {
  return oneOf('primary', 'danger')
}

function actionIdsDiffer(value: unknown, at: string): string[] {
  const items = isBag(value) && Array.isArray(value.elements) ? value.elements.filter(isBag) : []
  return twice(items, 'action_id', at)
}

/** An initial choice must be, to the letter, one of the choices. */
function initialIsOffered(value: unknown, at: string): string[] {
  const bag = isBag(value) ? value : {}
  const groups = asBags(bag.option_groups).flatMap((group) => asBags(group.options))
  const offered = new Set([...asBags(bag.options), ...groups].map((option) => JSON.stringify(option)))
  const initial = [...asBags(bag.initial_options), ...(isBag(bag.initial_option) ? [bag.initial_option] : [])]
  return initial.every((option) => offered.has(JSON.stringify(option))) ? [] : [`${at}: initial option is not offered`]
}

function initialFits(value: unknown, at: string): string[] {
  const { initial_value, max_length, min_length } = isBag(value) ? value : {}
  const most = typeof max_length === 'number' ? max_length : 3000
  if (typeof min_length === 'number' && min_length > most) return [`${at}: min_length is over max_length`]
  return String(initial_value ?? '').length > most ? [`${at}: initial_value is longer than max_length`] : []
}

function rangeIsOrdered(value: unknown, at: string): string[] {
  const { min_value, max_value } = isBag(value) ? value : {}
  return Number(min_value ?? -Infinity) > Number(max_value ?? Infinity) ? [`${at}: min_value is over max_value`] : []
}

function inputsNeedSubmit(value: unknown, at: string): string[] {
  const { blocks: parts, submit } = isBag(value) ? value : {}
  const asks = asBags(parts).some((block) => block.type === 'input')
  return asks && submit === undefined ? [`${at}: submit is required, there are inputs`] : []
}
