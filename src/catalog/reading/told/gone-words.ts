import { placesSoldOut, saysBack } from '../several/sold-out.ts'
import { openSource } from '../source.ts'
import { readTokens } from '../tokens.ts'
import { leaveOut, sentenceAt, written } from './leave-out.ts'

/**
 * A caption without the sentences that say that the thing is gone, and not that it is back; every other sentence stays
 * as it was written. Pure; as fast as reading a caption.
 */
export function leaveOutGone(caption: string): string {
  const source = openSource(caption)
  const places = placesSoldOut(source.text)
  if (places.length === 0) return caption
  const tokens = readTokens(source.text, new Map())
  const sentences = places.map((place) => sentenceAt(tokens, place, source))
  return leaveOut(
    source,
    sentences.filter(({ start, end }) => !saysBack(written(source, start, end))),
  )
}
