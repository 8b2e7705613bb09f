import type { EntityManager } from '@mikro-orm/postgresql'
import { stringify } from 'csv-stringify/sync'
import type { App } from '#src/app.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import { FRESH } from '#src/web/answer.ts'
import { html } from '#src/web/html.ts'
import type { PublicLink } from '#src/web/public-link.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { addressLines } from '../address/given-address.ts'
import { loadOrders, type OrderView } from '../card/order-view.ts'
import { orderKind, saleKind } from '../kinds.ts'
import { writeItems } from '../write-items.ts'

const MOST = 5_000
const COLUMNS = ['order', 'sale', 'paid', 'items', 'name', 'address', 'country', 'email', 'instagram', 'comment']

/** The ids of what is paid and not shipped yet, oldest payment first; `storeId` null: of every store. */
export async function findToPack(em: EntityManager, storeId: string | null): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    em,
    `select o.id from orders o join sales s on s.ig_media_id = o.ig_media_id
     where o.state = 'shopping-cart-link-sent' and o.paid_at is not null and o.shipped_at is null
       and ($1::uuid is null or s.store_id = $1) order by o.paid_at, o.number limit ${MOST}`,
    [storeId],
  )
  return rows.map(({ id }) => id)
}

/** Paid orders, a row each, for who packs. What begins like a formula is no formula to a spreadsheet. */
function writePackingList(views: OrderView[], zone: string): string {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  const rows = views.map((view) => {
    const { address, sale, items, paidAt, email, username, sourceComment } = view
    const given = address?.given
    const lines = given ? addressLines({ ...given, recipient: null }) : []
    return [
      ...[writeRef(orderKind, view), writeRef(saleKind, sale), paidAt ? day.format(paidAt) : ''],
      ...[writeItems(items, sale.colours), given?.recipient ?? '', lines.join(', '), given?.country ?? ''],
      ...[email ?? '', username, sourceComment.text],
    ]
  })
  return stringify([COLUMNS, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}

/**
 * Behind the link that `orders paid csv` answers with: what is to be packed when it is opened, for the store it
 * names.
 */
export const packingLink: PublicLink = {
  async show(app, { subjectId }, { path }) {
    const count = (await findToPack(app.em.fork(), storeOf(subjectId))).length
    const what = `${writeCount(count, 'paid order is to be packed', 'paid orders are to be packed')}.`
    const body = html`<section aria-labelledby="title"><h1 id="title">Packing list</h1><p>${what}</p>
      <p><a class="button primary" href="${path}/packing-list.csv">Download the list</a></p></section>`
    return { html: renderPublicPage({ shop: app.settings.STORE_NAME, title: 'Packing list', body }), headers: FRESH }
  },
  files: { 'packing-list.csv': sendList },
}

/** A link without a store of its own is an admin's: of every store. */
export const EVERY_STORE = '00000000-0000-0000-0000-000000000000'

function storeOf(subjectId: string | null): string | null {
  return subjectId === EVERY_STORE ? null : subjectId
}

async function sendList(app: App, { subjectId }: { subjectId: string | null }) {
  const em = app.em.fork()
  const ids = await findToPack(em, storeOf(subjectId))
  const views = await loadOrders(em, ids)
  const sorted = views.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  const headers = { ...FRESH, 'content-disposition': 'attachment; filename="packing-list.csv"' }
  return { text: writePackingList(sorted, app.settings.STORE_TIMEZONE), type: 'text/csv; charset=utf-8', headers }
}
