import { html } from 'hono/html'
import { orderFlow } from '#entities/orders/order.ts'
import type { Needs } from '#src/app.ts'
import type { Html } from '#src/cards/render-html.ts'
import type { Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { loadWaiting, type Waiting } from '#src/desk/pending.ts'
import { isShown } from '#src/desk/pipelines.ts'
import { subjects } from '#src/desk/subjects.ts'
import type { Page } from './frame.ts'
import { renderRows, writeState } from './rows.ts'

const MOST_SHOWN = 30

/** What waits for this member, by pipeline, and how many orders stand where. */
export async function drawOverview(
  app: Needs<'em' | 'clock' | 'settings' | 'publicUrl'>,
  member: Member,
): Promise<Page> {
  const em = app.em.fork()
  const waiting = await loadWaiting(em, member)
  const byPipeline = Map.groupBy(waiting, ({ subject, view }) => subject.kind.pipeline(view))
  return {
    title: 'Overview',
    area: '/',
    kinds: subjects.map(({ kind }) => kind.name),
    body: html`<h1>${waiting.length === 0 ? 'Nothing waits for you' : `${waiting.length} ${waiting.length === 1 ? 'thing waits' : 'things wait'} for you`}</h1>
      ${[...byPipeline].map(([pipeline, rows]) => drawPipeline(app, pipeline, rows))}
      ${isShown(app.settings, 'orders') ? renderTiles(await countOrders(app, member)) : ''}`,
  }
}

function renderTiles(counts: Map<string, number>): Html {
  return html`<section aria-labelledby="orders"><h2 id="orders">Orders</h2><ul class="tiles">${Object.keys(
    orderFlow,
  ).map(
    (state) =>
      html`<li><a href="/orders?state=${state}"><strong>${counts.get(state) ?? 0}</strong> ${writeState(state)}</a></li>`,
  )}</ul></section>`
}

function drawPipeline(app: Needs<'clock' | 'settings' | 'publicUrl'>, pipeline: string, rows: Waiting[]): Html {
  const more = rows.length - MOST_SHOWN
  return html`<section aria-label="${writeState(pipeline)}">
    <h2>${writeState(pipeline)} · ${rows.length}</h2>
    ${renderRows(app, rows.slice(0, MOST_SHOWN), '')}
    ${more > 0 ? html`<p class="soft">and ${more} more</p>` : ''}
  </section>`
}

async function countOrders({ em }: Needs<'em'>, { role, storeId }: Member): Promise<Map<string, number>> {
  const rows = await sql<{ state: string; n: number }>(
    em.fork(),
    `select o.state, count(*)::int as n from orders o ${role === 'admin' ? '' : 'join sales s on s.ig_media_id = o.ig_media_id where s.store_id = $1'}
     group by o.state`,
    role === 'admin' ? [] : [storeId],
  )
  return new Map(rows.map(({ state, n }) => [state, n]))
}
