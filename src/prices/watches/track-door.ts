import { PriceUser } from '#entities/prices/price-user.ts'
import type { App } from '#src/app.ts'
import { Refusal } from '#src/errors.ts'
import { type Answer, type Call, FRESH, readForm } from '#src/web/answer.ts'
import { zoneScript } from '#src/web/assets.ts'
import { type Html, html } from '#src/web/html.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { notFound } from '#src/web/problem.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { nameOf } from '../names.ts'
import { loadPicture } from '../pictures.ts'
import { writeTier } from '../sites/write-tier.ts'
import { confirmByCode } from './confirm-by-code.ts'
import { type Subscribed, subscribe } from './subscribe.ts'
import { writeQuestion } from './write-ask.ts'

/** From one network: each sends a mail, or a text that costs money, to whomever was typed. */
const MOST_SIGN_UPS = 30

/** The public sign-up page: paste a link, leave an address. It is off unless `TRACK_PAGE=on`. */
export const trackDoors: OpenDoor[] = [
  { method: 'get', path: '/track', isForPeople: true, take: async (app, call) => show(app, call.query) },
  { method: 'post', path: '/track', isForPeople: true, mostPerHour: MOST_SIGN_UPS, take },
  { method: 'post', path: '/track/code', isForPeople: true, take: takeCode },
  { method: 'get', path: '/track/picture/:id', quiet: true, take: sendPicture },
]

function show(app: App, given: Record<string, string>, problem: string | null = null): Answer {
  requireOn(app)
  return page(
    app,
    'Watch a price',
    html`<h1>Watch a price</h1>
<p>Paste the link of a product. We write to you when it gets cheaper.</p>
${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}${drawForm(app, given)}`,
    problem ? 400 : 200,
  )
}

function drawForm(app: App, given: Record<string, string>): Html {
  const field = (name: string, label: string, type = 'text', more = '') =>
    html`<p><label>${label}<br><input name="${name}" type="${type}" value="${given[name] ?? ''}" ${more}></label></p>`
  return html`<form method="post" action="/track" class="form">
${field('url', 'Link of the product', 'url', 'required')}
${field('first_name', 'First name')}${field('last_name', 'Last name')}
${field('email', 'E-mail', 'email')}
${app.twilio ? html`${field('phone', 'or mobile number', 'tel')}${writeConsent(app)}` : ''}
${field('rule', 'Tell me (empty: any drop; or 10%, 5 off, under 20)')}
<input type="hidden" name="zone" value="${given.zone ?? ''}"><button class="primary">Watch it</button></form>`
}

function writeConsent({ settings }: App): Html {
  return html`<p class="soft">By leaving a number you agree to texts of ${settings.STORE_NAME} about prices you watch.
Message and data rates may apply. STOP ends them.</p>`
}

async function take(app: App, call: Call): Promise<Answer> {
  requireOn(app)
  const form = await readForm(call)
  try {
    return await answer(app, form)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return show(app, form, error.message)
  }
}

async function answer(app: App, form: Record<string, string>): Promise<Answer> {
  const notifyBy = form.email?.trim() || !form.phone?.trim() ? 'mail' : 'sms'
  const names = { firstName: clip(form.first_name), lastName: clip(form.last_name) }
  const subscriber = { notifyBy, email: form.email, phoneNumber: form.phone, zone: form.zone, ...names } as const
  const by = { personId: null, name: names.firstName ?? 'A subscriber', via: 'web' as const }
  const done = await subscribe(app, { url: form.url ?? '', rule: form.rule ?? '', subscriber, by })
  return thank(app, done, notifyBy)
}

async function thank(app: App, { watch, product }: Subscribed, by: 'mail' | 'sms'): Promise<Answer> {
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
    by === 'mail'
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

function codeForm(watchId: string, to: string): Html {
  return html`<p>We have sent a code to <strong>${to}</strong>.</p>
<form method="post" action="/track/code" class="form"><input type="hidden" name="watch" value="${watchId}">
<p><label>Code<br><input name="code" inputmode="numeric" autocomplete="one-time-code" required></label></p>
<button class="primary">Confirm</button></form>`
}

async function sendPicture(app: App, { params }: Call): Promise<Answer> {
  requireOn(app)
  const picture = await loadPicture(app, `photo/${params.id ?? ''}`)
  if (!picture) throw notFound()
  return { ...picture, headers: { 'cache-control': 'public, max-age=86400' } }
}

async function takeCode(app: App, call: Call): Promise<Answer> {
  requireOn(app)
  const { watch = '', code = '' } = await readForm(call)
  const said = await confirmByCode(app, watch, code)
  const retry = said.isDone ? '' : codeForm(watch, 'your phone')
  return page(app, said.title, html`<h1>${said.title}</h1><p>${said.words}</p>${retry}`, said.isDone ? 200 : 400)
}

function page(app: App, title: string, body: Html, status = 200): Answer {
  const shop = app.settings.STORE_NAME
  return {
    status,
    html: renderPublicPage({ shop, title, body: html`<section class="notice">${body}</section>`, script: zoneScript }),
    headers: FRESH,
  }
}

function requireOn({ settings }: App): void {
  if (!settings.TRACK_PAGE) throw notFound()
}

function clip(text: string | undefined): string | null {
  return text?.trim().slice(0, 100) || null
}
