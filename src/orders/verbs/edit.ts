import type { Items, Order } from '#entities/orders/order.ts'
import { uuid } from '#entities/uuid.ts'
import type { Field } from '#src/cards/form.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Acting, Effect } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { toCheck } from '../address/given-address.ts'
import type { OrderView } from '../card/order-view.ts'
import { orderKind } from '../kinds.ts'
import { untried } from '../link/link.ts'
import { unlinkDelivery } from '../link/unlink.ts'
import { readAddressField, readEmailField, writeAddressLines } from '../read-fields.ts'
import { CHECK_ADDRESS, LINK } from '../steps.ts'
import { offerFreed, takeFromStock } from '../stock/stock.ts'
import { readItemsField, writeItems } from '../write-items.ts'
import { isReady, type OrderVerb, settled } from './verb.ts'

export const edit: OrderVerb = {
  label: 'Edit',
  past: 'edited',
  offered(view) {
    const { state, attention } = view
    if (state === 'pending-details-validation') return isReady(view) ? true : 'first'
    if (state === 'not-valid' || state === 'scraped') return false
    if (attention === 'change' || attention === 'two-addresses') return 'first'
    const may = state === 'awaiting-address-reply' ? whileAwaiting : later
    return (may.includes(attention) && !view.paidAt) || 'quiet'
  },
  form: (view) => ({ title: `Edit ${writeRef(orderKind, view)}`, submit: 'Save', fields: fieldsOf(view) }),
  effect: (acting) => (acting.view.state === 'pending-details-validation' ? editDetails(acting) : editLater(acting)),
}

/** What may mean an edit; null: nobody asked anything. */
const later: OrderView['attention'][] = ['mail']
const whileAwaiting: OrderView['attention'][] = [...later, 'address', 'unchecked-address', null]

function fieldsOf(view: OrderView): Field[] {
  const items: Field = {
    name: 'items',
    label: 'Items',
    kind: 'text',
    hint: `On offer: ${view.sale.colours.join(', ') || 'not known'}`,
    ...(view.items && { value: writeItems(view.items, view.sale.colours) }),
  }
  if (view.state === 'pending-details-validation') return [emailField(view), items]
  return view.state === 'awaiting-address-reply' ? [items, addressField(view)] : [items]
}

export function emailField({ email }: OrderView): Field {
  return { name: 'email', label: 'E-mail', kind: 'text', ...(email && { value: email }) }
}

function addressField({ address }: OrderView): Field {
  return {
    name: 'address',
    label: 'Address',
    kind: 'long',
    optional: true,
    hint: 'Name, street, town, postcode, country. Google looks at it; you may say it is right all the same.',
    ...(address && { value: writeAddressLines(address.suggestion ?? address.given) }),
  }
}

/** Both may be changed before approving; what was changed is kept as a labelled example. */
async function editDetails({ tx, view, answers }: Acting<OrderView>): Promise<Effect<Order>> {
  const email = readEmailField(answers.email ?? '')
  const items = readItemsField(answers.items ?? '', view.sale)
  await keepExample(tx, view, { email, items })
  const reading = view.reading && { ...view.reading, clear: true, why: 'edited' }
  const tell = 'Saved. Approve it when it is right.'
  return { set: { ...settled, email, items, reading }, edited: true, tell }
}

async function editLater({ tx, view, answers, by }: Acting<OrderView>): Promise<Effect<Order>> {
  const items = answers.items ? readItemsField(answers.items, view.sale) : view.items
  if (view.sale.stock && answers.items) {
    await takeFromStock(tx, view, items)
    await offerFreed(tx, view, items)
  }
  const text = answers.address?.trim()
  if (!text || view.state !== 'awaiting-address-reply' || isAsBefore(view, text)) {
    tx.ring(LINK)
    return changedCart(view, items) ?? { set: { ...settled, items }, edited: true, tell: 'Saved.' }
  }
  tx.ring(CHECK_ADDRESS)
  const address = { ...toCheck(readAddressField(text), text), typedBy: by.name }
  const tell = 'Saved. Google looks at the address, then the cart link goes out.'
  return { set: { ...settled, items, address }, edited: true, tell }
}

/** Who has a link would pay for the old cart: it is switched off, and a new one goes out. */
function changedCart(view: OrderView, items: Items | null): Effect<Order> | null {
  const { cartLink, cartLinkRef, paidAt, waiting } = view
  if (!cartLink || paidAt || isSame(view.items, items)) return null
  const set = { ...settled, ...untried, items, cartLink: null, cartLinkRef: null }
  const cancels = waiting.filter(({ kind }) => kind === 'orders.send-link').map(({ key }) => key)
  const deliveries = cartLinkRef ? [unlinkDelivery(view, cartLinkRef)] : []
  return { set, edited: true, cancels, deliveries, tell: 'Saved. A new cart link goes out.' }
}

function isSame(before: Items | null, after: Items | null): boolean {
  const colours = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...colours].every((colour) => before?.[colour] === after?.[colour])
}

/** The form shows the address; one that nobody changed is not checked a second time. */
function isAsBefore({ address }: OrderView, text: string): boolean {
  return address?.validatedAt ? writeAddressLines(address.suggestion ?? address.given) === text : false
}

type Corrected = { email: string; items: Items }

async function keepExample(tx: Acting<OrderView>['tx'], view: OrderView, corrected: Corrected): Promise<void> {
  const { sourceComment, sale, email, items } = view
  if (email === corrected.email && isSame(items, corrected.items)) return
  await sql(
    tx.em,
    `insert into order_examples (id, order_id, text, caption, read, corrected, at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      uuid(),
      view.id,
      sourceComment.text,
      sale.caption,
      JSON.stringify({ email, items }),
      JSON.stringify(corrected),
      tx.at,
    ],
  )
}
