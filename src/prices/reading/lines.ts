import { type Control, controlOf, type Frame, frameOf, INLINE, RELATED, VOID } from './frames.ts'

/** A run of text of one style. */
type Piece = { text: string; isStruck: boolean; classes: string }

/** What a reader sees as one line, and where it stands on the page. */
export type Line = {
  pieces: Piece[]
  text: string
  /** Not about the product of this page: navigation, related products, a card of a list. */
  isAside: boolean
  /** Stands in a button or another control. */
  control: Control | null
  heading: number | null
  /** The list entry it is in, by number; 0: none. */
  entry: number
  /** Leads to another page. */
  isLink: boolean
  /** Its first words lead there: they name what that page is of. */
  opensLinked: boolean
}

const MOST_LINES = 6_000
const MOST_TEXT = 400

/** Gathers what a page shows, line by line, as a reader would see it. `struck`: classes its styles cross out. */
export function createLineReader(struck: ReadonlySet<string>) {
  const lines: Line[] = []
  const stack: Frame[] = []
  let line: Line | null = null
  let entries = 0
  let isTerm = false
  let isPointDue = false
  let relatedAt = Number.POSITIVE_INFINITY
  let around: string[] | null = null
  const top = () => stack.at(-1)
  /** A term and what is said of it are one. */
  const entryOf = (tag: string) => {
    if (tag !== 'dd' || !isTerm) entries += 1
    isTerm = tag === 'dt'
    return entries
  }
  const finish = () => {
    if (line && line.text.trim() !== '') lines.push(line)
    line = null
  }
  return {
    lines,
    finish,
    /** The classes of the elements around the first heading. */
    around: () => around ?? [],
    open(tag: string, attributes: Record<string, string>): void {
      if (!INLINE.has(tag)) finish()
      if (tag === 'h1') around ??= enterHeading(stack)
      if (tag === 'input') lines.push(...buttonsOf(attributes, top()))
      if (VOID.has(tag)) return
      const frame = frameOf(tag, attributes, top(), stack.length >= relatedAt, struck)
      if (frame.isEntry) frame.entry = entryOf(tag)
      stack.push(frame)
      // It comes with the digits: it may also be written, in an element of its own.
      if (frame.isFraction) isPointDue = true
    },
    text(text: string): void {
      const frame = top()
      if (!frame || frame.isSkipped || lines.length >= MOST_LINES) return
      line ??= {
        pieces: [],
        text: '',
        isAside: isBeside(frame),
        control: frame.control,
        heading: frame.heading,
        entry: frame.entry,
        isLink: frame.isLink,
        opensLinked: false,
      }
      if (isPointDue && /\d$/.test(line.text) && /^\s*\d/.test(text)) push(line, '.', frame)
      if (text.trim() !== '') isPointDue = false
      push(
        line,
        text.replace(/[\s\u200b]+/g, (space) => (/[\u00a0\u202f]/.test(space) ? '\u00a0' : ' ')),
        frame,
        stack,
      )
    },
    close(tag: string): void {
      if (VOID.has(tag)) return
      const frame = stack.pop()
      if (!INLINE.has(tag)) finish()
      if (stack.length < relatedAt) relatedAt = Number.POSITIVE_INFINITY
      if (frame && isRelatedHeading(frame, tag, lines.at(-1))) relatedAt = Math.min(relatedAt, stack.length)
    },
  }
}

function isBeside({ isAside, isReviews }: Frame): boolean {
  return isAside || isReviews
}

/** The classes of what is around the heading of the page, which holds no review, whatever it is called. */
function enterHeading(stack: Frame[]): string[] {
  for (const frame of stack) frame.isReviews = false
  return stack.flatMap(({ classes }) => classes.split(/\s+/))
}

/** `<input type="submit" value="Add to cart">`: a button with its words in an attribute. */
function buttonsOf(attributes: Record<string, string>, frame: Frame | undefined): Line[] {
  const { value: text = '' } = attributes
  const control = controlOf('input', attributes)
  if (!control || !frame || frame.isSkipped || text.trim() === '') return []
  const { heading, entry } = frame
  const isAside = isBeside(frame)
  const pieces = [{ text, isStruck: false, classes: '' }]
  return [{ pieces, text, isAside, control, heading, entry, isLink: false, opensLinked: false }]
}

function isRelatedHeading(frame: Frame, tag: string, last: Line | undefined): boolean {
  return /^h[2-6]$/.test(tag) && frame.heading !== null && Boolean(last?.heading) && RELATED.test(last?.text ?? '')
}

const SIGNED = /^\p{Lu}\p{L}{0,2}[.$]?\s?\d/u

function push(line: Line, text: string, frame: Frame, stack: Frame[] = []): void {
  if (line.text.length > MOST_TEXT || text === '') return
  const classes = stack
    .slice(-4)
    .map(({ classes }) => classes)
    .join(' ')
  // Two numbers side by side in elements of their own are two numbers; "Regular price" for those who listen is no part
  // of "GBP 7.50".
  const isBetween = /\d$/.test(line.text) ? /^\d/.test(text) : /\p{L}$/u.test(line.text) && SIGNED.test(text)
  const gap = isBetween ? '  ' : ''
  const space = text.startsWith(' ') && line.text.endsWith(' ') ? text.slice(1) : gap + text
  if (line.text.trim() === '') line.opensLinked = frame.isLink
  line.text += space
  line.pieces.push({ text: space, isStruck: frame.isStruck, classes })
  line.isAside ||= isBeside(frame)
  line.isLink ||= frame.isLink
}
