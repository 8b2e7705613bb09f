import { html } from 'hono/html'
import type { Control, Typed } from '../api/typing.ts'
import { optionsOf } from '../api/typing.ts'
import type { Bag } from '../bag.ts'
import { asBag, asText, wordsOf } from '../bag.ts'
import type { Html } from './mrkdwn.ts'

/** Where a control stands: the fields its form carries, and the words that tell it from its like. */
export type Spot = {
  hidden: Record<string, string>
  /** What the message is about, for the names of its buttons. */
  about: string
  /** Makes a name no other control of the page has. */
  unique(name: string): string
  /** Inside a modal, whose one form holds every control. */
  inForm: boolean
}

/** A form of hidden fields around what a person uses. */
export function renderAct(act: string, hidden: Record<string, string>, inside: Html, id = ''): Html {
  const fields = Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form ${id && html`id="${id}"`} method="post" action="/sandbox/slack/${act}" data-standin="slack" novalidate>${fields}${inside}</form>`
}

/** A button or a menu of a message or of the Home. */
export function renderControl({ element }: Control, spot: Spot): Html {
  const hidden = { ...spot.hidden, actionId: asText(element.action_id) }
  if (element.type === 'button') return renderButton(element, hidden, spot)
  // A menu among the fields of a modal would need a form of its own, and forms cannot nest.
  if (spot.inForm) return html``
  const label = wordsOf(element.placeholder) || 'Choose'
  const name = spot.unique(`${label} · ${spot.about}`)
  const field = renderField(element, { name: 'value', label: name, typed: [] })
  const go = html`<button type="submit" aria-label="${spot.unique(`Use ${name}`)}">OK</button>`
  return renderAct('press', hidden, html`<span class="menu">${field}${go}</span>`)
}

function renderButton(element: Bag, hidden: Record<string, string>, spot: Spot): Html {
  const label = wordsOf(element.text)
  const style = asText(element.style)
  const name = spot.unique(`${asText(element.accessibility_label) || label} · ${spot.about}`)
  const url = asText(element.url)
  // A press on a link button reaches a real app too; a page without scripts can only follow the link.
  if (/^https?:/.test(url)) {
    return html`<a class="button ${style}" href="${url}" target="_blank" rel="noopener noreferrer" aria-label="${name}">${label}</a>`
  }
  if (spot.inForm) {
    return html`<button type="submit" class="${style}" formaction="/sandbox/slack/press" name="actionId" value="${hidden.actionId ?? ''}" aria-label="${name}">${label}</button>`
  }
  const button = html`<button type="submit" class="${style}" aria-label="${name}">${label}</button>`
  if (element.confirm === undefined) return renderAct('press', hidden, button)
  return renderConfirm(element, name, spot, (yes) => renderAct('press', hidden, yes))
}

/** The question Slack asks before it presses; opened in place, so that it works without scripts. */
function renderConfirm(element: Bag, name: string, spot: Spot, wrap: (yes: Html) => Html): Html {
  const { title, text, confirm, style } = asBag(element.confirm)
  const yes = wordsOf(confirm) || 'Yes'
  const aria = spot.unique(`${yes}: ${name}`)
  const go = wrap(
    html`<button type="submit" class="${asText(style) || 'primary'}" aria-label="${aria}">${yes}</button>`,
  )
  const summary = html`<summary class="button ${asText(element.style)}" aria-label="${name}">${wordsOf(element.text)}</summary>`
  const words = html`<strong>${wordsOf(title)}</strong><p>${wordsOf(text)}</p>`
  return html`<details class="confirm">${summary}<div>${words}${go}</div></details>`
}

type FieldOptions = {
  name: string
  label?: string
  id?: string
  typed: Typed
  describedBy?: string
  wrong?: boolean
}

/** The control itself, without its label. Choices of many carry numbered names, so a form stays a flat record. */
export function renderField(element: Bag, options: FieldOptions): Html {
  const type = asText(element.type)
  const typed = [options.typed].flat()
  if (type === 'checkboxes' || type === 'multi_static_select') return renderTicks(element, options, typed, 'checkbox')
  if (type === 'radio_buttons') return renderTicks(element, options, typed, 'radio')
  if (type === 'static_select' || type === 'overflow') return renderSelect(element, options, typed[0] ?? '')
  const value = typed[0] ?? ''
  const holder = wordsOf(element.placeholder)
  if (element.multiline === true) {
    return html`<textarea name="${options.name}" ${attributes(options)} rows="4" placeholder="${holder}">${value}</textarea>`
  }
  const kind = inputTypes[type] ?? 'text'
  return html`<input type="${kind}" name="${options.name}" ${attributes(options)} value="${value}" placeholder="${holder}" autocomplete="off">`
}

const inputTypes: Record<string, string> = {
  email_text_input: 'email',
  url_text_input: 'url',
  datepicker: 'date',
  timepicker: 'time',
}

function attributes({ id, label, describedBy, wrong }: FieldOptions): Html {
  return html`${id && html`id="${id}"`} ${label && html`aria-label="${label}"`} ${describedBy && html`aria-describedby="${describedBy}"`} ${wrong && html`aria-invalid="true"`}`
}

function renderSelect(element: Bag, options: FieldOptions, chosen: string): Html {
  const choices = optionsOf(element).map((option) => {
    const value = asText(option.value)
    return html`<option value="${value}" ${value === chosen && 'selected'}>${wordsOf(option.text)}</option>`
  })
  const none = html`<option value="">${wordsOf(element.placeholder) || 'Select an option'}</option>`
  return html`<select name="${options.name}" ${attributes(options)}>${none}${choices}</select>`
}

function renderTicks(element: Bag, options: FieldOptions, typed: string[], kind: 'checkbox' | 'radio'): Html {
  const choices = optionsOf(element).map((option, index) => {
    const value = asText(option.value)
    const name = kind === 'radio' ? options.name : `${options.name}#${index}`
    const words = html`${wordsOf(option.text)}<small>${wordsOf(option.description)}</small>`
    const tick = html`<input type="${kind}" name="${name}" value="${value}" ${typed.includes(value) && 'checked'}>`
    return html`<label class="tick">${tick}<span>${words}</span></label>`
  })
  // A form says nothing of boxes that are not ticked; this says that they were asked.
  const asked = kind === 'checkbox' && html`<input type="hidden" name="${options.name}#" value="">`
  return html`${asked}${choices}`
}
