import type { Condition } from '#entities/catalog/product-draft.ts'
import { saysNew, saysUsed } from '../../products/condition.ts'

type Span = { start: number; end: number }
/** A line without a product that says something of it; `under`: of the how manyth product above it. */
type Said = Span & { says: Condition; place: 'heading' | 'under' | 'foot' }

const TAG = /#[\p{L}\p{M}\p{N}_]+/gu

/**
 * The condition of each product of a list: what its own words say, else the line right below it, else the heading
 * above it, else what stands below the list. `owns`: what stands of each on its lines.
 */
export function conditionsOf(text: string, spans: Span[], owns: string[]): Condition[] {
  const said = linesBeside(text, spans)
  const near = spans.map((span, at) => saidIn(withoutTags(owns[at] ?? '')) ?? underOf(said, span, spans[at + 1]))
  const tags = [...text.matchAll(TAG)].map(([tag]) => tag).join(' ')
  const foot = together([...said.filter(({ place }) => place === 'foot').map(({ says }) => says), saidIn(tags)])
  const isMixed = foot === 'used' && near.includes('new')
  const found: Condition[] = []
  for (const [at, span] of spans.entries()) {
    const above = said.findLast(({ place, end }) => place === 'heading' && end <= span.start)
    const ofAll = !above && isMixed ? 'unclear' : together([above?.says ?? null, foot])
    const before = spans[at - 1]
    const isBeside = before !== undefined && !text.slice(before.end, span.start).includes('\n')
    // `Thrift jacket 900, jeans 800`: whether it is said of the jeans too nobody knows.
    const beside = isBeside && found[at - 1] !== 'new' ? 'unclear' : 'new'
    found.push(near[at] ?? ofAll ?? beside)
  }
  return found
}

function saidIn(words: string): Condition | null {
  return together([saysUsed(words) ? 'used' : null, saysNew(words) ? 'new' : null])
}

function together(all: (Condition | null)[]): Condition | null {
  const [says = null, ...others] = new Set(all.filter((one) => one !== null))
  return others.length > 0 ? 'unclear' : says
}

function withoutTags(words: string): string {
  return words.replace(TAG, ' ')
}

function linesBeside(text: string, spans: Span[]): Said[] {
  let start = 0
  return text.split('\n').flatMap((words): Said[] => {
    const line = { start, end: start + words.length }
    start = line.end + 1
    const isBare = !spans.some((span) => span.start < line.end && span.end > line.start)
    const says = isBare ? saidIn(withoutTags(words)) : null
    return says ? [{ ...line, says, place: placeOf(line, text, spans) }] : []
  })
}

/** A heading stands above the list, has a colon, or stands apart from what is above it and close to what is below. */
function placeOf({ start, end }: Span, text: string, spans: Span[]): Said['place'] {
  const next = spans.findIndex((span) => span.start >= end)
  if (next === -1) return 'foot'
  const isApart = /\n[ \t]*\n$/.test(text.slice(0, start))
  const isClose = !/\n[ \t]*\n/.test(text.slice(end, spans[next]?.start))
  if (next === 0 || text.slice(start, end).trimEnd().endsWith(':') || (isApart && isClose)) return 'heading'
  return isApart ? 'foot' : 'under'
}

function underOf(said: Said[], { end }: Span, next: Span | undefined): Condition | null {
  const under = said.find((line) => line.place === 'under' && line.start >= end && line.end <= (next?.start ?? 0))
  return under?.says ?? null
}
