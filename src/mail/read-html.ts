import { readEntities } from './entities.ts'

const skipped = new Set(['head', 'style', 'script', 'title', 'template', 'noscript', 'object', 'svg', 'select'])
const voids = new Set(['br', 'hr', 'img', 'meta', 'link', 'input', 'base', 'wbr', 'col', 'area', 'source'])
const blocks = new Set(
  'address article blockquote center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header li ol p pre section table tbody tr ul'.split(
    ' ',
  ),
)
const quoteMark =
  /(?:^|[\s"'_])(?:gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|tutanota_quote|zmail_extra)/i
const restIsQuoted = /\bid\s*=\s*["']?(?:x_)?(?:divrplyfwdmsg|appendonsend|replysplit|outlookmessageheader)/i
const signatureMark = /\b(?:id|class)\s*=\s*["']?[^"'>]{0,80}signature(?!_prefix)/i
const citing = /type\s*=\s*["']?cite|quote|cite|border-left|border-width:\s*0(?:px)? 0(?:px)? 0/i
const hiding =
  /display:none|visibility:hidden|font-size:0(?!\.?\d*[1-9])|opacity:0(?!\.\d*[1-9])|mso-hide:all|max-height:0(?!\.?\d*[1-9])|(?:left|text-indent|top|margin-left):-\d{3,}|(?:^|;)(?:color:(?:#fff(?:fff)?|white|transparent|rgba?\(255,255,255))/

type Open = { name: string; hidden: boolean; quoted: boolean; pre: boolean }

/**
 * The visible text of an HTML mail, in one pass over the tags. Lines of quoted blocks start with `> `, a client's
 * signature block is introduced by `--`, so that text and HTML mails are stripped by the same rules. What the
 * reader of the mail cannot see (styles, comments, hidden elements) is left out. Never throws; linear in the input.
 */
export function readHtml(html: string): string {
  const page = new Page(hiddenClasses(html))
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    page.text(html.slice(at, open))
    at = page.tagAt(html, open)
  }
  if (at < html.length) page.text(html.slice(at))
  return page.finish()
}

/** Classes that a style sheet of the mail hides: `.x{display:none}`. */
function hiddenClasses(html: string): Set<string> {
  const found = new Set<string>()
  const start = html.search(/<style\b/i)
  if (start < 0) return found
  const sheet = html.slice(start, start + 20_000)
  for (const [, name, rule] of sheet.matchAll(/\.([\w-]{1,60})\s*\{([^{}]{0,300})\}/g)) {
    if (name && hiding.test((rule ?? '').toLowerCase().replace(/\s+/g, ''))) found.add(name)
  }
  return found
}

class Page {
  private readonly lines: string[] = []
  private line = ''
  private readonly stack: Open[] = []
  private readonly openNames = new Map<string, number>()
  private hidden = 0
  private quoted = 0
  private pre = 0
  private readonly hiddenNames: Set<string>

  constructor(hiddenNames: Set<string>) {
    this.hiddenNames = hiddenNames
  }

  text(raw: string): void {
    if (this.hidden > 0 || raw === '') return
    const read = readEntities(raw)
    if (this.pre > 0) this.preformatted(read)
    else this.flowing(read.replace(/[ \t\r\n\f\u00a0]+/g, ' '))
  }

  /** Handles what stands at `<` and answers where to read on. */
  tagAt(html: string, open: number): number {
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4)
      return end < 0 ? html.length : end + 3
    }
    if (!/[a-z/!?]/i.test(html[open + 1] ?? '')) {
      this.text('<')
      return open + 1
    }
    const end = html.indexOf('>', open)
    if (end < 0) return html.length
    this.tag(html.slice(open + 1, Math.min(end, open + 4000)))
    return end + 1
  }

  finish(): string {
    this.flush()
    return this.lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  }

  private flowing(collapsed: string): void {
    this.line += this.line === '' ? collapsed.trimStart() : collapsed
  }

  private preformatted(read: string): void {
    const [first = '', ...more] = read.split('\n')
    this.line += first
    for (const next of more) {
      this.breakLine()
      this.line = next
    }
  }

  private tag(source: string): void {
    const closing = source.startsWith('/')
    const name = (/^\/?([a-z][\w:-]{0,40})/i.exec(source)?.[1] ?? '').toLowerCase()
    if (name === '') return
    if (blocks.has(name)) this.flush()
    else if ((name === 'td' || name === 'th') && this.line !== '') this.line += ' '
    if (closing) this.close(name)
    else if (name === 'br') this.hidden === 0 && this.breakLine()
    else if (name === 'hr') this.flush()
    else if (!voids.has(name)) this.open(name, source)
  }

  private open(name: string, source: string): void {
    const style = (/style\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(source)?.slice(1).join('') ?? '').toLowerCase()
    const hidden = skipped.has(name) || this.hides(source, style.replace(/\s+/g, ''))
    if (this.hidden === 0 && !hidden) this.mark(source)
    const quoted = quoteMark.test(source) || (name === 'blockquote' && citing.test(source.slice(name.length)))
    const pre = name === 'pre' || /white-space:\s*(?:pre|break-spaces)/.test(style)
    this.stack.push({ name, hidden, quoted, pre })
    this.openNames.set(name, (this.openNames.get(name) ?? 0) + 1)
    this.count({ name, hidden, quoted, pre }, 1)
  }

  private hides(source: string, style: string): boolean {
    if (/\shidden(?=[\s=/]|$)/i.test(source.replace(/"[^"]*"|'[^']*'/g, ''))) return true
    if (hiding.test(style) && !(/color:/.test(style) && /background/.test(style) && !/display:none/.test(style)))
      return true
    if (this.hiddenNames.size === 0) return false
    const names = /class\s*=\s*["']?([^"'>]*)/i.exec(source)?.[1] ?? ''
    return names.split(/\s+/).some((one) => this.hiddenNames.has(one))
  }

  private mark(source: string): void {
    if (restIsQuoted.test(source)) {
      this.flush()
      this.quoted += 1
    } else if (signatureMark.test(source) && !/^-- ?$/.test(this.lines.findLast((line) => line.trim() !== '') ?? '')) {
      this.flush()
      this.lines.push(this.quoted > 0 ? '> --' : '--')
    }
  }

  private close(name: string): void {
    if ((this.openNames.get(name) ?? 0) === 0) return
    for (let top = this.stack.pop(); top; top = this.stack.pop()) {
      this.openNames.set(top.name, (this.openNames.get(top.name) ?? 1) - 1)
      this.count(top, -1)
      if (top.name === name) return
    }
  }

  private count(open: Open, by: 1 | -1): void {
    if (open.hidden) this.hidden += by
    if (open.quoted) this.quoted += by
    if (open.pre) this.pre += by
  }

  private flush(): void {
    if (this.line.trim() !== '') this.breakLine()
    this.line = ''
  }

  private breakLine(): void {
    const line = this.pre > 0 ? this.line.trimEnd() : this.line.trim()
    this.lines.push(this.quoted > 0 ? `> ${line}` : line)
    this.line = ''
  }
}
