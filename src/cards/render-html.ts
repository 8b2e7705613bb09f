import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { type Button, type Card, dots, type Fact, type Link } from './card.ts'
import { tame } from './clip.ts'
import type { Answers, Field, Form } from './form.ts'
import type { CardPicture } from './picture.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** What every form that presses carries: the proof that our page sent it, and where to go afterwards. */
type Pressing = { csrf: string; back: string }

/** Before the names of the answers in a sent form: a field may be called anything. */
export const ANSWER = 'answer.'

/** A card as HTML, its buttons as one form. Everything in it is shown as text; words keep their own direction. */
export function renderCardHtml(card: Card, pressing: Pressing): Html {
  return html`<article class="card ${card.tone}">
    <h2><span aria-hidden="true">${dots[card.tone]}</span> <bdi>${tame(card.title)}</bdi></h2>
    ${card.picture ? picture(card.picture) : ''}
    ${card.quote ? html`<blockquote dir="auto">${tame(card.quote)}</blockquote>` : ''}
    ${card.facts.length > 0 ? html`<dl>${card.facts.map(fact)}</dl>` : ''}
    ${card.footer ? html`<p class="footer">${tame(card.footer)}</p>` : ''}
    ${links(card.links ?? [])}
    ${
      card.buttons.length > 0
        ? html`<form method="post" action="/press" class="buttons">
      ${hidden({ ...pressing })}${card.buttons.map(button)}
    </form>`
        : ''
    }
  </article>`
}

/** What a verb asks, as a form; `errors` by field name, `answers` what was filled in before. */
export function renderFormHtml(
  form: Form,
  { token, csrf, back }: Pressing & { token: string },
  answers: Answers = {},
  errors: Record<string, string> = {},
): Html {
  return html`<form method="post" action="/press" class="ask">
    <h1>${tame(form.title)}</h1>
    ${hidden({ token, csrf, back, answered: '1' })}
    ${form.fields.map((field) => renderField(field, answers[field.name] ?? field.value ?? '', errors[field.name]))}
    <p class="buttons"><button class="primary">${tame(form.submit)}</button> <a href="${back}">Cancel</a></p>
  </form>`
}

function renderField(field: Field, value: string, error: string | undefined): Html {
  const id = `field-${field.name}`
  const about = [field.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  const control = { id, name: `${ANSWER}${field.name}`, value, about, isWrong: error !== undefined }
  return html`<div class="field">
    <label for="${id}">${tame(field.label)}${field.optional ? html` <small>(optional)</small>` : ''}</label>
    ${field.hint ? html`<p class="hint" id="${id}-hint">${tame(field.hint)}</p>` : ''}
    ${renderControl(field, control)}
    ${error ? html`<p class="error" id="${id}-error">${tame(error)}</p>` : ''}
  </div>`
}

type Control = { id: string; name: string; value: string; about: string; isWrong: boolean }

function renderControl(field: Field, { id, name, value, about, isWrong }: Control): Html {
  const marks = html`${about ? html`aria-describedby="${about}"` : ''} ${isWrong ? html`aria-invalid="true"` : ''}
    ${field.optional ? '' : html`required`}`
  if (field.kind === 'long') return html`<textarea id="${id}" name="${name}" rows="6" ${marks}>${value}</textarea>`
  if (field.kind === 'text') return html`<input id="${id}" name="${name}" value="${value}" ${marks}>`
  // Without it a browser chooses the first one for whoever chose none.
  const none = field.optional || !field.value ? html`<option value="">-</option>` : ''
  return html`<select id="${id}" name="${name}" ${marks}>${none}${(field.choices ?? []).map(
    (choice) =>
      html`<option value="${choice.value}"${choice.value === value ? html` selected` : ''}>
        ${tame(choice.label)}</option>`,
  )}</select>`
}

function picture({ ref, alt }: CardPicture): Html {
  const source = `/pictures/${encodeURIComponent(ref)}`
  return html`<img class="picture" src="${source}" alt="${tame(alt)}" loading="lazy">`
}

function fact({ label, value }: Fact): Html {
  return html`<div><dt>${tame(label)}</dt><dd dir="auto">${tame(value)}</dd></div>`
}

/** Only addresses of the web: no other scheme is ever made clickable. */
function links(all: Link[]): Html | '' {
  const safe = all.filter(({ url }) => /^https?:\/\//i.test(url))
  if (safe.length === 0) return ''
  return html`<p class="links">${safe.map(
    ({ label, url }) => html`<a href="${url}" target="_blank" rel="noopener noreferrer">${tame(label)}</a> `,
  )}</p>`
}

function button({ label, token, style }: Button): Html {
  return html`<button name="token" value="${token}" class="${style}">${tame(label)}</button> `
}

function hidden(values: Record<string, string>): Html {
  const inputs = Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`${inputs}`
}
