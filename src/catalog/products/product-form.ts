import type { Product } from '#entities/catalog/product.ts'
import type { Answers, Form } from '#src/cards/form.ts'
import { writeRef } from '#src/cards/ref.ts'
import { toDecimal } from '#src/money.ts'
import { choicesField, choicesOf, readChoices } from '../choices/choices.ts'
import { categoryField, readCategory, readName, readPrice, readTags } from '../drafts/draft-forms.ts'
import { productKind } from '../kinds.ts'
import { conditionField, conditionNow, readCondition } from './condition.ts'
import type { ProductView } from './product-view.ts'
import { rename } from './rename.ts'

/** Everything of a product that a person may set. */
export function productForm(view: ProductView): Form {
  const { name, price, currency, description, categories, tags, variants, offered } = view
  return {
    title: `Edit ${writeRef(productKind, view)}`,
    submit: 'Save',
    fields: [
      { name: 'name', label: 'Product name', kind: 'text', value: name },
      {
        name: 'price',
        label: `Price in ${currency}`,
        kind: 'text',
        value: toDecimal(price, currency).replace(/\.0+$/, ''),
      },
      { name: 'description', label: 'Description', kind: 'long', value: description, optional: true },
      categoryField(categories[0] ?? null, offered),
      {
        name: 'tags',
        label: 'Tags',
        kind: 'text',
        value: tags.join(', '),
        optional: true,
        hint: 'Separated by commas',
      },
      choicesField(variants),
      conditionField(conditionNow(view)),
    ],
  }
}

export function readProductForm(view: ProductView, answers: Answers): Partial<Product> {
  const condition = readCondition(answers.condition ?? '')
  const category = readCategory(answers.category ?? '')
  return {
    ...(answers.name !== undefined && answers.name !== view.name && rename(view, readName(answers.name))),
    ...(answers.price?.trim() && { price: readPrice(answers.price, view.currency) }),
    ...(answers.description !== undefined && { description: answers.description.trim() }),
    ...(answers.category !== undefined && { categories: category ? [category] : [] }),
    ...(answers.tags !== undefined && { tags: readTags(answers.tags) }),
    ...(condition && condition !== conditionNow(view) && { condition }),
    ...(answers.variants !== undefined && choicesOf(readChoices(answers.variants, view.variants))),
  }
}
