import { loadLexicon } from '#src/reading/lexicon.ts'
import { normalise } from '#src/reading/text.ts'
import { speaksToMachine } from '#src/reading/to-machine.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import type { Source } from './unwrap.ts'

const words = loadLexicon('booking-intent')
const when = loadLexicon('booking-times')
const MOST_TEXT = 20_000

/** `hasForm`: instruments or times were filled in, so a stray word does not make it spam. */
export function isSpam(text: string, hasForm: boolean): boolean {
  const tokens = tokenise(normalise(text, MOST_TEXT).text)
  const hits = tokens.flatMap((_, at) => {
    const said = words.at(tokens, at)?.value
    return said?.meaning === 'sells' ? [said.word] : []
  })
  return new Set(hits).size >= (hasForm ? 3 : 1)
}

/** The whole booking is called off; a withdrawn slot or a question about the policy is not. */
export function isCancellation(subject: string, text: string): boolean {
  const tokens = tokenise(normalise(text, MOST_TEXT).text)
  if (words.meaningsIn(tokens).has('of a part') || tokens.some((_, at) => namesDay(tokens, at))) return false
  return [tokens, tokenise(normalise(subject).text)].some((all) => words.meaningsIn(all).has('calls off'))
}

/** "Cancel Tuesday", "cancel the 14th", "Dec 8 (cancelled)". */
function namesDay(tokens: readonly Token[], at: number): boolean {
  const said = words.at(tokens, at)
  if (said?.value.meaning !== 'calls off') return false
  if (tokens[at - 1]?.text === '(' && tokens[said.next]?.text === ')') return true
  const next = tokens[said.next]?.text === 'the' ? said.next + 1 : said.next
  return tokens[next]?.kind === 'number' || /^(?:weekday|month)/.test(when.at(tokens, next)?.value.meaning ?? '')
}

/** Sentences addressed to the machine are left out of what is read. */
export function dropInjection(text: string): { text: string; isInjected: boolean } {
  const sentences = text.split(/(?<=[.!?])\s+|\n/)
  const kept = inPages(sentences).flatMap((page) =>
    speaksToMachine(page.join('\n')) ? page.filter((sentence) => !speaksToMachine(sentence)) : page,
  )
  return kept.length < sentences.length ? { text: kept.join('\n'), isInjected: true } : { text, isInjected: false }
}

const PAGE = 2000

/** Many short sentences are looked at together: what none of a page says no sentence of it does. */
function inPages(sentences: readonly string[]): string[][] {
  const pages: string[][] = []
  let room = 0
  for (const sentence of sentences) {
    room -= sentence.length + 1
    if (room >= 0) pages.at(-1)?.push(sentence)
    else {
      pages.push([sentence])
      room = PAGE - sentence.length - 1
    }
  }
  return pages
}

/** The same in all that a mail says; whether there were any. */
export function cleanInjection(source: Source): boolean {
  let isInjected = false
  const clean = (text: string) => {
    const read = dropInjection(text)
    if (read.isInjected) isInjected = true
    return read.text
  }
  source.prose = clean(source.prose)
  source.fields = source.fields.map((field) => ({ ...field, value: clean(field.value) }))
  return isInjected
}
