import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import type { App } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { nameZone } from '#src/cards/times.ts'
import { type Html, html, raw } from '#src/web/html.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { watchKind } from '../../kinds.ts'
import { canBeBought, nameOf, writeNow, writePrice, writeToday } from '../../names.ts'
import { drawShops } from '../../sites/draw-shops.ts'
import { isPriceTold, loadWatches, type WatchView } from '../watch-view.ts'
import { typeRule, writeRule } from '../write-rule.ts'
import { drawTrouble, tellsWhen } from './draw-watch.ts'

/** All watches of one subscriber, with what can be done about each; `wanted` is what the mail's link asked for. */
export async function renderManage(app: App, view: WatchView, path: string, wanted: string, said: string | null) {
  const em = app.em.fork()
  const theirs = { userId: view.userId, state: { $ne: 'stopped' as const }, id: { $ne: view.id } }
  const rows = await em.find(PriceSubscription, theirs)
  const others = await loadWatches(
    em.fork(),
    rows.map(({ id }) => id),
  )
  others.sort((a, b) => b.number - a.number)
  return renderPublicPage({
    shop: app.settings.STORE_NAME,
    title: nameOf(view.product),
    body: html`${said ? html`<p class="said" role="status">${said}</p>` : ''}
<section class="notice"><h1>${nameOf(view.product)}</h1>
<p><strong>${writeToday(view.product)}</strong>.
${view.state === 'stopped' ? 'Stopped: we write no more about it.' : tellsWhen(view)}
${drawTrouble(app, view)}</p>
<p><img src="${path}/chart.png" alt="Its price over the last 30 days" width="520"></p>
<p>${way(view, wanted)}</p>
${view.state === 'stopped' ? '' : acts(view, wanted)}</section>
${drawOthers(app, others)}
<section><h2>You</h2>${view.user.notifyBy === 'sms' ? nights(app, view) : daily(view)}
<form method="post"><button class="danger" name="do" value="delete">Delete me and everything I watch</button></form>
${app.settings.TRACK_PAGE ? html`<p><a href="/track">Watch something else</a></p>` : ''}</section>
${await drawShops(app)}`,
  })
}

/** To the shop: who is told by text has no other link to it. */
function way({ product }: WatchView, wanted: string): Html {
  const label = canBeBought(product) ? 'Buy' : 'Open page'
  return html`<a class="${wanted ? 'button' : 'button primary'}" href="${product.url}">${label}</a>`
}

function daily({ user }: WatchView): Html {
  return html`<form method="post"><input type="hidden" name="do" value="digest">
<button name="digest" value="${user.dailyDigest ? 'off' : 'on'}">
${user.dailyDigest ? 'No daily mail' : 'One mail a day with all prices'}</button></form>`
}

function nights({ settings }: App, { user }: WatchView): Html {
  const [from, to] = settings.QUIET_HOURS.split('-')
  if (from === to) return html``
  const now = user.textsAtNight
    ? 'We text you at any hour.'
    : `No texts from ${from} to ${to} (${nameZone(user.zone)}): what happens then, you read in the morning.`
  return html`<form method="post"><input type="hidden" name="do" value="nights"><p>${now}</p>
<button name="nights" value="${user.textsAtNight ? 'off' : 'on'}">
${user.textsAtNight ? 'No texts at night' : 'Text me at night too'}</button></form>`
}

function acts(view: WatchView, wanted: string): Html {
  const told = isPriceTold(view)
  const price = view.lastAlert ? writePrice(view.lastAlert.price, view.lastAlert.currency) : ''
  const first = (name: string) => (name === wanted ? raw(' class="primary"') : '')
  const forms: [string, Html][] = [
    ['stop', html`<form method="post"><button${first('stop')} name="do" value="stop">Stop</button></form>`],
    [wanted === 'change' ? 'change' : 'target', wanted === 'target' ? targetForm() : ruleForm(view, first('change'))],
    [
      'wrong',
      told
        ? html`<form method="post"><button${first('wrong')} name="do" value="wrong">${price} is a wrong price</button>
</form>`
        : html``,
    ],
  ]
  const sorted = forms.sort(([a], [b]) => Number(b === wanted) - Number(a === wanted))
  return html`${sorted.map(([, form]) => form)}`
}

function targetForm(): Html {
  return html`<form method="post"><input type="hidden" name="do" value="target"><label>Tell me only at
<input name="rule" inputmode="decimal" placeholder="45.00" required> or less</label>
<button class="primary">Lower target</button></form>`
}

function ruleForm(view: WatchView, first: Html | string): Html {
  return html`<form method="post">${ruleField(view)} <button${first} name="do" value="change">Save</button></form>`
}

function drawOthers(app: App, others: WatchView[]): Html | '' {
  if (others.length === 0) return ''
  return html`<section><h2>You also watch</h2>${others.map((other) => drawOther(app, other))}</section>`
}

function drawOther(app: App, view: WatchView): Html {
  const ref = writeRef(watchKind, view)
  return html`<form method="post"><input type="hidden" name="watch" value="${ref}">
<p><a href="${view.product.url}">${nameOf(view.product)}</a> · ${writeNow(view.product)}
· ${writeRule(view)}${drawTrouble(app, view)}</p>
${ruleField(view)} <button name="do" value="change">Save</button> <button name="do" value="stop">Stop</button></form>`
}

function ruleField(view: WatchView): Html {
  return html`<label>Tell me (10%, 5 off, under 20, up)
<input name="rule" value="${typeRule(view)}" placeholder="any drop"></label>`
}
