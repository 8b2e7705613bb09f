import type { Choice, ProductDraft, SellerEdits } from '#entities/catalog/product-draft.ts'
import type { Answers, Field, Form } from '#src/cards/form.ts'
import { writeRef } from '#src/cards/ref.ts'
import { Refusal } from '#src/errors.ts'
import { readMoney, toDecimal } from '#src/money.ts'
import { choicesField, readChoices, sameChoices } from '../choices/choices.ts'
import { CATEGORIES } from '../extract/categories.ts'
import { draftKind } from '../kinds.ts'
import { conditionField, readCondition } from '../products/condition.ts'
import { draftNow } from './approve.ts'
import type { DraftView } from './draft-view.ts'

const MOST_NAME = 120
const MOST_TAGS = 30

/** Everything a person may set right before it is sold. */
export function editForm(view: DraftView, submit: string): Form {
  const { name, description, category, tags, variants } = draftNow(view)
  const condition = view.sellerEdits?.condition ?? view.reading.condition
  return {
    title: `Edit ${writeRef(draftKind, view)}`,
    submit,
    fields: [
      { name: 'name', label: 'Product name', kind: 'text', value: name },
      priceField(view),
      { name: 'description', label: 'Description', kind: 'long', value: description, optional: true },
      categoryField(category, view.offered),
      {
        ...{ name: 'tags', label: 'Tags', kind: 'text', value: tags.join(', '), optional: true },
        hint: 'Separated by commas; leave one out to remove it',
      },
      choicesField(variants),
      ...(condition ? [conditionField(condition)] : []),
    ],
  }
}

function priceField(view: ProductDraft): Field {
  const { price, currency } = draftNow(view)
  const field = { name: 'price', label: `Price in ${currency}`, kind: 'text' as const, hint: 'Such as 2500' }
  return price === null ? field : { ...field, value: price.replace(/\.0+$/, '') }
}

export function categoryField(category: string | null, offered: string[]): Field {
  return {
    ...{ name: 'category', label: 'Category', kind: 'choice', optional: true },
    choices: offered.map((value) => ({ value, label: value })),
    ...(category && { value: category }),
  }
}

export function priceForm(view: ProductDraft): Form {
  return { title: `Price of ${writeRef(draftKind, view)}`, submit: 'Approve', fields: [priceField(view)] }
}

export const rejectForm: Form = {
  title: 'Reject',
  submit: 'Reject',
  fields: [
    {
      ...{ name: 'reason', label: 'Why', kind: 'choice' },
      choices: ['Not a product', 'Duplicate', 'Other'].map((value) => ({ value, label: value })),
    },
    { name: 'note', label: 'In your words', kind: 'text', optional: true },
  ],
}

/** What the person changed: only what differs from what was read is kept, so that the reading can be measured. */
export function readEdits(view: ProductDraft, answers: Answers): SellerEdits {
  const read = view.extractedData
  const edits: SellerEdits = { ...view.sellerEdits }
  if (answers.name !== undefined) setName(edits, read.name, answers.name)
  if (answers.price !== undefined) setPrice(edits, view, answers.price)
  if (answers.description !== undefined) keep(edits, 'description', read.description, answers.description.trim())
  if (answers.category !== undefined) keep(edits, 'category', read.category, readCategory(answers.category))
  if (answers.tags !== undefined) keep(edits, 'tags', read.tags, readTags(answers.tags))
  if (answers.condition) keep(edits, 'condition', view.reading.condition, readCondition(answers.condition))
  if (answers.variants !== undefined) setChoices(edits, view, readChoices(answers.variants, draftNow(view).variants))
  return edits
}

/** As they were read: no edit. */
export function setChoices(edits: SellerEdits, { extractedData }: ProductDraft, choices: Choice[]): void {
  if (sameChoices(choices, extractedData.variants)) delete edits.variants
  else edits.variants = choices
}

/** Nothing that differs is no edit: the reading was right. */
export function orNone(edits: SellerEdits): SellerEdits | null {
  return Object.keys(edits).length > 0 ? edits : null
}

function setName(edits: SellerEdits, read: string, typed: string): void {
  keep(edits, 'name', read, readName(typed))
}

export function readName(typed: string): string {
  const name = typed.trim().replace(/\s+/g, ' ')
  if (!name) throw new Refusal('Name the product.', { name: 'Name the product.' })
  if (name.length > MOST_NAME) throw new Refusal('That name is too long.', { name: `At most ${MOST_NAME} characters.` })
  return name
}

function setPrice(edits: SellerEdits, view: ProductDraft, typed: string): void {
  if (!typed.trim()) return
  keep(
    edits,
    'price',
    view.extractedData.price,
    toDecimal(readPrice(typed, view.extractedData.currency), view.extractedData.currency),
  )
}

/** Minor units of what was typed; refuses what is no price. */
export function readPrice(typed: string, currency: string): bigint {
  const price = readMoney(typed, currency)
  if (price !== null && price > 0n) return price
  throw new Refusal(`Write the price in ${currency}, such as 2500.`, { price: 'A number, such as 2500.' })
}

export function readCategory(typed: string): string | null {
  if (!typed.trim()) return null
  const category = CATEGORIES.find((known) => known.toLowerCase() === typed.trim().toLowerCase())
  if (category) return category
  throw new Refusal('There is no such category.', { category: `One of: ${CATEGORIES.join(', ')}.` })
}

export function readTags(typed: string): string[] {
  const tags = typed.split(',').map((tag) => tag.trim().replace(/^#/, '').toLowerCase())
  return [...new Set(tags.filter(Boolean))].slice(0, MOST_TAGS)
}

function keep<K extends keyof SellerEdits>(
  edits: SellerEdits,
  field: K,
  was: unknown,
  is: SellerEdits[K] | null,
): void {
  if (is === null || JSON.stringify(was) === JSON.stringify(is)) delete edits[field]
  else edits[field] = is
}
