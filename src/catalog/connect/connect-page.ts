import type { App } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { useLink } from '#src/links/links.ts'
import { type Answer, FRESH } from '#src/web/answer.ts'
import { type Html, html } from '#src/web/html.ts'
import type { PublicLink } from '#src/web/public-link.ts'
import { renderNotice, renderPublicPage } from '#src/web/public-page.ts'
import { storeOf } from '../stores/sellers.ts'
import { WHY } from './grant.ts'
import { mintState, whoseLink } from './oauth-state.ts'

/** It works once: who opens it again, or reloads the page after it, may be connected already. */
export function overNotice({ STORE_NAME }: Settings): Html {
  const next = 'Write instagram in your chat to see whether you are connected, or connect for a new link.'
  return renderNotice(STORE_NAME, 'This link no longer works', `It works once, within half an hour. ${next}`)
}

/** The private page that `connect` links to: what we ask for and why, and the way to Facebook. */
export const connectLink: PublicLink = {
  async show(app, link) {
    const who = await whoseLink(app.em.fork(), link.subjectId)
    return who && { html: draw((await storeOf(app.em.fork(), who.storeId)).name), headers: FRESH }
  },
  async take(app, _, __, call) {
    const { metaLogin } = app
    if (!metaLogin) throw new Refusal('Connecting is not set up: META_APP_ID and META_APP_SECRET are missing.')
    const state = await inTransaction(app, async (tx) => {
      const link = await useLink(tx, call.params.token ?? '', tx.at)
      const who = link && (await whoseLink(tx.em, link.subjectId))
      return who ? mintState(tx, who) : null
    })
    return state ? sendOn(app, metaLogin.writeConsentUrl(state)) : null
  },
  over: overNotice,
}

/** By a page that goes on by itself: our content policy lets no form lead elsewhere, not by a redirect either. */
function sendOn({ settings }: App, url: string): Answer {
  const onward = { to: url, label: 'Go on to Facebook' }
  const page = renderNotice(settings.STORE_NAME, 'To Facebook', 'Leave every box ticked there, and come back.', onward)
  return { html: page, headers: { ...FRESH, refresh: `0; url=${url}` } }
}

function draw(shop: string): Html {
  const title = `Connect Instagram to ${shop}`
  return renderPublicPage({
    shop,
    title,
    body: html`<section class="notice"><h1>${title}</h1>
      <p>We read what your posts sell, and you approve each product.</p>
      <p>You need a professional Instagram account (Business or Creator) linked to a Facebook Page. Facebook asks you
        to let us:</p>
      <ul>${Object.entries(WHY).map(([scope, why]) => html`<li>${why} <small>(${scope})</small></li>`)}</ul>
      <p>We post nothing, and answer nobody in your name. To take it back at any time, write disconnect.</p>
      <form method="post"><button class="button primary">Continue with Facebook</button></form></section>`,
  })
}
