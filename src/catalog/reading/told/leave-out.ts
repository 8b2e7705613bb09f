import type { Source } from '../source.ts'
import type { Token } from '../tokens.ts'

export type Sentence = { start: number; end: number }

/** The sentence of a caption that a place stands in, with the stop behind it. */
export function sentenceAt(tokens: Token[], place: number, { text }: Source): Sentence {
  const ends = tokens.filter(({ kind }) => kind === 'end')
  const before = ends.findLast(({ end }) => end <= place)
  const after = ends.find(({ start }) => start >= place)
  return { start: before?.end ?? 0, end: after?.end ?? text.length }
}

/**
 * A caption without these sentences, which stand in it one after the other; the others stay as they were written, each
 * on its line.
 */
export function leaveOut(source: Source, sentences: Sentence[]): string {
  const ends = new Map(sentences.map(({ start, end }) => [start, end]))
  let told = ''
  let at = 0
  for (const [start, end] of ends) {
    told = join(told, written(source, at, start))
    if (!told.endsWith('\n') && written(source, start, end).endsWith('\n')) told += '\n'
    at = end
  }
  return join(told, written(source, at, source.text.length)).trim()
}

/** One space or line where something was, and none before a comma. */
function join(told: string, rest: string): string {
  if (told.endsWith('\n')) return told + rest.replace(/^[\n ]+/, '')
  if (/^ *[,.;:!?)]/.test(rest)) return told.trimEnd() + rest.trimStart()
  return told.endsWith(' ') ? told + rest.replace(/^ +/, '') : told + rest
}

/** The words as they were written, with the spaces around them. */
export function written({ at, written: text }: Source, start: number, end: number): string {
  return text.slice(at[start] ?? text.length, at[end] ?? text.length)
}
