import { Parser } from 'htmlparser2'
import { Page } from './html-page.ts'
import { hiddenClasses, type WriteRow, writeRow } from './html-tags.ts'

const MOST_CHARS = 2_000_000

/**
 * The visible lines of an HTML text. A table row of two cells and a `dt` with its `dd` become `label: value`. Quoted
 * blocks start with `> `, a client's signature block with `--`, so that one set of rules cuts text and HTML; a message
 * forwarded in a client's block for quotations is none. What its reader cannot see (styles, comments, hidden elements)
 * is left out. Never throws, linear.
 */
export function htmlToLines(html: string, { row = writeRow as WriteRow } = {}): string[] {
  const page = new Page(hiddenClasses(html), row)
  new FlatParser(page).end(html.slice(0, MOST_CHARS))
  return page.finish()
}

const DEEPEST = 256

/** The parser's cost grows with the depth: what nests deeper than any letter is closed at once, as browsers do. */
class FlatParser extends Parser {
  private readonly page: Page
  private isFlat = false

  constructor(page: Page) {
    super({
      onopentag: (name, attributes) => page.open(name, attributes),
      ontext: (text) => page.text(text),
      onclosetag: (name) => page.close(name),
    })
    this.page = page
  }

  override onopentagname(start: number, end: number): void {
    this.isFlat = this.page.depth >= DEEPEST
    super.onopentagname(start, end)
  }

  override onclosetag(start: number, end: number): void {
    this.isFlat = false
    super.onclosetag(start, end)
  }

  protected override isVoidElement(name: string): boolean {
    return this.isFlat || super.isVoidElement(name)
  }
}
