/**
 * A comment made plain, character by character, with the way back: `text`, `cased` and `folded` have the same
 * length, and `from[i]`..`to[i]` is the piece of the source that character i came from (null: identity).
 */
export type Clean = {
  source: string
  text: string
  cased: string
  folded: string
  from: number[] | null
  to: number[] | null
  hidden: string
  overridden: boolean
  scripted: boolean
  cut: boolean
}

/** Instagram takes 2,200 characters. What is longer than this is not a comment, and is read only so far. */
const LONGEST = 12_000

const TAGS = new Set(
  'a abbr audio b big body br button center code dd del div dl dt em embed font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li link main mark marquee math meta object ol option p pre q s samp script section select small span strike strong style sub sup svg table tbody td textarea tfoot th thead title tr tt u ul var video'.split(
    ' ',
  ),
)
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  period: '.',
  lowbar: '_',
  hyphen: '-',
  plus: '+',
  comma: ',',
  times: 'x',
  sol: '/',
  num: '#',
  zwnj: '',
  zwj: '',
  shy: '',
}
const QUIET = /[\p{Cf}\p{M}\u{e0000}-\u{e007f}]/u
const TAG = /<\/?([a-z][a-z0-9]*)(?=[\s/>])[^<>]{0,1000}>/iy
const ENTITY = /&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/iy

class Writer {
  text: string[] = []
  cased: string[] = []
  folded: string[] = []
  from: number[] = []
  to: number[] = []
  hidden: string[] = []
  overridden = false
  scripted = false

  put(raw: string, start: number, end: number): void {
    for (const shown of raw) {
      const lower = sameLength(shown, shown.toLowerCase())
      const base = foldCharacter(lower)
      for (let unit = 0; unit < shown.length; unit++) {
        this.cased.push(shown.charAt(unit))
        this.text.push(lower.charAt(unit))
        this.folded.push(base.charAt(unit))
        this.from.push(start)
        this.to.push(end)
      }
    }
  }
}

/** Text -> plain text: markup, entities, zero-width, full-width and direction marks taken away. Never throws. */
export function normalise(whole: string): Clean {
  const source = whole.slice(0, LONGEST)
  const cut = whole.length > LONGEST
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is for plain ASCII without markup
  if (/^[\x00-\x7f]*$/.test(source) && !/[<&]/.test(source)) {
    const text = source.toLowerCase()
    const plain = { hidden: '', overridden: false, scripted: false }
    return { source, text, cased: source, folded: text, from: null, to: null, cut, ...plain }
  }
  const out = new Writer()
  let at = 0
  while (at < source.length) at = step(source, at, out)
  return {
    source,
    text: out.text.join(''),
    cased: out.cased.join(''),
    folded: out.folded.join(''),
    from: out.from,
    to: out.to,
    hidden: out.hidden.join('\n'),
    overridden: out.overridden,
    scripted: out.scripted,
    cut,
  }
}

/** The piece of the source that the characters [start, end) were read from. */
export function pieceOf(clean: Clean, start: number, end: number): string {
  if (!clean.from || !clean.to) return clean.source.slice(start, end)
  return clean.source.slice(clean.from[start] ?? 0, clean.to[end - 1] ?? 0)
}

/** Without accents and marks, one unit for one unit, so that positions stay true. */
export function fold(text: string): string {
  let folded = ''
  for (const character of text.toLowerCase()) folded += foldCharacter(character)
  return folded
}

function step(source: string, at: number, out: Writer): number {
  const unit = source.charAt(at)
  if (unit === '<') return stepMarkup(source, at, out)
  if (unit === '&') return stepEntity(source, at, out)
  const character = String.fromCodePoint(source.codePointAt(at) ?? 32)
  const end = at + character.length
  if (character === '\u20e3') out.put(' ', at, end)
  else if (character === '\u202e' || character === '\u202d') out.overridden = true
  else if (character === '🔟') out.put(' 10 ', at, end)
  else if (!QUIET.test(character)) out.put(widen(character), at, end)
  return end
}

function stepMarkup(source: string, at: number, out: Writer): number {
  if (source.startsWith('<!--', at)) {
    const close = source.indexOf('-->', at + 4)
    const end = close < 0 ? source.length : close + 3
    out.hidden.push(source.slice(at + 4, end))
    return end
  }
  TAG.lastIndex = at
  const tag = TAG.exec(source)
  const name = tag?.[1]?.toLowerCase()
  if (!tag || !name || !TAGS.has(name)) {
    out.put('<', at, at + 1)
    return at + 1
  }
  if (/script|iframe|object|embed|svg/.test(name) || /\son[a-z]+\s*=|javascript:/i.test(tag[0])) out.scripted = true
  const end = at + tag[0].length
  if (/^(?:br|p|div|li|tr|h\d)$/.test(name)) out.put('\n', at, end)
  if ((name === 'script' || name === 'style') && tag[0][1] !== '/') return endOfElement(source, end, name)
  return end
}

function endOfElement(source: string, at: number, name: string): number {
  const close = source.toLowerCase().indexOf(`</${name}`, at)
  return close < 0 ? at : close
}

function stepEntity(source: string, at: number, out: Writer): number {
  ENTITY.lastIndex = at
  const entity = ENTITY.exec(source)
  const shown = entity?.[1] ? readEntity(entity[1].toLowerCase()) : undefined
  if (!entity || shown === undefined) {
    out.put('&', at, at + 1)
    return at + 1
  }
  const end = at + entity[0].length
  out.put(shown, at, end)
  return end
}

function readEntity(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 8 && code < 0x110000 && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : undefined
}

/** One look: full-width, circled and mathematical letters, other digits, other quotes, stops and dashes. */
function widen(character: string): string {
  if (character < '\u0080') return character
  const digit = /\p{Nd}/u.test(character) ? decimalDigit(character) : null
  if (digit !== null) return digit
  if (/[‘’ʼ´`′]/u.test(character)) return "'"
  if (/[‐‑‒–—―−﹣]/u.test(character)) return '-'
  if (/[。．｡․]/u.test(character)) return '.'
  if (/[،、，﹐]/u.test(character)) return ','
  if (/[×✕✖]/u.test(character)) return 'x'
  if (character === '؟') return '?'
  if (character === '½') return ' 1/2'
  return character.normalize('NFKC')
}

function decimalDigit(character: string): string | null {
  const code = character.codePointAt(0) ?? 0
  for (const zero of DIGIT_ROWS) if (code >= zero && code <= zero + 9) return String(code - zero)
  return null
}

const DIGIT_ROWS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10]

function foldCharacter(character: string): string {
  if (character < '\u0080') return character
  const bare = character.normalize('NFD').replace(/\p{M}/gu, '')
  return sameLength(character, bare.normalize('NFC'))
}

function sameLength(character: string, other: string): string {
  return other.length === character.length ? other : character
}
