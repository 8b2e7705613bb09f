import { distance } from 'fastest-levenshtein'
import { type Entry, Lexicon, loadLexicon } from '#src/reading/lexicon.ts'
import type { Match } from '#src/reading/match.ts'
import { fold } from '#src/reading/text.ts'
import type { Token } from '#src/reading/tokens.ts'

/** A colour in a text: the offer's name of it, or its English name where it is not on offer. */
export type ColourRead = {
  key: string
  offered: boolean
  /** Mended spelling, or a word that more than one colour on offer may be meant by. */
  doubtful: boolean
  /** Another word for the colour than the offer's, or a spelling of it: "dark green" for forest green, "negras". */
  isOther: boolean
  isEmoji: boolean
  /** A sign that many write who mean no colour: 💕, 🌸. */
  isOrnament: boolean
}

export type Palette = {
  colours: readonly string[]
  at(tokens: readonly Token[], at: number): Match<ColourRead> | null
}

const lexicon = loadLexicon('colours')
/** "more" is no "mor" in the plural. */
const sentence = loadLexicon('comments')
const joined = new Map([...lexicon.all()].map((entry) => [fold(entry.word).replaceAll(' ', ''), entry]))
const families = loadLexicon('colour-families')
const kin = loadLexicon('colour-kin')
const known = new Map<string, Palette>()
const MOST_KNOWN = 500

/** Reads the colours of one offer; kept, for a sale has thousands of comments. */
export function paletteOf(colours: readonly string[]): Palette {
  const name = colours.join('\n')
  const made = known.get(name) ?? createPalette(colours)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(name, made)
  return made
}

function createPalette(colours: readonly string[]): Palette {
  const own = new Lexicon(
    colours.flatMap((colour) => waysOf(colour).map((word) => ({ word, meaning: colour, languages: '' }))),
  )
  const canon = colours.map((colour) => ({ colour, meaning: lexicon.get(colour)?.meaning ?? fold(colour) }))
  return {
    colours,
    at(tokens, at) {
      const named = own.at(tokens, at)
      const general = lexicon.at(tokens, at) ?? inflected(tokens, at)
      if (named && named.next >= (general?.next ?? 0))
        return { value: plain(named.value.meaning, tokens[at]), next: named.next }
      if (general) {
        const value = resolve(general.value, canon, tokens[at])
        return { value: { ...value, isOther: value.isOther || isBent(tokens[at], general.value) }, next: general.next }
      }
      return respell(tokens, at, colours)
    },
  }
}

/** Plurals and genders: negras, azules, schwarze, rotes. */
const ENDINGS = [/s$/, /es$/, /e$/, /e[nmr]$/]

/** "rotes", "schwarze": where nobody speaks German, "Oliver" and "Blake" are names. */
function isBent(token: Token | undefined, { word }: Entry): boolean {
  const written = token?.kind === 'word' ? token.text : ''
  return written !== fold(word) && ENDINGS.slice(2).some((end) => written.replace(end, '') === fold(word))
}

/** "negras", "azules", "navyblue": a known word in the plural, or two in one. */
function inflected(tokens: readonly Token[], at: number): Match<Entry> | null {
  const { kind, text } = tokens[at] ?? { kind: 'mark', text: '' }
  if (kind !== 'word' || text.length < 4 || sentence.get(text)) return null
  const bare = ENDINGS.map((end) => text.replace(end, '')).find(
    (one) => one !== text && one.length > 2 && lexicon.get(one),
  )
  const entry = (bare !== undefined && lexicon.get(bare)) || joined.get(text)
  return entry ? { value: entry, next: at + 1 } : null
}

function plain(key: string, token: Token | undefined): ColourRead {
  const isEmoji = token?.kind === 'emoji'
  return { key, offered: true, doubtful: false, isOther: false, isEmoji, isOrnament: false }
}

/** "sky blue" is also written "skyblue", "blacks", "blackones" is not. */
function waysOf(colour: string): string[] {
  const bare = fold(colour)
  return [...new Set([bare, bare.replaceAll(' ', ''), `${bare}s`])]
}

