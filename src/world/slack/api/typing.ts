import type { Bag } from '../bag.ts'
import { asBag, asBags, asText, wordsOf } from '../bag.ts'
import type { View } from '../workspace.ts'

/** What a person put into a control: one word, or several choices. */
export type Typed = string | string[]

/** A control a person can use, with the block it stands in. */
export type Control = { block: Bag; element: Bag }

export function controlsOf(blocks: Bag[]): Control[] {
  return blocks.flatMap((block) =>
    [...asBags(block.elements), ...asBags([block.accessory, block.element])]
      .filter((element) => element.action_id !== undefined)
      .map((element) => ({ block, element })),
  )
}

/** A choice by its value or by its words. */
function findOption(element: Bag, wanted: string): Bag | undefined {
  return optionsOf(element).find((option) => option.value === wanted || wordsOf(option.text) === wanted)
}

export function optionsOf(element: Bag): Bag[] {
  return [...asBags(element.options), ...asBags(element.option_groups).flatMap((group) => asBags(group.options))]
}

/** How Slack reports what stands in a control: in `actions` of a press and in `state.values` of a view. */
export function writeTyped(element: Bag, typed: Typed): Bag {
  const type = asText(element.type)
  const [first = ''] = [typed].flat()
  if (type === 'checkboxes' || type === 'multi_static_select') {
    return { type, selected_options: [typed].flat().flatMap((one) => findOption(element, one) ?? []) }
  }
  const single: Record<string, Bag> = {
    static_select: { selected_option: findOption(element, first) ?? null },
    radio_buttons: { selected_option: findOption(element, first) ?? null },
    overflow: { selected_option: findOption(element, first) ?? null },
    users_select: { selected_user: first || null },
    datepicker: { selected_date: first || null },
    timepicker: { selected_time: first || null },
  }
  return { type, ...(single[type] ?? { value: first || null }) }
}

/** What a control holds now: typed before, or given by the app at first. */
export function standsIn(view: View, { block, element }: Control): Typed {
  const kept = view.state.values[asText(block.block_id)]?.[asText(element.action_id)]
  if (kept) return readTyped(kept)
  const options = [...asBags(element.initial_options), ...asBags([element.initial_option])]
  if (options.length > 0) return options.map((option) => asText(option.value))
  return asText(element.initial_value ?? element.initial_user ?? element.initial_date ?? element.initial_time)
}

/** What Slack itself refuses before the app hears of it, in the words a person reads; null when all is well. */
export function refuseTyped({ block, element }: Control, typed: Typed): string | null {
  const words = [typed].flat().join('').trim()
  if (words === '') return block.optional === true ? null : 'Please complete this required field.'
  const check = checks[asText(element.type)]
  return check?.(words, element) ?? null
}

const checks: Record<string, (words: string, element: Bag) => string | null> = {
  email_text_input: (words) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(words) ? null : 'Please enter a valid email address (e.g. name@example.com).',
  url_text_input: (words) => (URL.canParse(words) ? null : 'Please enter a valid URL (e.g. https://example.com).'),
  number_input: refuseNumber,
  plain_text_input: (words, { max_length, min_length }) => {
    if (words.length > Number(max_length ?? 3000)) return `Please use ${max_length ?? 3000} characters or fewer.`
    return words.length < Number(min_length ?? 0) ? `Please use ${min_length} characters or more.` : null
  },
}

function refuseNumber(words: string, { is_decimal_allowed, min_value, max_value }: Bag): string | null {
  if (!/^-?\d+(\.\d+)?$/.test(words)) return 'Please enter a number.'
  if (is_decimal_allowed === false && words.includes('.')) return 'Please enter a whole number.'
  if (min_value !== undefined && Number(words) < Number(min_value))
    return `Please enter a number of at least ${min_value}.`
  return max_value !== undefined && Number(words) > Number(max_value)
    ? `Please enter a number of at most ${max_value}.`
    : null
}

function readTyped(kept: Bag): Typed {
  if (Array.isArray(kept.selected_options)) return asBags(kept.selected_options).map((option) => asText(option.value))
  const option = asBag(kept.selected_option)
  return asText(kept.value ?? option.value ?? kept.selected_user ?? kept.selected_date ?? kept.selected_time)
}

const link = /(https?:\/\/[^\s<>]+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g

/** What a person types, as the app gets it: escaped, and addresses wrapped. https://docs.slack.dev/messaging/formatting-message-text */
export function writeUserText(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return escaped.replaceAll(link, (found, url) => (url ? `<${found}>` : `<mailto:${found}|${found}>`))
}
