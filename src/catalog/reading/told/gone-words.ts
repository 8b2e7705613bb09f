import { placesSoldOut, saysBack } from '../several/sold-out.ts'
import { openSource, type Source } from '../source.ts'
import { readTokens } from '../tokens.ts'
import { leaveOut, type Sentence, sentenceAt, written } from './leave-out.ts'

/**
 * A caption without the sentences that say that the thing is gone, and not that it is back, or, where no word would be
 * left, without those words alone; the rest stays as it was written. Pure; as fast as reading a caption.
 */
export function leaveOutGone(caption: string): string {
  const source = openSource(caption)
  const places = placesSoldOut(source.text)
  if (places.length === 0) return caption
  const tokens = readTokens(source.text, new Map())
  const gone = places
    .map((words) => ({ words, sentence: sentenceAt(tokens, words.start, source) }))
    .filter(({ sentence: { start, end } }) => !saysBack(written(source, start, end)))
  if (gone.length === 0) return caption
  const told = leaveOut(
    source,
    gone.map(({ sentence }) => sentence),
  )
  if (/\p{L}/u.test(told)) return told
  const rest = leaveOut(
    source,
    gone.map(({ words }) => withMarks(source, words)),
  )
  return rest.replace(/(?<! ) +$/gm, '')
}

/**
 * `(SOLD)`, `SOLD OUT:`, `, sold out`: with the marks that part them from the rest, and the spaces among those. Of two
 * that are alike, `· SOLD ·`, one goes on parting what is left.
 */
function withMarks({ text }: Source, { start, end }: Sentence): Sentence {
  let first = start
  for (let at = start - 1; ' ([,;:|~*·•-'.includes(text[at] ?? '.'); at -= 1) if (text[at] !== ' ') first = at
  let last = end
  for (let at = end; ' )],;:|~*·•!-'.includes(text[at] ?? '.'); at += 1) if (text[at] !== ' ') last = at + 1
  const isBetween = first < start && text[first] === text[last - 1] && last > end
  return { start: isBetween ? first + 1 : first, end: last }
}
