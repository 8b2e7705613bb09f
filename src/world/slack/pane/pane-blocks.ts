import { html } from 'hono/html'
import { mimeOf } from '../api/api-files.ts'
import type { Bag } from '../bag.ts'
import { asBag, asBags, asText, wordsOf } from '../bag.ts'
import type { StoredFile } from '../workspace.ts'
import type { Html, NameOf } from './mrkdwn.ts'
import { renderMrkdwn, renderPlain } from './mrkdwn.ts'
import type { Spot } from './pane-controls.ts'
import { renderControl } from './pane-controls.ts'

/** What drawing needs to know beside the blocks. */
export type Drawing = { nameOf: NameOf; files: Record<string, StoredFile>; spot: Spot }

/** Block Kit as Slack draws it on a phone. */
export function renderBlocks(blocks: Bag[], drawing: Drawing): Html {
  return html`${blocks.map((block) => draws[asText(block.type)]?.(block, drawing))}`
}

const draws: Record<string, (block: Bag, drawing: Drawing) => Html> = {
  section: renderSection,
  header: ({ text }) => html`<p class="header" role="heading" aria-level="4">${wordsOf(text)}</p>`,
  divider: () => html`<hr>`,
  context: renderContext,
  actions: renderActions,
  image: (block, { files }) =>
    html`<figure><figcaption>${wordsOf(block.title)}</figcaption>${renderPicture(block, files)}</figure>`,
  markdown: ({ text }) => html`<p>${renderPlain(asText(text))}</p>`,
  rich_text: renderRichText,
}

function renderSection({ text, fields, accessory }: Bag, drawing: Drawing): Html {
  const part = asBag(accessory)
  const beside = part.type === 'image' ? renderPicture(part, drawing.files) : undefined
  const drawn = asBags(fields).map((field) => html`<div>${renderText(field, drawing)}</div>`)
  return html`<div class="section"><div class="words">
    ${text !== undefined && renderText(text, drawing)}${drawn.length > 0 && html`<div class="fields">${drawn}</div>`}</div>
    ${accessory !== undefined && html`<div class="beside">${beside ?? renderControl({ block: {}, element: part }, drawing.spot)}</div>`}</div>`
}

function renderContext({ elements }: Bag, drawing: Drawing): Html {
  const parts = asBags(elements).map((part) =>
    part.type === 'image' ? renderPicture(part, drawing.files) : html`<span>${renderText(part, drawing)}</span>`,
  )
  return html`<div class="context">${parts}</div>`
}

function renderActions(block: Bag, { spot }: Drawing): Html {
  return html`<div class="actions">${asBags(block.elements).map((element) => renderControl({ block, element }, spot))}</div>`
}

function renderText(text: unknown, { nameOf }: Drawing): Html {
  const words = wordsOf(text)
  return asBag(text).type === 'mrkdwn' ? renderMrkdwn(words, nameOf) : renderPlain(words)
}

function renderRichText({ elements }: Bag, drawing: Drawing): Html {
  return html`${asBags(elements).map((part) => {
    if (part.type === 'rich_text_list') {
      return html`<ul>${asBags(part.elements).map((item) => html`<li>${renderRun(item, drawing)}</li>`)}</ul>`
    }
    if (part.type === 'rich_text_quote') return html`<blockquote>${renderRun(part, drawing)}</blockquote>`
    if (part.type === 'rich_text_preformatted') return html`<pre>${renderRun(part, drawing)}</pre>`
    return html`<p>${renderRun(part, drawing)}</p>`
  })}`
}

function renderRun({ elements }: Bag, { nameOf }: Drawing): Html {
  return html`${asBags(elements).map((run) => {
    const words = run.type === 'user' ? `@${nameOf(asText(run.user_id))}` : asText(run.text ?? run.url ?? run.unicode)
    const url = asText(run.url)
    const linked = html`<a href="${url}" target="_blank" rel="noopener noreferrer">${words}</a>`
    return renderStyle(asBag(run.style), /^https?:/.test(url) ? linked : renderPlain(words))
  })}`
}

function renderStyle(style: Bag, words: Html): Html {
  let drawn = words
  if (style.code === true) drawn = html`<code>${drawn}</code>`
  if (style.strike === true) drawn = html`<s>${drawn}</s>`
  if (style.italic === true) drawn = html`<em>${drawn}</em>`
  return style.bold === true ? html`<strong>${drawn}</strong>` : drawn
}

/** A picture of the web, or one that was uploaded; the page may not reach this Slack, so that one goes inside. */
function renderPicture(part: Bag, files: Record<string, StoredFile>): Html {
  const source = sourceOf(asText(part.image_url), files[asText(asBag(part.slack_file).id)])
  return html`<img src="${source}" alt="${asText(part.alt_text)}" loading="lazy">`
}

/** The pictures that were shared with a message. */
export function renderFiles(shared: Bag[], files: Record<string, StoredFile>): Html {
  return html`${shared.map(({ id }) => {
    const file = files[asText(id)]
    if (!file) return ''
    const isPicture = mimeOf(file.name).startsWith('image/')
    return isPicture
      ? html`<figure><figcaption>${file.title}</figcaption><img src="${sourceOf('', file)}" alt="${file.altText || file.title}"></figure>`
      : html`<p class="file">📄 ${file.title}</p>`
  })}`
}

function sourceOf(url: string, file: StoredFile | undefined): string {
  if (file?.base64) return `data:${mimeOf(file.name)};base64,${file.base64}`
  return /^https?:/.test(url) ? url : ''
}
