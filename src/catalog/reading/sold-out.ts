import { isVariantWord } from './variant-words.ts'

const GONE = String.raw`sold[ -]?out|out of stock|(?:i|u|zi|vi)meisha|imeuzwa`
/** `comment SOLD to claim`, `we have sold these since 2011`, `almost sold out`, `the others sold out`. */
const NOT_AFTER = String.raw`have|has|had|ve|we|i|to|comment|type|say|not|never|almost|nearly|before|until|last|once|usually|others?|rest`
/** `sold in pairs`, `sold separately`, `SOLD + size`, `sold out except M`. */
const NOT_BEFORE = String.raw`\s*\+|\s+(?:in|as|by|with|without|at|for|from|per|separately|individually|together|these|this|those|them|over|except|but|last|fast|quickly|\d)\b`
const SAID = new RegExp(
  String.raw`(?<!\b(?:${NOT_AFTER})\s+(?:(?:are|is|was|it's|they|all|get|be)\s+)?)\b(?:${GONE}|sold)\b(?!${NOT_BEFORE})`,
  'i',
)
const BACK = /\b(?:back in stock|re-?stocked|available again|(?:i|z|vi)merudi)\b/i
const BETWEEN = new Set(['is', 'are', 'now', 'already', 'and', 'the', 'in', 'only', 'size', 'sizes', 'colour', 'color'])

/** Whether a caption says that the thing is gone: all of it, not one size or colour, and not back meanwhile. */
export function saysSoldOut(text: string): boolean {
  if (BACK.test(text)) return false
  return text.split(/[.!?;•|\n]+|,(?!\d)/).some((clause) => SAID.test(clause) && !isOfOneKind(clause))
}

/** `M is sold out`, `navy SOLD`: nothing else is named. */
function isOfOneKind(clause: string): boolean {
  const words =
    clause
      .toLowerCase()
      .replace(new RegExp(SAID, 'i'), ' ')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const named = words.filter((word) => !BETWEEN.has(word))
  return named.length > 0 && named.every(isVariantWord)
}
