import type { EntityManager } from '@mikro-orm/postgresql'
import type { z } from 'zod'
import type { App } from '#src/app.ts'
import type { AnySubject, Member } from '#src/cards/subject.ts'
import { type Html, html } from '#src/web/html.ts'
import type { AnyShown } from '#src/web/shown.ts'
import type { ShownKind } from '../shown.ts'
import type { Drawn } from './frame.ts'
import { loadInOrder, readPage, renderPages, renderRows, writeState } from './rows.ts'

type Query = Record<string, string>

const LIMIT = 50

/** The records of a kind that a member may see, narrowed by what its list can be narrowed by. */
export async function drawList(app: App, { subject, shown }: ShownKind, member: Member, query: Query): Promise<Drawn> {
  const em = app.em.fork() as EntityManager
  const paging = { page: readPage(query.page), limit: LIMIT }
  const filter = readFilter(subject, shown, query)
  const { ids, total } = await shown.list(em, member, filter, paging, app.clock())
  const rows = await loadInOrder(subject, () => subject.load(em, ids), ids)
  const area = `/${shown.path}`
  return {
    title: shown.title,
    area,
    kinds: [subject.kind.name],
    body: html`<h1>${titleOf(shown, filter)} <small>${total}</small></h1>${renderFilter(subject, shown, filter)}
      ${renderRows(app, rows, 'Nothing here.')}${renderPages(area, filter, total, paging)}`,
  }
}

/** What can be read of the query; the rest is as if it had not been said. */
function readFilter({ kind }: AnySubject, { filters }: AnyShown, query: Query): Query {
  const state = Object.hasOwn(kind.flow, query.state ?? '') ? { state: query.state ?? '' } : {}
  const others = Object.entries(filters?.shape ?? {}).flatMap(([name, shape]) =>
    query[name] && (shape as z.ZodType).safeParse(query[name]).success ? [[name, query[name]] as const] : [],
  )
  return { ...Object.fromEntries(others), ...state }
}

/** `Orders of S-3` where a link narrowed it. */
function titleOf({ title, filters }: AnyShown, filter: Query): string {
  const narrowed = Object.keys(filters?.shape ?? {}).filter((name) => !metaOf(filters, name).title && filter[name])
  return [title, ...narrowed.map((name) => filter[name])].join(' of ')
}

function renderFilter(subject: AnySubject, shown: AnyShown, filter: Query): Html {
  const names = Object.keys(shown.filters?.shape ?? {})
  return html`<form class="filter" method="get" action="/${shown.path}" role="search">
    ${names.map((name) => renderField(shown, name, filter[name] ?? ''))}
    <div><label for="state">State</label>${renderStates(subject, filter.state)}</div>
    <button class="primary">Show</button>
  </form>`
}

function renderField({ filters }: AnyShown, name: string, value: string): Html {
  const { title, placeholder, choices } = metaOf(filters, name)
  if (choices) return renderChoice({ name, title: title ?? name, choices }, value)
  if (!title) return value ? html`<input type="hidden" name="${name}" value="${value}">` : html``
  return html`<div><label for="${name}">${title}</label><input id="${name}" name="${name}" type="search"
    value="${value}" placeholder="${String(placeholder ?? '')}" autocomplete="off"></div>`
}

type Meta = { title?: string | undefined; placeholder?: unknown; choices?: Record<string, string> }

function metaOf(filters: AnyShown['filters'], name: string): Meta {
  return ((filters?.shape[name] as z.ZodType | undefined)?.meta() ?? {}) as Meta
}

function renderChoice(
  { name, title, choices }: { name: string; title: string; choices: Record<string, string> },
  chosen: string,
): Html {
  const options = Object.entries({ '': 'All', ...choices })
  return html`<div><label for="${name}">${title}</label><select id="${name}" name="${name}">${options.map(
    ([value, words]) => html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${words}</option>`,
  )}</select></div>`
}

function renderStates(subject: AnySubject, chosen: string | undefined): Html {
  return html`<select id="state" name="state"><option value="">All</option>${Object.keys(subject.kind.flow).map(
    (state) =>
      html`<option value="${state}" ${state === chosen ? html`selected` : ''}>${writeState(subject, state)}</option>`,
  )}</select>`
}
