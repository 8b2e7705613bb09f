/** A text ready to be read: folded, with the way back to the original. */
export type Text = {
  source: string
  /** Lower case, without accents and invisible characters, one kind of quote and dash; lines stay. */
  text: string
  /** Where in `source` each character of `text` stands; one more for the end. */
  from: Uint32Array
  /** The source was longer than `most`; only its start was read. */
  truncated: boolean
  /** Part of it is not what is seen: it runs backwards, or is written in invisible characters. */
  hidden: boolean
}

const MOST_CHARS = 20_000

/**
 * Text from outside -> the text that readers read. Never throws, linear. What a reader finds at `start..end` of
 * `text` is quoted as it was written by `pieceOf`.
 * @see https://www.unicode.org/reports/tr15/ (NFKC), https://www.unicode.org/reports/tr39/ (what is not seen)
 */
export function normalise(source: string, most = MOST_CHARS): Text {
  const kept = source.slice(0, most)
  const from = new Uint32Array(kept.length * 4 + 1)
  let text = ''
  let hidden = false
  let at = 0
  for (const char of kept) {
    hidden ||= isHiding(char, text)
    const folded = foldChar(char)
    for (let unit = 0; unit < folded.length && text.length + unit < from.length - 1; unit++)
      from[text.length + unit] = at
    text += folded
    at += char.length
  }
  from[text.length] = at
  return { source, text, from, truncated: source.length > most, hidden }
}

/** The same folding for words of a lexicon, a name, a single field. */
export function fold(text: string): string {
  let folded = ''
  for (const char of text) folded += foldChar(char)
  return folded
}

/** The piece of the source that `start..end` of the text was read from, as it was written. */
export function pieceOf({ source, from }: Text, start: number, end: number): string {
  return source.slice(from[start], from[end]).trim()
}

/** The same text with `start..end` made blank: what is understood there is not read twice. */
export function blank(text: Text, start: number, end: number): Text {
  return { ...text, text: text.text.slice(0, start) + ' '.repeat(end - start) + text.text.slice(end) }
}

function foldChar(char: string): string {
  if (char < '\u0080') return char < ' ' && char !== '\n' ? ' ' : char.toLowerCase()
  const known = folds.get(char)
  if (known !== undefined) return known
  const folded = foldRare(char)
  if (folds.size < MOST_FOLDS) folds.set(char, folded)
  return folded
}

const folds = new Map<string, string>()
const MOST_FOLDS = 4_000
const LATIN_END = 'ɐ'

function foldRare(char: string): string {
  if (isDropped(char)) return ''
  const spelt = SPELT[char.toLowerCase()]
  if (spelt !== undefined) return spelt
  if (/\p{Z}/u.test(char)) return /[\u2028\u2029]/.test(char) ? '\n' : ' '
  const digit = /\p{Nd}/u.test(char) ? digitOf(char) : null
  if (digit !== null) return digit
  const plain = char.normalize('NFKC').toLowerCase()
  const [base = ''] = plain.normalize('NFD')
  return isSimple(base) ? plain.normalize('NFD').replace(/\p{Mn}/gu, '') : plain
}

/** Latin and Arabic are written with and without marks; in other scripts a mark makes another word. */
function isSimple(base: string): boolean {
  return base < LATIN_END || (base >= '\u0600' && base <= '\u06ff')
}

/** Format characters, halves of a character, private ones; marks on their own; how an emoji is drawn. */
function isDropped(char: string): boolean {
  if (/[\p{Cf}\p{Cs}\p{Co}\p{Me}\p{Emoji_Modifier}]/u.test(char)) return true
  return /\p{Mn}/u.test(char) && /[\p{Script=Inherited}\p{Script=Arabic}]/u.test(char)
}

/** What NFKC leaves as it is and people write for one another. */
const SPELT: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  '。': '.',
  '・': ' ',
  '、': ',',
  '،': ',',
  '؛': ';',
  '؟': '?',
  '٫': '.',
  '٬': ',',
  ـ: '',
  ...Object.fromEntries([...'‘’ʼʹ`´′'].map((quote) => [quote, "'"])),
  ...Object.fromEntries([...'“”„«»″'].map((quote) => [quote, '"'])),
  ...Object.fromEntries([...'‐‑‒–—―−'].map((dash) => [dash, '-'])),
  '\u0085': '\n',
}

/** Digits of the scripts of our customers, by the zero they count from. */
function digitOf(char: string): string | null {
  const code = char.codePointAt(0) ?? 0
  const zero = ZEROS.find((one) => code >= one && code < one + 10)
  return zero === undefined ? null : String(code - zero)
}

const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x1040]

/** Overrides of direction, and letters written in tags, which only a flag may have. */
function isHiding(char: string, before: string): boolean {
  if (char < '\u0080') return false
  if (/[\u202d\u202e]/.test(char)) return true
  return /[\u{e0001}-\u{e007f}]/u.test(char) && !before.endsWith('🏴')
}
