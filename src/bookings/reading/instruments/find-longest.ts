import { flat } from '../form/fold.ts'
import { findInstrument, LONGEST_NAME, misspelt, type Named, singularOf } from './instrument-names.ts'

/** The longest known name in the words; in brackets a variety ('guitar (electric)') is tried first. */
export function findLongest(text: string): { named: Named; name: string } | null {
  const variety = /^([a-z -]{3,30})\(([a-z -]{3,20})\)/.exec(text)
  const joined = variety && findInstrument(flat(`${variety[2]} ${singularOf(flat(variety[1] ?? ''))}`))
  if (joined) return { named: joined, name: flat(text) }
  const words = text
    .replace(/\([^()]*\)?/g, ' ')
    .replace(/["“”:]/g, ' ')
    .trim()
    .split(/\s+/)
    .slice(0, 12)
  for (let size = Math.min(LONGEST_NAME, words.length); size > 0; size -= 1) {
    const found = words.flatMap((_, at) => (at + size <= words.length ? nameOf(words.slice(at, at + size)) : []))[0]
    if (found) return found
  }
  return null
}

function nameOf(words: string[]): { named: Named; name: string }[] {
  const name = words.join(' ')
  const named = findInstrument(name) ?? (words.length > 1 ? misspelt(name) : null)
  return named ? [{ named, name }] : []
}
