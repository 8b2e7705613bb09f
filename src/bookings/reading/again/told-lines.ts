import { loadLexicon } from '#src/reading/lexicon.ts'
import { fold, normalise } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { readItems } from '../times/time-items.ts'
import { readTokens } from '../times/time-tokens.ts'
import { fourAlone, fourBehind, fourDigits, withHalf, withMinutes } from './clock-forms.ts'
import { inEnglish } from './in-english.ts'

const words = loadLexicon('booking-times')
const dates = loadLexicon('dates')
const hourRange = /\bnoon\b|\bmidnight\b|(?<![\d:-])\d{1,2} ?(?:-|to) ?\d{1,2}(?![\d-])/
const numericDate = /\d\/\d|\d{4}-\d\d/

/** The sentences of a letter that name an hour, or the day of the hour behind. */
export function linesWithTimes(prose: string): string {
  return partOf(prose).told
}

/** The rest of it says other things. */
export function linesWithout(prose: string): string {
  return partOf(prose).rest
}

function partOf(prose: string): { told: string; rest: string } {
  const sentences = inEnglish(prose.slice(0, 8_000)).split(/\n|(?<=[.!?])\s+(?=\p{Lu})/u)
  const folded = sentences.map((one) => ({ one, text: normalise(one).text })).filter(({ text }) => text.trim() !== '')
  const isSlot = (text = '') => hasClock(text) && namesDay(text)
  // In a list of days with their hours, each line that names a day.
  const isTold = folded.map(({ text }, at) => {
    const [before, after] = [folded[at - 1]?.text, folded[at + 1]?.text]
    return hasClock(text) || (namesDay(text) && (isOnlyClock(after) || (isSlot(before) && isSlot(after))))
  })
  const linesOf = (told: boolean) => folded.flatMap(({ one }, at) => (isTold[at] === told ? [one] : [])).join('\n')
  return { told: linesOf(true), rest: linesOf(false) }
}

function hasClock(text: string): boolean {
  return (
    [withMinutes, withHalf, fourDigits, fourAlone, fourBehind].some((pattern) => text.search(pattern) >= 0) ||
    hourRange.test(text) ||
    spells(text) ||
    readItems(readTokens(fold(text))).some(
      (item) => item.kind === 'time' && (item.time.start ?? item.time.end) !== null,
    )
  )
}

/** "half nine", "quarter past two" */
function spells(text: string): boolean {
  const tokens = tokenise(text)
  return tokens.some((_, at) => {
    const said = words.at(tokens, at)
    return said !== null && said.next > at + 1 && said.value.meaning.startsWith('clock')
  })
}

function isOnlyClock(text = ''): boolean {
  return hasClock(text) && !namesDay(text)
}

function namesDay(text: string): boolean {
  return [...dates.meaningsIn(tokenise(text))].some((one) => /^(?:month|weekday)/.test(one)) || numericDate.test(text)
}
