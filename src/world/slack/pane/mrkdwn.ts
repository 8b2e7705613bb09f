import { html } from 'hono/html'

export type Html = ReturnType<typeof html>

/** What a mention shows: the name of a person or of a channel, by id. */
export type NameOf = (id: string) => string

/** Slack's markup as HTML, as much of it as Slack draws. https://docs.slack.dev/messaging/formatting-message-text */
export function renderMrkdwn(text: string, nameOf: NameOf): Html {
  const parts = text.split(/```\n?([\s\S]*?)\n?```/)
  const drawn = parts.map((part, index) =>
    index % 2 === 1 ? html`<pre>${decode(part)}</pre>` : renderLines(part.replace(/^\n|\n$/g, ''), nameOf),
  )
  return html`${drawn}`
}

/** Plain text keeps its lines and nothing else. */
export function renderPlain(text: string): Html {
  return html`${text.split('\n').map((line, index) => html`${index > 0 && html`<br>`}${line}`)}`
}

const quoteMark = /^(?:&gt;|>) ?/

function renderLines(text: string, nameOf: NameOf): Html {
  const groups: { quoted: boolean; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const quoted = quoteMark.test(line)
    const last = groups.at(-1)
    const group = last?.quoted === quoted ? last : { quoted, lines: [] }
    if (group !== last) groups.push(group)
    group.lines.push(line.replace(quoteMark, ''))
  }
  return html`${groups.map(({ quoted, lines }) => {
    const drawn = lines.map((line, index) => html`${index > 0 && html`<br>`}${renderInline(line, nameOf)}`)
    return quoted ? html`<blockquote>${drawn}</blockquote>` : drawn
  })}`
}

const patterns = [
  /`(?<code>[^`\n]+)`/,
  /<(?<link>[^<>\n]+)>/,
  /(?<![\w*])\*(?<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])/,
  /(?<![\w_])_(?<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])/,
  /(?<![\w~])~(?<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])/,
  /(?<bare>https?:\/\/[^\s<>|*]+[^\s<>|*.,;:!?)])/,
]
const inline = new RegExp(patterns.map(({ source }) => source).join('|'))

function renderInline(text: string, nameOf: NameOf): Html {
  const match = inline.exec(text)
  if (!match) return html`${decode(text)}`
  const before = decode(text.slice(0, match.index))
  const after = renderInline(text.slice(match.index + match[0].length), nameOf)
  return html`${before}${renderFound(match.groups ?? {}, nameOf)}${after}`
}

function renderFound(found: Record<string, string | undefined>, nameOf: NameOf): Html {
  const { code, link, bold, italic, strike, bare } = found
  if (code !== undefined) return html`<code>${decode(code)}</code>`
  if (link !== undefined) return renderLink(link, nameOf)
  if (bold !== undefined) return html`<strong>${renderInline(bold, nameOf)}</strong>`
  if (italic !== undefined) return html`<em>${renderInline(italic, nameOf)}</em>`
  if (strike !== undefined) return html`<s>${renderInline(strike, nameOf)}</s>`
  return renderAnchor(bare ?? '', bare ?? '')
}

/** `<@U1>`, `<#C1|orders>`, `<!here>`, `<!date^1^{time}|14:02>`, `<mailto:a@b.c|a@b.c>`, `<https://a.example|words>`. */
function renderLink(link: string, nameOf: NameOf): Html {
  const [target = '', label] = link.split('|')
  if (/^[@#]/.test(target)) return html`<span class="mention">${target[0]}${nameOf(target.slice(1))}</span>`
  if (target.startsWith('!')) return html`<span class="mention">${label ?? `@${target.slice(1).split('^')[0]}`}</span>`
  return renderAnchor(target, label ?? target.replace(/^mailto:/, ''))
}

function renderAnchor(target: string, label: string): Html {
  if (!/^(https?:|mailto:|tel:)/.test(target)) return html`${decode(label)}`
  return html`<a href="${decode(target)}" target="_blank" rel="noopener noreferrer">${decode(label)}</a>`
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
