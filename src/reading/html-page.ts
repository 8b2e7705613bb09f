import { describe, type Open, type WriteRow } from './html-tags.ts'

const BLOCKS = new Set(
  `address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6
header hr html li main nav ol p pre section table tbody tfoot thead tr ul`.split(/\s+/),
)
const REST_IS_QUOTED = /^(?:x_)?(?:divrplyfwdmsg|appendonsend|replysplit|outlookmessageheader)/i
/** The title a program sets above a message it forwards: `---------- Forwarded message ---------`. */
const DASHED_TITLE = /^-{5,}[^-]{3,60}-{5,}$/

/** The lines of a page, as its tags and texts come in. */
export class Page {
  private readonly lines: string[] = []
  private line = ''
  private label: string | null = null
  private cells: string[] | null = null
  private readonly stack: Open[] = []
  private hidden = 0
  private quoted = 0
  private opensQuote = false
  private pre = 0
  private readonly hiddenNames: Set<string>
  private readonly writeRow: WriteRow

  constructor(hiddenNames: Set<string>, writeRow: WriteRow) {
    this.hiddenNames = hiddenNames
    this.writeRow = writeRow
  }

  get depth(): number {
    return this.stack.length
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
    if (id === '' && names === '') return
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
    if (tag.quoted && this.quoted === 0) this.opensQuote = true
    if (tag.quoted) this.quoted += by
    if (tag.pre) this.pre += by
  }

  private endCell(): void {
    if (!this.cells) {
      this.flush()
      return
    }
    this.cells.push(this.line.trim().replace(/,$/, ''))
    this.line = ''
  }

  private endRow(): void {
    if (this.line.trim() !== '') this.endCell()
    const cells = this.cells ?? []
    this.cells = null
    if (cells.some((cell) => cell !== '')) for (const line of this.writeRow(cells)) this.push(line)
  }

  private endTerm(): void {
    const term = this.line.trim().replace(/\s*:$/, '')
    this.line = ''
    if (term !== '') this.label = term
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
    if (this.opensQuote && line !== '') this.openQuote(DASHED_TITLE.test(line))
    this.lines.push(this.quoted > 0 ? `> ${line}` : line)
  }

  /** A forward stands in the same block as an older mail does, but is sent on purpose. */
  private openQuote(isForward: boolean): void {
    this.opensQuote = false
    if (!isForward) return
    this.quoted = 0
    for (const tag of this.stack) tag.quoted = false
  }
}
