import { loadLexicon } from '#src/reading/lexicon.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import { normalise } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { namedAt } from '../instruments/instrument-names.ts'

const plain = loadLexicon('booking-plain')
const SEVERAL = /^(?:duo|duet|trio|quartet|quintet|sextet|octet|section|ensemble|pair)s?$/
const MOST_BETWEEN = 3

/** "Three players", "a cello trio": more or fewer than the seats that were read. */
export function peopleTold(text: string, counts: readonly (number | null)[]): string[] {
  const tokens = tokenise(normalise(text).text)
  const seats = counts.reduce((sum: number, count) => sum + (count ?? 0), 0)
  return tokens.flatMap((token, at) => {
    const told = countAt(tokens, at)
    const next = namedAt(tokens, at)?.next ?? -1
    const several = tokens[next]?.text ?? ''
    if (SEVERAL.test(several) && seats < 2) return [`${token.text} ${several}`]
    return told !== null && told !== seats ? [`${token.text} ${plural(tokens, at)}`] : []
  })
}

/** How many people; null where no people are counted. */
function countAt(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at]
  const count = token?.kind === 'number' ? Number(token.text) : numberWordAt(tokens, at)?.value
  return count !== undefined && count > 1 && plural(tokens, at) !== '' ? count : null
}

/** "three (good session) players" */
function plural(tokens: readonly Token[], at: number): string {
  for (let next = at + 1; next <= at + MOST_BETWEEN && tokens[next]?.kind === 'word'; next += 1) {
    const { text = '' } = tokens[next] ?? {}
    if (plain.get(text)?.meaning === 'people') return namedAt(tokens, next - 1) ? '' : text
  }
  return ''
}
