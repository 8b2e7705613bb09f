import type { Items } from '#entities/orders/order.ts'
import type { Sale } from '#entities/orders/sale.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Verb } from '#src/cards/verb.ts'
import { Refusal } from '#src/errors.ts'
import { saleKind } from '../kinds.ts'
import { retryLinks } from '../link/link.ts'
import { RESOLVE, SCRAPE } from '../steps.ts'
import { offerMore } from '../stock/stock.ts'
import { readSaleForm, readStock, saleForm, writeStockField } from './sale-form.ts'
import type { SaleView } from './sale-view.ts'

type SaleVerb = Verb<Sale, SaleView>

const isNew = ({ state }: SaleView) => state === 'proposed'
const isOpen = ({ state }: SaleView) => state === 'open'

const seen: SaleVerb = {
  label: 'Seen',
  past: 'saw',
  offered: (view) => isOpen(view) && view.gapAt !== null,
  effect: () => ({ set: { gapAt: null } }),
}

const confirm: SaleVerb = {
  label: 'Right, start',
  past: 'confirmed',
  offered: (view) => isNew(view) && 'first',
  effect({ tx, view }) {
    if (view.colours.length === 0) throw new Refusal('No colour was read. Edit it first: the orders are read by it.')
    tx.ring(SCRAPE)
    return { tell: `${writeRef(saleKind, view)} is open. Orders come in from now on.` }
  },
}

const count: SaleVerb = {
  label: 'How many of each',
  past: 'counted the stock of',
  offered: (view) => isNew(view) || isOpen(view),
  form: (view) => ({
    title: `How many of each? ${writeRef(saleKind, view)}`,
    submit: 'Save',
    fields: [
      {
        name: 'stock',
        label: 'How many of each',
        kind: 'text',
        optional: true,
        hint: `Such as ${view.colours.map((colour) => `10 ${colour}`).join(', ')}. Empty: not counted.`,
        ...(view.stock && { value: writeStockField(view.stock) }),
      },
    ],
  }),
  async effect({ tx, view, answers }) {
    const stock = readStock(answers.stock ?? '', view)
    if (view.igMediaId) await offerMore(tx, view.igMediaId, view.left, leftOf(view, stock))
    return { set: { stock }, edited: true, tell: stock ? 'Counted. Approving takes from it.' : 'Not counted.' }
  },
}

/** What will be left, once so many are counted: what was taken stays taken. */
function leftOf({ stock: before, left }: SaleView, stock: Items | null): Items | null {
  const taken = (colour: string) => (before?.[colour] ?? 0) - (left?.[colour] ?? 0)
  return stock && Object.fromEntries(Object.entries(stock).map(([colour, all]) => [colour, all - taken(colour)]))
}

const edit: SaleVerb = {
  label: 'Edit',
  past: 'edited',
  offered: (view) => isNew(view) || isOpen(view),
  form: (view, { settings }) => saleForm(view, settings),
  async effect({ tx, view, by, answers }) {
    const set = readSaleForm(answers)
    await retryLinks(tx, view, by)
    return { set, edited: true, tell: 'Saved.' }
  },
}

const retry: SaleVerb = {
  label: 'Look again',
  past: 'looked again for',
  style: 'primary',
  offered: ({ state }) => state === 'missing' || (state === 'dropped' && 'quiet'),
  effect({ tx }) {
    tx.ring(RESOLVE)
    return { set: { attempts: 0, nextTryAt: null, lastError: null } }
  },
}

const drop: SaleVerb = {
  label: 'Drop',
  past: 'dropped',
  style: 'danger',
  offered: ({ state }) => state === 'missing' || state === 'proposed' || (state === 'looking' && 'quiet'),
}

const close: SaleVerb = {
  label: 'Close sale',
  past: 'closed',
  offered: isOpen,
  effect: ({ view }) => ({ tell: `${writeRef(saleKind, view)} is closed. New comments are no orders any more.` }),
}

const reopen: SaleVerb = {
  label: 'Open again',
  past: 'reopened',
  offered: ({ state }) => state === 'closed' && 'quiet',
}

/** What a person can do to a sale, in the order of the buttons. */
export const saleVerbs: Record<string, SaleVerb> = { seen, confirm, retry, close, edit, count, drop, reopen }
