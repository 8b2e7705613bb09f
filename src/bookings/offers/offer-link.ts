import type { App } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { type Answer, FRESH } from '#src/web/answer.ts'
import type { Html } from '#src/web/html.ts'
import type { PublicLink } from '#src/web/public-link.ts'
import { renderNotice } from '#src/web/public-page.ts'
import { answerOffer } from '../answers/answer-offer.ts'
import { findOffer, readAnswer, renderOffer, writeOfferIcs } from './offer-page.ts'

/** The link of a text: what is offered, with Yes and No, and the session's calendar file for who is booked. */
export const offerLink: PublicLink = {
  async show(app, { subjectId }, { path }) {
    const found = await find(app, subjectId)
    return found && { html: renderOffer(app, found, path, null), headers: FRESH }
  },
  async take(app, { subjectId }, form, { path }) {
    const found = await find(app, subjectId)
    if (!found) return null
    const answer = readAnswer(form.answer ?? '')
    if (!answer) {
      const page = renderOffer(app, found, path, 'Please press one of the buttons.')
      return { status: 400, html: page, headers: FRESH }
    }
    const { sentence } = await answerOffer(app, { offerId: found.offer.id, answer, via: 'link' })
    const now = await find(app, subjectId)
    return now && { html: renderOffer(app, now, path, sentence), headers: FRESH }
  },
  files: {
    'event.ics': sendIcs,
    yes: (app, link, call) => showChosen(app, link.subjectId, call.path, 'yes'),
    no: (app, link, call) => showChosen(app, link.subjectId, call.path, 'no'),
  },
  over,
}

/** The page with that answer chosen; nothing is recorded before it is sent. */
async function showChosen(app: App, subjectId: string | null, path: string, chosen: 'yes' | 'no') {
  const found = await find(app, subjectId)
  const own = path.slice(0, path.lastIndexOf('/'))
  return found && { html: renderOffer(app, found, own, null, chosen), headers: FRESH }
}

function find({ em }: App, offerId: string | null) {
  return offerId ? findOffer(em.fork(), offerId) : null
}

async function sendIcs(app: App, { subjectId }: { subjectId: string | null }): Promise<Answer | null> {
  const found = await find(app, subjectId)
  if (!found) return null
  const ics = writeOfferIcs(app, found)
  if (!ics) {
    const words = 'You are not booked for this session.'
    return { status: 404, html: renderNotice(app.settings.STUDIO_NAME, 'Not booked', words) }
  }
  const headers = { ...FRESH, 'content-disposition': 'inline; filename="session.ics"' }
  return { text: ics, type: 'text/calendar; charset=utf-8', headers }
}

function over({ STUDIO_NAME }: Settings): Html {
  return renderNotice(
    STUDIO_NAME,
    'This offer has expired',
    'It no longer stands. We write again when there is another one.',
  )
}
