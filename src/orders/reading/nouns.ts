import { type Entry, loadLexicon } from '#src/reading/lexicon.ts'
import { fold, normalise } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import type { Offer } from '../sales/read-sale.ts'
import { listedColours } from './sale-colours.ts'

const words = loadLexicon('comments')
const dates = loadLexicon('dates')
const sale = loadLexicon('sale')
const numbers = loadLexicon('numbers')
const MOST_WORDS = 400
const known = new Map<string, ReadonlySet<string>>()
const MOST_KNOWN = 500

/**
 * Words of the sale's own caption, which a customer may repeat: nothing that turns a meaning, no day, and no member of
 * its list of colours, for that may be one that is gone.
 */
export function nounsOf({ caption, colours }: Offer): ReadonlySet<string> {
  if (!caption) return EMPTY
  const key = `${caption}\n${colours.join()}`
  const made = known.get(key) ?? collect(caption, colours)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, made)
  return made
}

const SIZES = new Set('xs s m l xl xxl'.split(' '))
const EMPTY: ReadonlySet<string> = new Set()

function collect(caption: string, colours: readonly string[]): Set<string> {
  const nouns = new Set<string>()
  const start = caption.slice(0, 4_000)
  const named = [...listedColours(normalise(start)), ...colours, ...goneThings(start)]
  const listed = new Set(named.flatMap((name) => fold(name).match(/\p{L}+/gu) ?? []))
  for (const { kind, text } of tokenise(fold(start)).slice(0, MOST_WORDS)) {
    const tag = words.get(text)?.meaning
    if (kind !== 'word' || (text.length < 3 && !SIZES.has(text)) || (tag !== undefined && tag !== 'fill')) continue
    if (listed.has(text) || /^(?:month|weekday|days)/.test(dates.get(text)?.meaning ?? '')) continue
    for (const way of [text, `${text}s`, text.replace(/e?s$/, ''), text.replace(/s$/, '')]) nouns.add(way)
  }
  return nouns
}

/** "Onyx and moss sold out", "Gone: onyx": the words beside it, up to the ends of the sentence. */
function goneThings(caption: string): string[] {
  return caption.split(/[.!?\n]+/).filter((sentence) => sale.says(sentence, 'gone'))
}

/** Whether the writer, or the sale, speaks another language than English: there "negras" is a word like "black". */
export function speaksOther(tokens: readonly Token[], { colours, caption }: Offer): boolean {
  const isOther = (entry: Entry | null) => entry !== null && /[a-z]/.test(entry.languages) && !isEnglish(entry)
  const own = tokenise(fold(colours.join(' ')))
  if ([...tokens, ...own].some(({ text }) => isOther(words.get(text)) || isOther(numbers.get(text)))) return true
  const told = tokenise(fold((caption ?? '').slice(0, 4_000))).map(({ text }) => words.get(text))
  const others = told.filter(isOther).length
  return others > 1 && others > told.filter((entry) => entry !== null && isEnglish(entry)).length
}

function isEnglish({ languages }: Entry): boolean {
  return /\b(?:en|emoji)\b/.test(languages)
}
