import type { ProductState } from '#entities/catalog/product.ts'
import type { App } from '#src/app.ts'
import type { Card, Fact, Tone } from '#src/cards/card.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeWhen } from '#src/cards/times.ts'
import { listChoices } from '../choices/choices.ts'
import { productKind } from '../kinds.ts'
import { writeAmount, writePrice } from '../money.ts'
import { cardPicture } from '../pictures/card-picture.ts'
import { conditionNow, UNSURE } from './condition.ts'
import { descriptionNow } from './description.ts'
import { conflictOf, hasJustFollowed, hasJustLapsed } from './followed.ts'
import type { ProductView } from './product-view.ts'
import { isOutOfStock } from './stock.ts'

type Drawing = Pick<App, 'clock' | 'settings'>

/** A product of the shop; where Instagram and the shop differ, both side by side. */
export function productCard(view: ProductView, { clock, settings }: Drawing): Omit<Card, 'buttons'> {
  const conflict = conflictOf(view)
  return {
    title: `${writeRef(productKind, view)} ${titleOf(view)}`,
    tone: toneOf(view),
    ...cardPicture('product', view, view.name),
    ...(conflict && { quote: clip(conflict.caption, 500) }),
    facts: conflict ? sidesOf(view) : factsOf(view, clock(), settings.STORE_TIMEZONE),
    footer: footerOf(view, clock(), settings.STORE_TIMEZONE),
    ...linksOf(view),
  }
}

function linksOf({ sourceExternalUrl: post, rivalUrl: rival, goneAt }: ProductView): Pick<Card, 'links'> {
  const links = [
    ...(post && !goneAt ? [{ label: 'View post', url: post }] : []),
    ...(rival ? [{ label: 'Their page', url: rival }] : []),
  ]
  return links.length > 0 ? { links } : {}
}

function titleOf(view: ProductView): string {
  if (view.goneAt)
    return `${view.name}: its post ${view.synced?.isUnnamed ? 'names it no longer' : 'was deleted on Instagram'}`
  if (view.conflict) return `${view.name}: ${writeSides(view)}`
  if (view.isUndercut) {
    const theirs = `${view.rivalLostAt ? 'theirs was' : 'theirs'} ${writeRival(view)}`
    return `${view.name}: yours ${writePrice(view.price, view.currency)}, ${theirs}`
  }
  if (hasJustFollowed(view)) return `${productLine(view)}${before(view)}`
  return view.unchecked ? `Right? ${productLine(view)}` : productLine(view)
}

export function writeRival({ rivalPrice, currency }: Pick<ProductView, 'rivalPrice' | 'currency'>): string {
  return rivalPrice === null ? 'not read yet' : writeAmount(rivalPrice, currency)
}

/** `Blue denim jacket · KES 2,200` */
export function nameAtPrice({ name, price, currency }: Pick<ProductView, 'name' | 'price' | 'currency'>): string {
  return `${name} · ${writePrice(price, currency)}`
}

/** The same, and how it stands where that is not in the shop: ` · sold out`. */
export function productLine(view: ProductView): string {
  const standing = standingOf(view)
  return [nameAtPrice(view), ...(standing === words.active ? [] : [standing])].join(' · ')
}

/** ` · before KES 2,100` */
function before({ synced, currency }: ProductView): string {
  const { name, price, isSoldOut } = synced?.followed?.was ?? {}
  const parts = [price && writePrice(BigInt(price), currency), name && `'${name}'`, isSoldOut && 'sold out']
  const said = parts.filter(Boolean).join(', ')
  return said && ` (before: ${said})`
}

function standingOf(view: ProductView): string {
  return view.state === 'active' && isOutOfStock(view) ? 'sold out' : words[view.state]
}

const words: Record<ProductState, string> = {
  draft: 'not published',
  active: 'in the shop',
  hidden: 'hidden',
  sold: 'sold',
}

/** `Shop 2,100 · Instagram 2,000` */
function writeSides(view: ProductView): string {
  const [shop, instagram] = Object.entries(view.conflict?.fields ?? {})
    .map(([field, [here, there]]) => [writeField(view, field, here), writeField(view, field, there)] as const)
    .reduce(
      ([a, b], [here, there]) =>
        [
          [...a, here],
          [...b, there],
        ] as [string[], string[]],
      [[], []] as [string[], string[]],
    )
  return `Shop ${shop.join(', ')} · Instagram ${instagram.join(', ')}`
}

export function writeField({ currency }: Pick<ProductView, 'currency'>, field: string, value: string): string {
  return field === 'price' ? writeAmount(BigInt(value || '0'), currency) : value
}

function sidesOf(view: ProductView): Fact[] {
  const labels: Record<string, string> = { price: 'Price', name: 'Name' }
  return Object.entries(view.conflict?.fields ?? {}).map(([field, [here, there]]) => ({
    label: labels[field] ?? field,
    value: `Shop ${writeField(view, field, here)} · Instagram ${writeField(view, field, there)}`,
  }))
}

function factsOf(view: ProductView, now: Date, zone: string): Fact[] {
  const { categories, tags, variants, compareAtPrice, currency, rivalLostAt: lost } = view
  const condition = conditionNow(view)
  const theirs = `${writeRival(view)}${lost ? `, not seen since ${writeWhen(lost, zone, now)}` : ''}`
  const rows: [string, string | null | false][] = [
    ['Now', standingOf(view)],
    ['Was', compareAtPrice !== null && writePrice(compareAtPrice, currency)],
    ['Theirs', view.rivalUrl !== null && theirs],
    ['Category', categories.join(', ')],
    ['Choices', clip(listChoices(variants), 300)],
    ['Condition', condition === 'used' && 'second-hand'],
    ['Not sure of', condition === 'unclear' && UNSURE],
    ['Tags', tags.join(', ')],
    ['Description', clip(descriptionNow(view), 200)],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

function toneOf({ conflict, goneAt, unchecked, isUndercut, state }: ProductView): Tone {
  if (conflict || goneAt || unchecked || isUndercut) return 'todo'
  return state === 'active' ? 'good' : 'done'
}

const pasts: Record<string, string> = {
  edit: 'Edited by',
  keep: 'The shop is kept, said',
  take: 'Taken from Instagram by',
  hide: 'Hidden by',
  list: 'Shown by',
  sold: 'Sold, said',
  restock: 'Back in stock, said',
  match: 'Matched by',
}

function footerOf(view: ProductView, now: Date, zone: string): string {
  const { conflict, goneAt, unchecked, lastMove } = view
  if (goneAt) return 'It is still in the shop. Hide it, or leave it.'
  if (conflict) return 'You changed it, and the post was edited too. Which one is right?'
  if (view.isUndercut && view.rivalLostAt)
    return 'Another shop asked less for it, and its page cannot be seen now. Match it, or leave it.'
  if (view.isUndercut) return 'Another shop asks less for it. Match it, or leave it.'
  if (unchecked) return 'It went into the shop by itself. If something is wrong, edit it: then nothing does any more.'
  if (hasJustFollowed(view))
    return `Its post was edited, and the shop followed, ${writeWhen(view.updatedAt, zone, now)}.`
  if (hasJustLapsed(view)) return 'Its post was edited again and offers it no longer. The shop keeps what it says.'
  const past = lastMove && pasts[lastMove.verb]
  if (!past) return ''
  return `${past} ${lastMove.by.name}, ${writeWhen(lastMove.at, zone, now)}`
}
