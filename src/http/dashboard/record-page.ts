import type { EntityManager } from '@mikro-orm/postgresql'
import { html } from 'hono/html'
import { OrderMail } from '#entities/orders/order-mail.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import type { Needs } from '#src/app.ts'
import type { BookingView } from '#src/bookings/booking-view.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { tame } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Html, renderCardHtml } from '#src/cards/render-html.ts'
import { writeWhen } from '#src/cards/times.ts'
import { tellStory } from '#src/desk/story.ts'
import { subjectNamed } from '#src/desk/subjects.ts'
import type { Found } from '../records.ts'
import type { SignedIn } from '../session.ts'
import { drawBookingParts } from './booking-parts.ts'
import type { Page } from './frame.ts'
import { pathOf, renderRows } from './rows.ts'

type RecordApp = Needs<'em' | 'clock' | 'settings' | 'publicUrl'>

/** Kinds whose list stands in another area of the menu. */
const areas: Record<string, string> = { alert: '/jobs' }

/** One record: its card with every verb it allows, what was written and sent about it, and how it came to stand here. */
export async function drawRecord(app: RecordApp, { member, csrf }: SignedIn, { subject, view }: Found): Promise<Page> {
  const em = app.em.fork() as EntityManager
  const now = app.clock()
  const { name, table } = subject.kind
  const story = await tellStory(em, subject, view, member.zone, now)
  const deliveries = await em.find(Delivery, { subject: name, subjectId: view.id }, { orderBy: { number: 'asc' } })
  const mails = name === 'order' ? await em.find(OrderMail, { orderId: view.id }, { orderBy: { at: 'asc' } }) : []
  const ref = writeRef(subject.kind, view)
  return {
    title: ref,
    area: areas[name] ?? `/${table}`,
    kinds: [name, 'delivery'],
    record: { kind: name, id: view.id },
    body: html`<h1>${ref}</h1>
      ${renderCardHtml(cardOf(subject, view, app, 'all'), { csrf, back: pathOf(subject, view) })}
      ${name === 'sale' ? html`<p><a class="button" href="/orders?sale=${ref}">Orders of this sale</a></p>` : ''}
      ${name === 'booking' ? await drawBookingParts(app, em, view as unknown as BookingView, member.zone) : ''}
      ${mails.length > 0 ? section('Mails', html`${mails.map((mail) => renderMail(mail, member.zone, now))}`) : ''}
      ${deliveries.length > 0 ? renderDeliveries(app, deliveries) : ''}
      ${section('History', renderStory(story))}`,
  }
}

function section(title: string, body: Html): Html {
  return html`<section class="panel" aria-label="${title}"><h2>${title}</h2>${body}</section>`
}

function renderMail({ direction, subject, text, at }: OrderMail, zone: string, now: Date): Html {
  return html`<article class="mail">
    <p class="soft">${direction === 'in' ? 'From the customer' : 'To the customer'}, ${writeWhen(at, zone, now)}</p>
    <strong dir="auto">${tame(subject)}</strong>
    <pre dir="auto">${tame(text)}</pre>
  </article>`
}

function renderDeliveries(app: RecordApp, deliveries: Delivery[]): Html {
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
