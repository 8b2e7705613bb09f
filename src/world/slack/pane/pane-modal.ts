import { html } from 'hono/html'
import { standsIn } from '../api/typing.ts'
import type { Bag } from '../bag.ts'
import { asBag, asText, wordsOf } from '../bag.ts'
import type { View } from '../workspace.ts'
import type { Html } from './mrkdwn.ts'
import type { Drawing } from './pane-blocks.ts'
import { renderBlocks } from './pane-blocks.ts'
import { renderAct, renderField } from './pane-controls.ts'

/** The form a person has open, over everything else. A button among its fields sends the same form elsewhere. */
export function renderModal(view: View, user: string, drawing: Drawing): Html {
  const title = wordsOf(view.title)
  const hidden = { user, viewId: view.id }
  const formId = `slack-${user}-${view.id}`
  const body = view.blocks.map((block) =>
    block.type === 'input' ? renderInput(view, block, formId) : renderBlocks([block], drawing),
  )
  const close = wordsOf(view.close) || 'Cancel'
  const closing = html`<button type="submit" aria-label="${close} · ${title}">${close}</button>`
  const words = wordsOf(view.submit)
  const submit = html`<button type="submit" form="${formId}" class="primary" aria-label="${words} · ${title}">${words}</button>`
  return html`<div class="veil"><div class="modal" role="dialog" aria-modal="true" aria-label="${title}">
    <p class="title" role="heading" aria-level="3">${title}</p>
    <div class="modal-body">${renderAct('submit', hidden, html`${body}`, formId)}</div>
    <footer>${renderAct('close', hidden, closing)}${words && submit}</footer></div></div>`
}

function renderInput(view: View, block: Bag, formId: string): Html {
  const element = asBag(block.element)
  const blockId = asText(block.block_id)
  const id = `${formId}-${blockId}`
  const error = view.errors?.[blockId]
  const hint = wordsOf(block.hint)
  const typed = standsIn(view, { block, element })
  const describedBy = `${id}-below`
  const field = renderField(element, { name: `v:${blockId}`, id, typed, wrong: error !== undefined, describedBy })
  const label = html`${wordsOf(block.label)}${block.optional === true && html` <small>(optional)</small>`}`
  const below = html`<div id="${describedBy}">${hint && html`<p class="hint">${hint}</p>`}${error && html`<p class="error" role="alert">${error}</p>`}</div>`
  return groups.includes(asText(element.type))
    ? html`<fieldset class="field"><legend>${label}</legend>${field}${below}</fieldset>`
    : html`<div class="field"><label for="${id}">${label}</label>${field}${below}</div>`
}

/** Controls that are several on the page. */
const groups = ['checkboxes', 'radio_buttons', 'multi_static_select']
