import { html } from 'hono/html'
import { Refusal } from '#src/errors.ts'
import type { TwilioStandIn } from './twilio.ts'
import type { PhoneView, TextView, TwilioView } from './view.ts'

export { phoneCss } from './pane-css.ts'

/** The texts of one phone; a number nobody has texted yet shows an empty conversation. */
export function renderPhonePane(view: TwilioView, number: string, zone = 'UTC') {
  const phone = view.phones.find((known) => known.number === number) ?? { number, stopped: false, texts: [] }
  const shop = phone.texts.at(-1)?.with ?? view.numbers[0] ?? ''
  const phones = view.phones.map((known) => html`<option value="${known.number}"></option>`)
  return html`<section class="sms" aria-label="Phone ${number}">
    <header><b>${shop}</b><small>${phone.stopped ? 'You wrote STOP: nothing arrives' : 'Text Message'}</small></header>
    <datalist id="phone-numbers">${phones}</datalist>
    <div class="scroll">${
      phone.texts.length > 0
        ? html`<ol aria-label="Texts">${phone.texts.map((text) => renderText(text, zone))}</ol>`
        : html`<p class="empty">No texts yet.</p>`
    }</div>
    ${renderBox(phone, shop)}
  </section>`
}

/** What the form of the pane asks for: `text` (from, to, text). Answers with whose phone it is from now on. */
export async function handleTwilioAct(
  standIn: TwilioStandIn,
  name: string,
  form: Record<string, string>,
): Promise<{ as: string }> {
  const { from = '', to = '', text = '' } = form
  const number = from.replace(/[^+\d]/g, '')
  if (name !== 'text') throw new Refusal(`A phone cannot do “${name}”.`)
  if (!number || !text.trim()) throw new Refusal('A text needs the number of a phone and some words.')
  await standIn.act.text({ from: number, text: text.trim(), ...(to && { to }) })
  return { as: number }
}

function renderText(text: TextView, zone: string) {
  const words = text.at.toLocaleString('en-US', {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'shortGeneric',
  })
  return html`<li class="${text.own ? 'own' : 'theirs'}${text.status === 'undelivered' ? ' lost' : ''}">
    <p>${splitLinks(text.text).map(renderPart)}</p>
    <small><time datetime="${text.at.toISOString()}">${words}</time>${text.own ? '' : ` · ${text.status}`}</small>
  </li>`
}

function renderBox(phone: PhoneView, shop: string) {
  return html`<form method="post" action="/sandbox/twilio/text" data-standin="twilio">
    <input type="hidden" name="to" value="${shop}">
    <label>from <input name="from" value="${phone.number}" list="phone-numbers" aria-label="This phone's number" autocomplete="off" inputmode="tel" required></label>
    <div class="send">
      <textarea name="text" rows="1" placeholder="Text message" aria-label="Text message" required></textarea>
      <button aria-label="Send">↑</button>
    </div>
  </form>`
}

/** Words and addresses in turn: every second part is an address. */
function splitLinks(text: string): string[] {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/)
}

function renderPart(part: string, index: number) {
  return index % 2 === 0 ? part : html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>`
}
