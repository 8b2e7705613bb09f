import { html } from 'hono/html'
import type { Html } from '#src/cards/render-html.ts'

export { html, raw } from 'hono/html'
export type { Html } from '#src/cards/render-html.ts'

/** A part of a page under its title. */
export function panel(title: string, body: Html): Html {
  return html`<section class="panel" aria-label="${title}"><h2>${title}</h2>${body}</section>`
}
