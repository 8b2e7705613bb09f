import type { App } from '#src/app.ts'
import { tame } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import type { Html } from '#src/web/html.ts'
import { html } from '#src/web/html.ts'
import { type Paging, paginate } from '#src/web/paging.ts'
import { pathOf, shownOf } from '../shown.ts'

/** Where a record's own page is. */
export function pathTo(subject: AnySubject, record: Pick<RecordRow, 'number'>): string {
  return `${pathOf(subject)}/${writeRef(subject.kind, record)}`
}

type Drawing = Pick<App, 'settings' | 'publicUrl' | 'clock'>

/** Records as a list, each with the line a locked phone would show. */
export function renderRows(app: Drawing, rows: { subject: AnySubject; view: RecordRow }[], empty: string): Html {
  if (rows.length === 0) return html`<div class="rows"><p class="empty">${empty}</p></div>`
  return html`<ul class="rows">${rows.map(({ subject, view }) => {
    const { title, tone, footer } = subject.card(view, app)
    const standing = shownOf(subject)?.standing?.(view) ?? writeState(subject, view.state)
    return html`<li><a class="row" href="${pathTo(subject, view)}">
      <bdi class="name">${tame(title)}</bdi> <span class="badge ${tone}">${standing}</span>
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
  const link = (to: number, words: string) => {
    if (to < 1 || to > pages) return html`<span></span>`
    const search = new URLSearchParams({ ...query, page: String(to) }).toString()
    return html`<a class="button" href="${path}?${search}">${words}</a>`
  }
  if (pages <= 1) return html``
  return html`<nav class="pages" aria-label="Pages">
    ${link(page - 1, 'Newer')}<span>Page ${page} of ${pages}</span>${link(page + 1, 'Older')}</nav>`
}

/** A state in the operators' words. */
export function writeState(subject: AnySubject, state: string): string {
  return shownOf(subject)?.states?.[state] ?? writeWord(state)
}

export function writeWord(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1).replaceAll('-', ' ')}`
}
