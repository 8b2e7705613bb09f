import { type Context, Hono } from 'hono'
import { answerOffer } from '#src/bookings/answer-offer.ts'
import type { Html } from '#src/cards/render-html.ts'
import { openLink } from '#src/links/links.ts'
import { renderNotice } from './document.ts'
import { type FoundOffer, findOffer, readAnswer, renderOffer, writeOfferIcs } from './offer.ts'
import type { Web, WebApp } from './web.ts'

const FRESH = { 'cache-control': 'no-store' }

/** Links to an offer and to its calendar event. Looking (GET, HEAD) changes nothing; other links are passed on. */
export function offerRoutes(app: WebApp): Hono<Web> {
  return new Hono<Web>()
    .get('/:token', async (c, next) => {
      const found = await find(app, c.req.param('token'))
      if (!found) return next()
      if (found === 'over') return c.html(over(app), 410)
      return c.html(renderOffer(app, found, c.req.path, null), 200, FRESH)
    })
    .get('/:token/event.ics', async (c, next) => {
      const found = await find(app, c.req.param('token'))
      if (!found) return next()
      return found === 'over' ? c.html(over(app), 410) : sendIcs(c, app, found)
    })
    .post('/:token', async (c, next) => {
      const token = c.req.param('token')
      const found = await find(app, token)
      if (!found) return next()
      if (found === 'over') return c.html(over(app), 410)
      const answer = readAnswer(String((await c.req.parseBody()).answer ?? ''))
      if (!answer) return c.html(renderOffer(app, found, c.req.path, 'Please press one of the buttons.'), 400, FRESH)
      const { sentence } = await answerOffer(app, { offerId: found.offer.id, answer, via: 'link' })
      const now = await find(app, token)
      return c.html(now && now !== 'over' ? renderOffer(app, now, c.req.path, sentence) : over(app), 200, FRESH)
    })
}

/** Null: some other link, or none. */
async function find(app: WebApp, token: string): Promise<FoundOffer | 'over' | null> {
  const em = app.em.fork()
  const link = await openLink(em, token, app.clock())
  if (!link || (link.purpose !== 'offer' && link.purpose !== 'event')) return null
  const found = link.isOver || !link.subjectId ? null : await findOffer(em, link.subjectId)
  return found ?? 'over'
}

function sendIcs(c: Context<Web>, app: WebApp, found: FoundOffer): Response | Promise<Response> {
  const ics = writeOfferIcs(app, found)
  if (!ics)
    return c.html(renderNotice(app.settings.STUDIO_NAME, 'Not booked', 'You are not booked for this session.'), 404)
  return c.body(ics, 200, {
    ...FRESH,
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'inline; filename="session.ics"',
  })
}

function over({ settings }: WebApp): Html {
  return renderNotice(
    settings.STUDIO_NAME,
    'This offer has expired',
    'It no longer stands. We write again when there is another one.',
  )
}
