import { html } from 'hono/html'

type Html = ReturnType<typeof html>

/** A form that does one act in Telegram; `fields` go along unseen. */
export function renderActForm(
  act: string,
  fields: Record<string, string | number>,
  controls: Html,
  className = '',
): Html {
  return html`<form method="post" action="${`/sandbox/telegram/${act}`}" data-standin="telegram" class="${className}">
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    ${controls}
  </form>`
}
