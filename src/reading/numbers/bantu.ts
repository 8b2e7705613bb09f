import type { Match } from '../match.ts'
import type { Token } from '../tokens.ts'
import { floorOf, type Part } from './parts.ts'

export function isBantu({ languages }: Pick<Part, 'languages'>): boolean {
  return /\b(?:sw|lg)\b/.test(languages)
}

/** Swahili and Luganda multiply after the scale: "elfu mbili mia tano na ishirini" is 2,520. */
export function composeBantu(parts: Part[]): Match<number> | null {
  if (parts.some(isUnsure)) return null
  let total = 0
  let floor = Number.POSITIVE_INFINITY
  let i = 0
  for (let part = parts[0]; part && isBantu(part) && part.value < floor; part = parts[i]) {
    const times = part.scale ? timesAt(parts, i + 1, part.value) : null
    total += part.value * (times?.value ?? 1)
    floor = part.scale ? part.value : floorOf(part.value, false)
    i = times?.next ?? i + 1
  }
  const next = parts[i - 1]?.next
  return next === undefined ? null : { value: total, next }
}

/** "emitwalo ebiri mu etaano", "elfu mbili na tano": five, or five of the next smaller scale? */
function isUnsure({ joined, value, languages }: Part, at: number, parts: Part[]): boolean {
  const scale = parts[at - 2]
  return (
    joined &&
    value < 10 &&
    isBantu({ languages }) &&
    scale?.scale === true &&
    scale.value >= 1000 &&
    (parts[at - 1]?.value ?? 10) < 10
  )
}

/** After hundred one digit; after the larger ones a number below a hundred: "elfu kumi na mbili". */
function timesAt(parts: Part[], from: number, scale: number): Match<number> | null {
  const [first, second] = [parts[from], parts[from + 1]]
  // "ebikumi bitaano": five hundred, which "bitaano" alone is too.
  if (first && scale === 100 && first.value > 100 && first.value < 1000 && !first.joined)
    return { value: first.value / 100, next: from + 1 }
  if (!first || first.joined || first.value >= (scale === 100 ? 10 : 100) || first.value < 1) return null
  // "mia mbili mbili": two hundred each.
  if (second && !second.joined && second.value === first.value) return { value: first.value, next: from + 2 }
  const isTwo = scale > 100 && second?.joined && first.value >= 10 && second.value < 10
  return isTwo ? { value: first.value + second.value, next: from + 2 } : { value: first.value, next: from + 1 }
}

/** "elfu 2", "mia 5": the digits say how many. "thao 2 for 1800" goes on with a count. */
export function digitsOf(tokens: readonly Token[], at: number, scale: Part | undefined): Part[] | null {
  const [number, after] = [tokens[at], tokens[at + 1]]
  if (!scale?.scale || !isBantu(scale) || number?.kind !== 'number' || !/^[1-9]\d?$/.test(number.text)) return null
  if ((after?.glued && after.kind !== 'mark') || /^(?:for|kwa|@|=|x|pcs?)$/.test(after?.text ?? '')) return null
  return [{ value: Number(number.text), scale: false, languages: scale.languages, joined: false, next: at + 1 }]
}
