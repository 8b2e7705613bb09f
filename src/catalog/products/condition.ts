import type { Product } from '#entities/catalog/product.ts'
import type { Condition } from '#entities/catalog/product-draft.ts'
import type { Field } from '#src/cards/form.ts'
import { Refusal } from '#src/errors.ts'
import { loadLexicon } from '#src/reading/lexicon.ts'
import { normalise } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'

/**
 * `used`; `new`; `arrived`, which is new to the shop alone; what `denies` it before, or `likens` it; what may stand
 * `between`.
 */
const WORDS = loadLexicon('caption-condition')

/** Whether the words of a thing say that somebody had it before: `thrift grade A`, and not `brand new, not mitumba`. */
export function conditionOf(texts: (string | null)[]): 'new' | 'used' {
  return texts.some((text) => saysUsed(text ?? '')) ? 'used' : 'new'
}

type Worded = Pick<Product, 'condition' | 'name' | 'description' | 'sourceCaption' | 'tags'>

/** As a person set it, as it was read of one of several, else by its words. */
export function conditionNow({ condition, name, description, sourceCaption, tags }: Worded): Condition {
  return condition ?? conditionOf([name, description, sourceCaption, ...tags])
}

export const UNSURE = 'whether it is new or second-hand: its post names both'
const LABELS = { new: 'New', used: 'Second-hand' }

export function conditionField(now: Condition): Field {
  return {
    ...{ name: 'condition', label: 'Condition', kind: 'choice' },
    choices: Object.entries(LABELS).map(([value, label]) => ({ value, label })),
    ...(now === 'unclear' ? { optional: true } : { value: now }),
  }
}

/** What was chosen; null: nothing was. */
export function readCondition(typed: string): 'new' | 'used' | null {
  const said = typed.trim().toLowerCase()
  if (!said) return null
  for (const value of ['new', 'used'] as const) {
    if ([value, LABELS[value].toLowerCase()].includes(said)) return value
  }
  throw new Refusal('It is new or second-hand.', { condition: 'New or Second-hand.' })
}

export function saysUsed(text: string): boolean {
  return says(text, 'used', ['denies'])
}

/** `brand new`, and not `like new` or `new arrivals`. */
export function saysNew(text: string): boolean {
  return says(text, 'new', ['denies', 'likens'])
}

function says(text: string, meaning: string, notAfter: string[]): boolean {
  const tokens = tokenise(normalise(text).text)
  for (let at = 0; at < tokens.length; at++) {
    const found = WORDS.at(tokens, at)
    if (!found) continue
    if (found.value.meaning === meaning && !notAfter.includes(meaningBefore(tokens, at) ?? '')) return true
    at = found.next - 1
  }
  return false
}

function meaningBefore(tokens: Token[], at: number): string | null {
  const before = tokens.slice(0, at).findLast(({ text }) => WORDS.get(text)?.meaning !== 'between')
  return WORDS.get(before?.text ?? '')?.meaning ?? null
}
