import { isVariantWord } from '../variant-words.ts'
import { namesAll, saysAllSoldOut } from './sold-out.ts'

type Span = { start: number; end: number }

/** The lines of a list that say nothing but that something is gone: `SOLD OUT`. */
export type GoneLines = {
  /** How many-th products they stand under. */
  under: Set<number>
  isAll: boolean
  /** One stands where nobody can tell which it is about. */
  isOpen: boolean
}

/**
 * Such a line is about the product it stands under, with no empty line between; under the last one only right below it
 * or its sizes. Above the list it is about all of them, and below it where it names all.
 */
export function readGoneLines(text: string, spans: Span[]): GoneLines {
  const above = text.lastIndexOf('\n', (spans[0]?.start ?? 0) - 1) + 1
  const places = linesBelow(text, above).flatMap((line) => {
    const isBare = !spans.some(({ start, end }) => start < line.end && end > line.start)
    return isBare && saysAllSoldOut(text.slice(line.start, line.end)) ? placeOf(line, text, spans) : []
  })
  return {
    under: new Set(places.filter((place) => typeof place === 'number')),
    isAll: saysAllSoldOut(text.slice(0, above)) || places.includes('all'),
    isOpen: places.includes('open'),
  }
}

function placeOf(line: Span, text: string, spans: Span[]): number | 'all' | 'open' {
  const next = spans.findIndex(({ start }) => start >= line.end)
  const isLast = next === -1
  if (isLast && namesAll(text.slice(line.start, line.end))) return 'all'
  const at = isLast ? spans.length - 1 : next - 1
  return isUnder(text, spans[at], line, isLast) ? at : 'open'
}

function linesBelow(text: string, from: number): Span[] {
  let start = from
  return text
    .slice(from)
    .split('\n')
    .map((words) => {
      const line = { start, end: start + words.length }
      start = line.end + 1
      return line
    })
}

function isUnder(text: string, product: Span | undefined, line: Span, isLast: boolean): boolean {
  const [, ...between] = text.slice(product?.end, line.start).split('\n').slice(0, -1)
  const isHeading = text.slice(line.start, line.end).trimEnd().endsWith(':')
  return !isHeading && between.every((words) => (isLast ? namesSizes(words) : words.trim() !== ''))
}

function namesSizes(words: string): boolean {
  const all = words.toLowerCase().match(/[\p{L}\d]+/gu) ?? []
  return all.length > 0 && all.every((word) => /^(?:sizes?|and)$/.test(word) || isVariantWord(word))
}
