import type { App } from '#src/app.ts'
import { type Html, html } from '#src/web/html.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { nameOf } from '../../names.ts'
import type { WatchView } from '../watch-view.ts'
import { writeQuestion } from '../write-ask.ts'
import { writeRule } from '../write-rule.ts'
import { drawTrouble, tellsWhen } from './draw-watch.ts'

/** What was read, and the one button that confirms it; where nothing can be read, that. */
export function renderConfirm(app: App, view: WatchView, path: string): Html {
  if (view.state !== 'asked') return renderConfirmed(app, view, path)
  const { product } = view
  return renderPublicPage({
    shop: app.settings.STORE_NAME,
    title: nameOf(product),
    body: html`<section class="notice">${product.price === null ? drawUnread(app, view) : drawQuestion(app, view, path)}
<p class="soft"><a href="${product.url}">${product.url}</a></p></section>`,
  })
}

function drawQuestion(app: App, view: WatchView, path: string): Html {
  return html`<h1>${writeQuestion(view.product)}</h1>
${view.product.pictureUrl ? html`<p><img src="${path}/product.jpg" alt="" width="240"></p>` : ''}
<p>${tellsWhen(view)} ${drawTrouble(app, view)}</p>
<form method="post"><button class="primary" name="do" value="confirm">Confirm</button>
<button name="do" value="stop">No, stop</button></form>`
}

/** Of a page nobody watched for a while, and that cannot be read since. */
function drawUnread({ settings }: App, { product, user }: WatchView): Html {
  const why = product.lastError ? `: ${product.lastError}` : ''
  const isOver = product.state === 'unreadable'
  const said = isOver ? `We cannot read a price there${why}.` : `We have not read its price yet${why}.`
  const next = isOver ? 'We do not watch it.' : `We write to ${user.email ?? 'you'} once we have.`
  const again = isOver && settings.TRACK_PAGE ? html`<p><a href="/track">Sign up again to try once more</a></p>` : ''
  return html`<h1>${nameOf(product)}</h1><p>${said} ${next}</p>${again}
<form method="post"><button name="do" value="stop">No, stop</button></form>`
}

export function renderConfirmed(app: App, view: WatchView, path: string): Html {
  const { product, state, user } = view
  const name = nameOf(product)
  const to = user.email ?? user.phoneNumber ?? 'you'
  const [title, words] =
    state === 'stopped'
      ? ['Stopped', `We do not watch ${name} for you, and write no more.`]
      : ['Confirmed', html`We watch ${name} and write to ${to} ${writeRule(view)}. ${drawTrouble(app, view)}`]
  return renderPublicPage({
    shop: app.settings.STORE_NAME,
    title,
    body: html`<section class="notice"><h1>${title}</h1><p>${words}</p>
${state === 'stopped' ? '' : html`<p><a href="${path}">Change or stop it, or delete me</a></p>`}</section>`,
  })
}
