import type { EntityManager } from '@mikro-orm/postgresql'
import { Delivery } from '#entities/outbox/delivery.ts'
import type { App } from '#src/app.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { tame } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { renderCardHtml } from '#src/cards/render-html.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { tellStory } from '#src/desk/told/story.ts'
import type { Html } from '#src/web/html.ts'
import { html, panel } from '#src/web/html.ts'
import type { Found } from '../records.ts'
import type { SignedIn } from '../session.ts'
import { pathOf, shownOf } from '../shown.ts'
import type { Drawn } from './frame.ts'
import { pathTo, renderRows } from './rows.ts'

/** Kinds whose list stands in another area of the menu. */
const areas: Record<string, string> = { alert: '/jobs' }

/**
 * One record: its card with every verb it allows, what was written and sent about it, and how it came to stand here.
 */
export async function drawRecord(app: App, { member, csrf }: SignedIn, { subject, view }: Found): Promise<Drawn> {
  const em = app.em.fork() as EntityManager
  const { name } = subject.kind
  const story = await tellStory(app, subject, view, member.zone)
  const deliveries = await em.find(Delivery, { subject: name, subjectId: view.id }, { orderBy: { number: 'asc' } })
  const ref = writeRef(subject.kind, view)
  const card = cardOf(subject, view, app, 'all', member)
  // A card in a chat leads to this page.
  const links = card.links?.filter(({ url }) => !url.startsWith(`${app.publicUrl}${pathOf(subject)}/`)) ?? []
  return {
    title: ref,
    area: areas[name] ?? pathOf(subject),
    kinds: [name, 'delivery'],
    record: { kind: name, id: view.id },
    body: html`<h1>${ref}</h1>
      ${renderCardHtml({ ...card, links }, { csrf, back: pathTo(subject, view) })}
      ${(await shownOf(subject)?.parts?.(app, view, member)) ?? ''}
      ${deliveries.length > 0 ? renderDeliveries(app, deliveries) : ''}
      ${panel('History', renderStory(story))}`,
  }
}

function renderDeliveries(app: App, deliveries: Delivery[]): Html {
  const subject = subjectNamed('delivery')
  return html`<section aria-label="Deliveries"><h2>Deliveries</h2>
    ${renderRows(
      app,
      deliveries.map((view) => ({ subject, view })),
      '',
    )}
  </section>`
}

function renderStory(story: string[]): Html {
  if (story.length === 0) return html`<p class="soft">Nothing has happened yet.</p>`
  return html`<ol class="story">${story.map((sentence) => html`<li dir="auto">${tame(sentence)}</li>`)}</ol>`
}