/** Which colour on offer a known word means: the same, its kin, or the only one of its family. */
function resolve(
  { word, meaning, languages }: Entry,
  canon: { colour: string; meaning: string }[],
  token: Token | undefined,
): ColourRead {
  const isEmoji = token?.kind === 'emoji'
  const isOrnament = languages === 'ornament'
  const plain = { offered: true, doubtful: false, isOther: false, isEmoji, isOrnament }
  const same = canon.filter((one) => one.meaning === meaning)
  const close = same.length > 0 ? same : canon.filter((one) => isKin(one.meaning, meaning))
  if (close.length === 1 && close[0])
    return { ...plain, key: close[0].colour, isOther: !isEmoji && !isSpelling(fold(word), fold(close[0].colour)) }
  // "yellow" is "butter yellow" where no other is on offer.
  const shades = canon.filter(({ colour }) => fold(colour).endsWith(` ${meaning}`))
  if (close.length === 0 && shades.length === 1 && shades[0])
    return {
      ...plain,
      key: shades[0].colour,
      doubtful: isFamilyOn(canon, meaning),
      isOther: !isSpelling(fold(word), fold(shades[0].colour)),
    }
  const family = canon.filter((one) => families.get(one.meaning)?.meaning === meaning)
  const [only] = family
  if (only) return { ...plain, key: only.colour, doubtful: true }
  return { ...plain, key: meaning, offered: false, doubtful: close.length > 1 }
}

/** "blk", "gray", "navy blue" for black, grey and navy: the same word, shorter, longer or with a slip. */
function isSpelling(word: string, colour: string): boolean {
  const [one, other] = [word.split(' '), colour.split(' ')]
  if (one.every((part) => other.includes(part)) || other.every((part) => one.includes(part))) return true
  return isShort(word, colour) || (word.length > 3 && distance(word, colour) <= 2)
}

/** Its letters in their order, some left out: "wht", "burg". */
function isShort(word: string, colour: string): boolean {
  let at = 0
  for (const letter of colour) if (letter === word[at]) at += 1
  return at === word.length && word[0] === colour[0]
}

/** Another colour of the family that is not named by it: with "sky blue" and "navy", "blue" may be either. */
function isFamilyOn(canon: { colour: string; meaning: string }[], base: string): boolean {
  return canon.some(
    ({ colour, meaning }) => families.get(meaning)?.meaning === base && !fold(colour).endsWith(` ${base}`),
  )
}

function isKin(a: string, b: string): boolean {
  return [kin.get(a), kin.get(b)].some((entry) => entry?.meaning.split(',').includes(entry.word === a ? b : a))
}

/** A word one slip off one colour on offer: a letter more, fewer, other, or two of them swapped. */
function respell(tokens: readonly Token[], at: number, colours: readonly string[]): Match<ColourRead> | null {
  const word = tokens[at]?.kind === 'word' ? (tokens[at]?.text ?? '') : ''
  if (word.length < 5) return null
  const near = colours.filter((colour) => isSlip(word, fold(colour)))
  const [key] = near
  if (!key) return null
  const doubtful = near.length > 1 || !isSureSlip(word, fold(key))
  const read = { key, offered: true, doubtful, isOther: false, isEmoji: false, isOrnament: false }
  return { value: read, next: at + 1 }
}

/** No word is a letter from a longer one. */
const LONG = 6

/** "blakc", "whte", "blackk", "lavander"; another letter makes another word of it: "blank", "while", "dream". */
function isSureSlip(word: string, colour: string): boolean {
  const isSwapped = [...word].sort().join('') === [...colour].sort().join('')
  const once = (text: string) => text.replace(/(.)\1+/g, '$1')
  if (isSwapped || once(word) === once(colour)) return true
  return word[0] === colour[0] && (word.length < colour.length || colour.length > LONG)
}

function isSlip(word: string, colour: string): boolean {
  if (colour.length < 5 || Math.abs(word.length - colour.length) > 1) return false
  const edits = distance(word, colour)
  return edits === 1 || (edits === 2 && [...word].sort().join('') === [...colour].sort().join(''))
}
