import type { App } from '#src/app.ts'
import { writeCount } from '#src/basics/write-count.ts'
import type { AnySubject, Member } from '#src/cards/subject.ts'
import { isShown } from '#src/desk/pipelines.ts'
import { subjects } from '#src/desk/press/subjects.ts'
import { loadWaiting, type Waiting } from '#src/desk/queue/pending.ts'
import { type Html, html } from '#src/web/html.ts'
import { type ShownKind, shownKinds } from '../shown.ts'
import type { Drawn } from './frame.ts'
import { renderRows, writeState, writeWord } from './rows.ts'

const MOST_SHOWN = 30

/** What waits for this member, by pipeline, and how many records stand where. */
export async function drawOverview(app: App, member: Member): Promise<Drawn> {
  const waiting = await loadWaiting(app.em.fork(), member)
  const byPipeline = Map.groupBy(waiting, ({ subject, view }) => subject.kind.pipeline(view))
  const counted = shownKinds().filter((kind) => isShown(app.settings, kind.pipeline) && maySee(kind, member))
  const waits = waiting.length > 0 ? writeCount(waiting.length, 'thing waits', 'things wait') : 'Nothing waits'
  return {
    title: 'Overview',
    area: '/',
    kinds: subjects().map(({ kind }) => kind.name),
    body: html`<h1>${waits} for you</h1>
      ${[...byPipeline].map(([pipeline, rows]) => drawPipeline(app, pipeline, rows))}
      ${await Promise.all(counted.map((kind) => drawTiles(app, kind, member)))}`,
  }
}

function maySee({ shown }: ShownKind, { role }: Member): boolean {
  return role === 'admin' || shown.roles.includes(role)
}

async function drawTiles({ em }: App, { subject, shown }: ShownKind, member: Member): Promise<Html> {
  const counts = await shown.count?.(em.fork(), member)
  if (!counts) return html``
  const { path, title } = shown
  return html`<section aria-labelledby="${path}"><h2 id="${path}">${title}</h2><ul class="tiles">${Object.keys(
    subject.kind.flow,
  ).map((state) => renderTile(subject, `/${path}?state=${state}`, state, counts[state] ?? 0))}</ul></section>`
}

function renderTile(subject: AnySubject, link: string, state: string, count: number): Html {
  return html`<li><a href="${link}"><strong>${count}</strong> ${writeState(subject, state)}</a></li>`
}

function drawPipeline(app: App, pipeline: string, rows: Waiting[]): Html {
  const more = rows.length - MOST_SHOWN
  return html`<section aria-label="${writeWord(pipeline)}">
    <h2>${writeWord(pipeline)} · ${rows.length}</h2>
    ${renderRows(app, rows.slice(0, MOST_SHOWN), '')}
    ${more > 0 ? html`<p class="soft">and ${more} more</p>` : ''}
  </section>`
}
