import { PriceUser } from '#entities/prices/price-user.ts'
import type { App } from '#src/app.ts'
import { Refusal } from '#src/errors.ts'
import { type Answer, FRESH } from '#src/web/answer.ts'
import { zoneScript } from '#src/web/assets.ts'
import { type Html, html } from '#src/web/html.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { nameOf } from '../../names.ts'
import { drawShops } from '../../sites/draw-shops.ts'
import { writeTier } from '../../sites/write-tier.ts'
import type { CodeSaid } from '../confirm-by-code.ts'
import type { Subscribed } from '../subscribe.ts'
import { writeQuestion } from '../write-ask.ts'

/** The sign-up form, with what was typed and what is wrong with it, and below it the shops that are watched. */
export async function renderForm(app: App, given: Record<string, string>, problem: string | null): Promise<Answer> {
  const body = html`<h1>Watch a price</h1>
<p>Paste the link of a product. We write to you when it gets cheaper.</p>
${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}${drawForm(app, given)}`
  return page(app, 'Watch a price', body, { status: problem ? 400 : 200, below: await drawShops(app) })
}

function drawForm(app: App, given: Record<string, string>): Html {
  const field = (name: string, label: string, type = 'text', more = '') =>
    html`<p><label>${label}<br><input name="${name}" type="${type}" value="${given[name] ?? ''}" ${more}></label></p>`
  return html`<form method="post" action="/track" class="form">
${field('url', 'Link of the product', 'text', 'inputmode=url required')}
${field('first_name', 'First name (optional)', 'text', 'autocomplete=given-name')}
${field('last_name', 'Last name (optional)', 'text', 'autocomplete=family-name')}
${field('email', 'E-mail', 'email', 'autocomplete=email')}
${app.twilio ? html`${field('phone', 'or mobile number', 'tel', 'autocomplete=tel')}${writeConsent(app)}` : ''}
${field('rule', 'Tell me (empty: any drop; or 10%, 5 off, under 20, up)')}
<input type="hidden" name="zone" value="${given.zone ?? ''}"><button class="primary">Watch it</button></form>`
}

function writeConsent({ settings }: App): Html {
  return html`<p class="soft">By leaving a number you agree to texts of ${settings.STORE_NAME} about prices you watch.
Message and data rates may apply. STOP ends them.</p>`
}

/** What was read of a product, and how to confirm it. */
export async function renderThanks(app: App, { watch, product }: Subscribed): Promise<Answer> {
  if (product.state === 'unreadable') {
    throw new Refusal(`We cannot read a price there: ${product.lastError ?? 'no price was found'}.`)
  }
  const user = await app.em.fork().findOneOrFail(PriceUser, { id: watch.userId })
  const to = user.email ?? user.phoneNumber ?? ''
  if (product.price === null) {
    return page(
      app,
      'Not read yet',
      html`<h1>We have not read it yet</h1>
<p>${nameOf(product)}</p>
<p>${product.lastError ? html`What is wrong: ${product.lastError}.` : 'The shop takes its time.'}
We try again for ten minutes, and write to <strong>${to}</strong> once we have read its price.</p>
<p class="soft">No mail or text by then? Look at the link in your browser, and sign up again.</p>
<p><a href="/track">Another link</a></p>`,
    )
  }
  const next =
    user.notifyBy === 'mail'
      ? html`<p>We have sent a mail to <strong>${to}</strong>. Press Confirm there, and we watch it.</p>`
      : codeForm(watch.id, to)
  return page(
    app,
    nameOf(product),
    html`<h1>${writeQuestion(product)}</h1>
${product.pictureUrl ? html`<p><img src="/track/picture/${product.id}" alt="" width="240"></p>` : ''}${next}
<p class="soft">${await writeTier(app, product)}</p>`,
  )
}

/** What the code of a text has proved, and the way to what they watch; or the form once more. */
export function renderCode(app: App, watchId: string, { isDone, title, words, manage }: CodeSaid): Answer {
  const onward = manage ? html`<p><a href="${manage}">See, change or stop what you watch</a></p>` : ''
  const retry = isDone ? onward : codeForm(watchId, 'your phone')
  return page(app, title, html`<h1>${title}</h1><p>${words}</p>${retry}`, { status: isDone ? 200 : 400 })
}

function codeForm(watchId: string, to: string): Html {
  return html`<p>We have sent a code to <strong>${to}</strong>.</p>
<form method="post" action="/track/code" class="form"><input type="hidden" name="watch" value="${watchId}">
<p><label>Code<br><input name="code" inputmode="numeric" autocomplete="one-time-code" required></label></p>
<button class="primary">Confirm</button></form>`
}

type More = { status?: number; below?: Html }

function page(app: App, title: string, body: Html, { status = 200, below = html`` }: More = {}): Answer {
  const shop = app.settings.STORE_NAME
  const whole = html`<section class="notice">${body}</section>${below}`
  return { status, html: renderPublicPage({ shop, title, body: whole, script: zoneScript }), headers: FRESH }
}
