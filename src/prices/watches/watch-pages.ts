import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { App } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Html, html, raw } from '#src/web/html.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { watchKind } from '../kinds.ts'
import { nameOf, writePrice } from '../names.ts'
import { loadWatches, type WatchView } from './watch-view.ts'
import { writeQuestion } from './write-ask.ts'
import { writeRule } from './write-rule.ts'

/** What was read, and the one button that confirms it. */
export function renderConfirm(shop: string, view: WatchView, path: string): Html {
  if (view.state !== 'asked') return renderConfirmed(shop, view)
  const { product } = view
  return renderPublicPage({
    shop,
    title: nameOf(product),
    body: html`<section class="notice"><h1>${writeQuestion(product)}</h1>
${product.pictureUrl ? html`<p><img src="${path}/product.jpg" alt="" width="240"></p>` : ''}
<p>${product.availability === 'out_of_stock' ? 'It is out of stock at the moment. ' : ''}We write ${writeRule(view)}.</p>
<form method="post"><button class="primary" name="do" value="confirm">Confirm</button>
<button name="do" value="stop">No, stop</button></form>
<p class="soft">${product.url}</p></section>`,
  })
}

export function renderConfirmed(shop: string, view: WatchView): Html {
  const { product, state, user } = view
  const name = nameOf(product)
  const to = user.email ?? user.phoneNumber ?? 'you'
  const [title, words] =
    state === 'stopped'
      ? ['Stopped', `We do not watch ${name} for you, and write no more.`]
      : ['Confirmed', `We watch ${name} and write to ${to} ${writeRule(view)}.`]
  return renderPublicPage({
    shop,
    title,
    body: html`<section class="notice"><h1>${title}</h1><p>${words}</p></section>`,
  })
}

/** All watches of one subscriber, with what can be done about each; `wanted` is what the mail's link asked for. */
export async function renderManage(app: App, view: WatchView, path: string, wanted: string, said: string | null) {
  const em = app.em.fork()
  const rows = await em.find(PriceSubscription, { userId: view.userId }, { orderBy: { number: 'desc' }, limit: 50 })
  const all = await loadWatches(
    em.fork(),
    rows.map(({ id }) => id),
  )
  const others = all.filter(({ id, state }) => id !== view.id && state !== 'stopped')
  return renderPublicPage({
    shop: app.settings.STORE_NAME,
    title: nameOf(view.product),
    body: html`${said ? html`<p class="said" role="status">${said}</p>` : ''}
<section class="notice"><h1>${nameOf(view.product)}</h1>
<p><strong>${writePrice(view.product.price, view.product.currency)}</strong> now. ${view.state === 'stopped' ? 'Stopped: we write no more about it.' : `We write ${writeRule(view)}.`}</p>
<p><img src="${path}/chart.png" alt="Its price over the last 30 days" width="520"></p>
${view.state === 'stopped' ? '' : acts(view, wanted)}</section>
${others.length > 0 ? html`<section><h2>You also watch</h2>${others.map(drawOther)}</section>` : ''}
<section><h2>You</h2>
<form method="post"><input type="hidden" name="do" value="digest">
<button name="digest" value="${view.user.dailyDigest ? 'off' : 'on'}">${view.user.dailyDigest ? 'No daily mail' : 'One mail a day with all prices'}</button></form>
<form method="post"><button class="danger" name="do" value="delete">Delete me and everything I watch</button></form></section>`,
  })
}

function acts(view: WatchView, wanted: string): Html {
  const told = view.lastAlert && view.lastAlert.price !== null && view.lastAlert.withdrawnAt === null
  const price = view.lastAlert ? writePrice(view.lastAlert.price, view.lastAlert.currency) : ''
  const first = (name: string) => (name === wanted ? raw(' class="primary"') : '')
  const forms: [string, Html][] = [
    ['stop', html`<form method="post"><button${first('stop')} name="do" value="stop">Stop</button></form>`],
    [
      'target',
      html`<form method="post"><input type="hidden" name="do" value="target"><label>Tell me only at
<input name="rule" inputmode="decimal" placeholder="45.00" required> or less</label> <button${first('target')}>Lower target</button></form>`,
    ],
    [
      'wrong',
      told
        ? html`<form method="post"><button${first('wrong')} name="do" value="wrong">${price} is a wrong price</button></form>`
        : html``,
    ],
  ]
  const sorted = forms.sort(([a], [b]) => Number(b === wanted) - Number(a === wanted))
  return html`${sorted.map(([, form]) => form)}`
}

function drawOther(view: WatchView): Html {
  const ref = writeRef(watchKind, view)
  return html`<form method="post"><input type="hidden" name="watch" value="${ref}">
<p>${nameOf(view.product)} · ${writePrice(view.product.price, view.product.currency)} · ${writeRule(view)}
<button name="do" value="stop">Stop</button></p></form>`
}
