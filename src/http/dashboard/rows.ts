import { html } from 'hono/html'
import type { App } from '#src/app.ts'
import { tame } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Html } from '#src/cards/render-html.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import { type Paging, paginate } from '../paging.ts'

/** Where a record's own page is. */
export function pathOf({ kind }: AnySubject, record: Pick<RecordRow, 'number'>): string {
  return `/${kind.table}/${writeRef(kind, record)}`
}

type Drawing = Pick<App, 'settings' | 'publicUrl' | 'clock'>

/** Records as a list, each with the line a locked phone would show. */
export function renderRows(app: Drawing, rows: { subject: AnySubject; view: RecordRow }[], empty: string): Html {
  if (rows.length === 0) return html`<div class="rows"><p class="empty">${empty}</p></div>`
  return html`<ul class="rows">${rows.map(({ subject, view }) => {
    const { title, tone, footer } = subject.card(view, app)
    return html`<li><a class="row" href="${pathOf(subject, view)}">
      <bdi class="name">${tame(title)}</bdi> <span class="badge ${tone}">${writeState(view.state)}</span>
      ${footer ? html`<span class="more">${tame(footer)}</span>` : ''}
    </a></li>`
  })}</ul>`
}

/** Loads a list's records in its own order. */
export async function loadInOrder(subject: AnySubject, load: () => Promise<RecordRow[]>, ids: string[]) {
  const views = new Map((await load()).map((view) => [view.id, view]))
  return ids.flatMap((id) => {
    const view = views.get(id)
    return view ? [{ subject, view }] : []
  })
}

/** The page asked for; the first where that cannot be read. */
export function readPage(text: string | undefined): number {
  return Math.max(1, Math.min(1_000_000, Math.trunc(Number(text)) || 1))
}

export function renderPages(path: string, query: Record<string, string>, total: number, paging: Paging): Html {
  const { page, pages } = paginate(total, paging)
  const link = (to: number, words: string) =>
    to < 1 || to > pages
      ? html`<span></span>`
      : html`<a class="button" href="${path}?${new URLSearchParams({ ...query, page: String(to) }).toString()}">${words}</a>`
  if (pages <= 1) return html``
  return html`<nav class="pages" aria-label="Pages">${link(page - 1, 'Newer')}<span>Page ${page} of ${pages}</span>${link(page + 1, 'Older')}</nav>`
}

/** States in the operators' words, where those of the table are not. */
const words: Record<string, string> = {
  scraped: 'Just in',
  'pending-details-validation': 'To approve',
  'not-valid': 'Not an order',
  'details-validated': 'Approved',
  'awaiting-address-reply': 'Waiting for address',
  'shopping-cart-link-sent': 'Cart link sent',
  looking: 'Looking it up',
  missing: 'Not found',
  proposed: 'To confirm',
  doubtful: 'In doubt',
  dead: 'Could not leave',
}

export function writeState(state: string): string {
  return words[state] ?? `${state.charAt(0).toUpperCase()}${state.slice(1).replaceAll('-', ' ')}`
}
