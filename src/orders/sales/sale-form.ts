import type { Items } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import type { Answers, Field, Form } from '#src/cards/form.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Settings } from '#src/config.ts'
import { Refusal } from '#src/errors.ts'
import { readMoney, toDecimal } from '#src/money.ts'
import { saleKind } from '../kinds.ts'
import { readVariants, writeVariants } from '../link/shopify-links.ts'

/** What an admin may set right about a sale before its comments are read by it. */
export function saleForm(view: Sale, settings: Settings): Form {
  const { colours, price, currency, maxPerPerson, maxPerColour, unit } = view
  return {
    title: `Edit ${writeRef(saleKind, view)}`,
    submit: 'Save',
    fields: [
      { name: 'colours', label: 'Colours', kind: 'text', value: colours.join(', '), hint: 'Separated by commas' },
      {
        name: 'price',
        label: 'Price',
        kind: 'text',
        optional: true,
        hint: 'Such as 12.00 USD',
        ...(price !== null && currency && { value: `${toDecimal(price, currency)} ${currency}` }),
      },
      {
        name: 'maxPerPerson',
        label: 'Most per person',
        kind: 'text',
        optional: true,
        ...(maxPerPerson && { value: String(maxPerPerson) }),
      },
      {
        name: 'maxPerColour',
        label: 'Most per colour',
        kind: 'text',
        optional: true,
        ...(maxPerColour && { value: String(maxPerColour) }),
      },
      {
        name: 'unit',
        label: 'Sold',
        kind: 'choice',
        value: unit,
        choices: [
          { value: 'each', label: 'each' },
          { value: 'pair', label: 'in pairs' },
        ],
      },
      ...(settings.CART_LINK_PROVIDER === 'shopify' ? [variantsField(view)] : []),
    ],
  }
}

function variantsField({ variants, colours }: Sale): Field {
  const value = writeVariants(variants)
  const hint = `The variant of each colour, such as ${colours[0] ?? 'black'}=44551234`
  return { name: 'variants', label: 'Shopify variants', kind: 'text', optional: true, hint, ...(value && { value }) }
}

export function readSaleForm(answers: Answers): Partial<Sale> {
  const colours = (answers.colours ?? '')
    .split(',')
    .map((colour) => colour.trim().toLowerCase())
    .filter(Boolean)
  if (colours.length === 0) throw new Refusal('Name at least one colour.', { colours: 'Name at least one colour.' })
  return {
    colours,
    ...readPrice(answers.price ?? ''),
    maxPerPerson: readCount(answers.maxPerPerson, 'maxPerPerson'),
    maxPerColour: readCount(answers.maxPerColour, 'maxPerColour'),
    unit: answers.unit === 'pair' ? 'pair' : 'each',
    ...(answers.variants !== undefined && { variants: readVariants(answers.variants) }),
  }
}

/** `10 black, 4 red`: read as an order is; empty: nobody counts. A colour that is left out is not counted. */
export function readStock(text: string, sale: Sale): Items | null {
  if (!text.trim()) return null
  const parts = text.split(/[,;\n]/).map((part) => part.trim())
  const counts = parts.filter(Boolean).map((part) => {
    const [, first, name, last] = /^(?:(\d{1,6})\s+)?(.+?)(?:\s*[:=x]?\s*(\d{1,6}))?$/i.exec(part) ?? []
    const colour = sale.colours.find((one) => one === name?.toLowerCase().trim())
    const counted = first ?? last
    if (!colour || counted === undefined) return refuse(part, sale)
    return [colour, Number(counted)] as const
  })
  return Object.fromEntries(counts)
}

function refuse(part: string, { colours }: Sale): never {
  const example = colours.map((one) => `10 ${one}`).join(', ')
  const sentence = `'${part.slice(0, 40)}' cannot be read. Write it like: ${example}`
  throw new Refusal(sentence, { stock: sentence })
}

export function writeStockField(stock: Items): string {
  return Object.entries(stock)
    .map(([colour, count]) => `${count} ${colour}`)
    .join(', ')
}

function readPrice(text: string): { price: bigint | null; currency: string | null } {
  if (!text.trim()) return { price: null, currency: null }
  const [, amount, currency] = /^\s*([\d.,]+)\s*([A-Za-z]{3})\s*$/.exec(text) ?? []
  if (!amount || !currency) throw new Refusal('Write the price like 12.00 USD.', { price: 'Write it like 12.00 USD.' })
  const price = readMoney(amount, currency.toUpperCase())
  if (price === null) throw new Refusal('Write the price like 12.00 USD.', { price: 'Write it like 12.00 USD.' })
  return { price, currency: currency.toUpperCase() }
}

function readCount(text: string | undefined, field: string): number | null {
  if (!text?.trim()) return null
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new Refusal('A limit is a whole number.', { [field]: 'A whole number, or nothing.' })
}
