import { Parser } from 'htmlparser2'

const SKIPPED = new Set('head style script title template noscript object svg select textarea iframe'.split(' '))
const BLOCKS = new Set(
  `address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6
header hr html li main nav ol p pre section table tbody tfoot thead tr ul`.split(/\s+/),
)
const QUOTE_CLASS =
  /(?:^|[\s_])(?:gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|tutanota_quote)/i
const REST_IS_QUOTED = /^(?:x_)?(?:divrplyfwdmsg|appendonsend|replysplit|outlookmessageheader)/i
const CITING = /cite|quote|border-left|border-width:\s*0(?:px)? 0(?:px)? 0/i
const HIDING = [
  /display:none|visibility:hidden|mso-hide:all/,
  /font-size:0(?!\.?\d*[1-9])|opacity:0(?!\.\d*[1-9])|max-height:0(?!\.?\d*[1-9])/,
  /(?:left|text-indent|top|margin-left):-\d{3,}/,
  /(?:^|;)color:(?:#fff(?:fff)?|white|transparent|rgba?\(255,255,255)(?!.*background)/,
]
const MOST_CHARS = 2_000_000

type Open = { name: string; hidden: boolean; quoted: boolean; pre: boolean; bold: boolean }

/**
 * The visible lines of an HTML text. A table row of two cells and a `dt` with its `dd` become `label: value`; so does a
 * bold start of a line when `boldLabels` is set (forms have them; a letter has bold names). Quoted blocks start with `> `, a client's signature block with `--`, so that one set of rules
 * cuts text and HTML. What its reader cannot see (styles, comments, hidden elements) is left out. Never throws, linear.
 */
export function htmlToLines(html: string, { boldLabels = false } = {}): string[] {
  const page = new Page(hiddenClasses(html), boldLabels)
  const parser = new Parser(
    {
      onopentag: (name, attributes) => page.open(name, attributes),
      ontext: (text) => page.text(text),
      onclosetag: (name) => page.close(name),
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  parser.end(html.slice(0, MOST_CHARS))
  return page.finish()
}

/** Whether a text is markup: tags that a person does not write by hand. */
export function isHtml(text: string): boolean {
  const start = text.slice(0, 4_000)
  return /<(?:!doctype html|html|body|div|table|p|br)\b[^<>]{0,400}>/i.test(start) && /<\/?[a-z][^<>]*>/i.test(start)
}

/** Classes that a style sheet of the text hides: `.x{display:none}`. */
function hiddenClasses(html: string): Set<string> {
  const found = new Set<string>()
  const start = html.search(/<style\b/i)
  if (start < 0) return found
  const sheet = html.slice(start, start + 20_000)
  for (const [, name, rule] of sheet.matchAll(/\.([\w-]{1,60})\s*\{([^{}]{0,300})\}/g))
    if (name && hides(rule ?? '')) found.add(name)
  return found
}

function hides(style: string): boolean {
  if (style === '') return false
  const bare = style.toLowerCase().replace(/\s+/g, '')
  return HIDING.some((rule) => rule.test(bare))
}

class Page {
  private readonly lines: string[] = []
  private line = ''
  private label: string | null = null
  private cells: string[] | null = null
  private readonly stack: Open[] = []
  private hidden = 0
  private quoted = 0
  private pre = 0
  private readonly hiddenNames: Set<string>
  private readonly boldLabels: boolean

  constructor(hiddenNames: Set<string>, boldLabels: boolean) {
    this.hiddenNames = hiddenNames
    this.boldLabels = boldLabels
  }

  text(text: string): void {
    if (this.hidden > 0) return
    if (this.pre === 0) {
      const flowing = text.replace(/[\s\u00a0]+/g, ' ')
      this.line += this.line === '' ? flowing.trimStart() : flowing
      return
    }
    const [first = '', ...more] = text.split('\n')
    this.line += first
    for (const next of more) {
      this.breakLine()
      this.line = next
    }
  }

  open(name: string, attributes: Record<string, string>): void {
    const tag = describe(name, attributes, this.hiddenNames)
    if (name === 'br' && this.hidden === 0) this.endLine()
    // What lies in a row before a table of its own is no cell of a form.
    if (name === 'table') this.endRow()
    if (name === 'tr') this.cells = []
    else if (BLOCKS.has(name)) this.flush()
    if (this.hidden === 0 && !tag.hidden) this.mark(attributes)
    this.stack.push(tag)
    this.count(tag, 1)
  }

  close(name: string): void {
    const top = this.stack.pop()
    if (name === 'td' || name === 'th') this.endCell()
    else if (name === 'tr') this.endRow()
    else if (name === 'dt') this.endTerm()
    else if (top?.bold && this.boldLabels) this.endBold()
    else if (BLOCKS.has(name)) this.flush()
    if (top) this.count(top, -1)
  }

  finish(): string[] {
    this.flush()
    const lines = this.lines.filter((line, i) => line !== '' || this.lines[i - 1] !== '')
    while (lines[0] === '') lines.shift()
    while (lines.at(-1) === '') lines.pop()
    return lines
  }

  private mark({ id = '', class: names = '' }: Record<string, string>): void {
    if (REST_IS_QUOTED.test(id)) {
      this.flush()
      this.quoted += 1
    } else if (/signature(?!_prefix)/i.test(`${id} ${names}`.slice(0, 200))) {
      this.flush()
      if (!/^(?:> )?-- ?$/.test(this.lines.findLast((line) => line !== '') ?? '')) this.push('--')
    }
  }

  private count(tag: Open, by: 1 | -1): void {
    if (tag.hidden) this.hidden += by
    if (tag.quoted) this.quoted += by
    if (tag.pre) this.pre += by
  }

  private endCell(): void {
    if (!this.cells) {
      this.flush()
      return
    }
    const cell = this.line.trim().replace(/,$/, '')
    if (cell !== '') this.cells.push(cell)
    this.line = ''
  }

  private endRow(): void {
    this.endCell()
    const cells = this.cells ?? []
    this.cells = null
    const [label = '', value = ''] = cells
    if (cells.length === 2) this.push(`${label.replace(/\s*:$/, '')}: ${value}`)
    else if (cells.length > 0) this.push(cells.join(' '))
  }

  private endTerm(): void {
    const term = this.line.trim().replace(/\s*:$/, '')
    this.line = ''
    if (term !== '') this.label = term
  }

  private endBold(): void {
    if (this.line.length <= 40 && /^[^\d:]{2,}$/.test(this.line)) this.line = `${this.line.trim()}:`
  }

  /** A break within a cell parts values, not lines. */
  private endLine(): void {
    if (!this.cells) this.breakLine()
    else if (this.line.trim() !== '') this.line = `${this.line.trim()}, `
  }

  private flush(): void {
    if (this.line.trim() === '') this.line = ''
    else if (this.cells) this.endLine()
    else this.breakLine()
  }

  private breakLine(): void {
    const line = this.pre > 0 ? this.line.trimEnd() : this.line.trim()
    this.push(this.label !== null && line !== '' ? `${this.label}: ${line}` : line)
    if (line !== '') this.label = null
    this.line = ''
  }

  private push(line: string): void {
    this.lines.push(this.quoted > 0 ? `> ${line}` : line)
  }
}

function describe(name: string, attributes: Record<string, string>, hiddenNames: Set<string>): Open {
  const { style = '', class: names = '', hidden } = attributes
  const isHidden = SKIPPED.has(name) || hidden !== undefined || hides(style)
  const cited = name === 'blockquote' && CITING.test(`${attributes.type ?? ''} ${names} ${style}`)
  return {
    name,
    hidden: isHidden || (hiddenNames.size > 0 && names.split(/\s+/).some((one) => hiddenNames.has(one))),
    quoted: cited || QUOTE_CLASS.test(names),
    pre: name === 'pre' || /white-space:\s*(?:pre|break-spaces)/.test(style),
    bold: name === 'b' || name === 'strong',
  }
}
