import type { App } from '#src/app.ts'
import { type Answer, FRESH } from '#src/web/answer.ts'
import { html } from '#src/web/html.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { storeOf } from '../stores/sellers.ts'
import type { Consent } from './consent.ts'
import { finishConnect } from './finish.ts'
import type { Connecting } from './oauth-state.ts'

/** The account is chosen: a page for a browser, the documented answer for a program. */
export async function connected(
  app: App,
  who: Connecting,
  consent: Consent,
  chosen: Consent['pages'][number],
  isBrowser: boolean,
): Promise<Answer> {
  const account = await finishConnect(app, who, consent, chosen)
  const { id, username, state } = account
  if (!isBrowser)
    return { json: { success: true, connection: { id, igUsername: username, status: state } }, headers: FRESH }
  const shop = await storeOf(app.em.fork(), who.storeId)
  const title = `@${username} is connected to ${shop.name}`
  return page(shop.name, title, 'You can close this page. The card in your chat has Scan now.')
}

export function page(shop: string, title: string, sentence: string): Answer {
  const body = html`<section class="notice"><h1>${title}</h1><p>${sentence}</p></section>`
  return { html: renderPublicPage({ shop, title, body }), headers: FRESH }
}
