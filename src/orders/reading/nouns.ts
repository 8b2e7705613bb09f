import { loadLexicon } from '#src/reading/lexicon.ts'
import { fold } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import type { Offer } from '../sales/read-sale.ts'

const words = loadLexicon('comments')
const MOST_WORDS = 400
const known = new Map<string, ReadonlySet<string>>()
const MOST_KNOWN = 500

/** Words of the sale's own caption, which a customer may repeat: nothing that turns a meaning, in one and in many. */
export function nounsOf({ caption }: Offer): ReadonlySet<string> {
  if (!caption) return EMPTY
  const made = known.get(caption) ?? collect(caption)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(caption, made)
  return made
}

const SIZES = new Set('xs s m l xl xxl'.split(' '))
const EMPTY: ReadonlySet<string> = new Set()

function collect(caption: string): Set<string> {
  const nouns = new Set<string>()
  for (const { kind, text } of tokenise(fold(caption.slice(0, 4_000))).slice(0, MOST_WORDS)) {
    const tag = words.get(text)?.meaning
    if (kind !== 'word' || (text.length < 3 && !SIZES.has(text)) || (tag !== undefined && tag !== 'fill')) continue
    for (const way of [text, `${text}s`, text.replace(/e?s$/, ''), text.replace(/s$/, '')]) nouns.add(way)
  }
  return nouns
}
