import { loadLexicon, wordSet } from '#src/reading/lexicon.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { Sheet } from '../again/sheet.ts'
import { fold } from '../form/fold.ts'
import { roleOf } from '../form/labels.ts'
import { namedAt } from '../instruments/instrument-names.ts'
import { inPlainWords } from '../times/plain-times.ts'

/** A sentence as it was written, in parts that say one thing each. `isTalk`: a turn of phrase was left out. */
export type Sentence = {
  written: string
  text: string
  isTalk: boolean
  tokens: readonly Token[]
  clauses: readonly (readonly Token[])[]
}

const words = loadLexicon('booking-notes')
const mails = loadLexicon('booking-mail')
const courtesy = loadLexicon('courtesy')
const SHORT = 6
const SHORTENED = String.raw`(?<!\b(?:no|op|nr|st|mr|mrs|ms|dr|ave|vs|feat|approx|bl|mvt|p|pp)\.)`
const END = new RegExp(String.raw`(?<=[.!?])${SHORTENED}\s+(?!\d)|\n|;|\s[\u2022*]\s`, 'iu')
/** "718 555 0142 mornings": when they answer. */
const ANSWERED = [
  String.raw`(?:,? \(?(?:weekday )?(?:mornings|afternoons|evenings|nights|weekdays)`,
  String.raw`(?: only)?\)?[ .]*$)?`,
].join('')
const DIALLED = [
  String.raw`\+\d[\d ().-]{8,16}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)`,
  String.raw`\b00?\d[\d ]{7,}\d|\b\d{10}\b`,
].join('|')
const WRITTEN = String.raw`\S+@\S+|https?:\S+|www\.\S+|[\w.-]+\.\w{2,}\/\S*`
const REACH = new RegExp(`${WRITTEN}|(?:${DIALLED})${ANSWERED}`, 'gi')
const JOINTS = wordSet(', - : ( ) / and or & +')
const TURNS = wordSet('but so then though although however because')

/** `isLetter`: it begins as one, maybe with "Morning!". */
export function sentencesOf(text: string, isLetter: boolean): Sentence[] {
  return text.split(END).flatMap((piece, at) => {
    const written = piece.trim()
    const whole = fold(inPlainWords(written.replace(REACH, ' ')))
    const text = withoutTalk(whole, isLetter && at === 0)
    const tokens = tokenise(text)
    return saysAnything(written, tokens)
      ? [{ written, text, isTalk: text !== whole, tokens, clauses: clausesOf(tokens) }]
      : []
  })
}

/** "None", "n/a", "Good morning", "Best, Ann Lee", and what is a question of the form. */
function saysAnything(written: string, tokens: readonly Token[]): boolean {
  const said = tokens.filter(({ kind }) => kind !== 'mark')
  const isClosing = said.length < SHORT && closes(written, tokens)
  const isAlone = words.get(said.map(({ text }) => text).join(' '))?.meaning === 'nothing alone'
  return said.length > 0 && !isClosing && !isAlone && !isQuestion(written)
}

/** "Best, Ann Lee"; "Cheers, and a harp please" goes on in words that ask. */
function closes(written: string, tokens: readonly Token[]): boolean {
  const closing = mails.at(tokens, 0)
  if (closing?.value.meaning !== 'closing' || (tokens[closing.next]?.kind ?? 'mark') !== 'mark') return false
  const isName = /^[^,.!]*[,.!–-]*(?:\s+\p{Lu}[\p{L}'’.-]*)*[\s.!]*$/u.test(written)
  return isName || tokens.every((token, at) => at < closing.next || isIdle(tokens, token, at))
}

function isIdle(tokens: readonly Token[], { kind }: Token, at: number): boolean {
  const meaning = words.at(tokens, at)?.value.meaning ?? 'nothing'
  return kind !== 'number' && /^(?:nothing|someone)/.test(meaning) && namedAt(tokens, at) === null
}

/** "Which instruments?": the form's own words, not "Price?". */
function isQuestion(written: string): boolean {
  return /[?:*]$/.test(written) && !['other', 'aside', 'text', null].includes(roleOf(written))
}

/** Greetings, at the very start "Morning!" too, and turns of phrase that ask for nothing: "can't wait". */
function withoutTalk(text: string, isFirst: boolean): string {
  const tokens = tokenise(text)
  const sheet = new Sheet(text)
  for (let at = 0; at < tokens.length; ) {
    const greeted = at === 0 ? greetingAt(tokens, isFirst) : null
    const said = greeted ?? words.at(tokens, at)
    if (said && (greeted || said.value.meaning === 'nothing'))
      sheet.blank(tokens[at]?.start ?? 0, tokens[said.next - 1]?.end ?? 0)
    at = said?.next ?? at + 1
  }
  return sheet.text
}

function greetingAt(tokens: readonly Token[], isFirst: boolean) {
  const said = courtesy.at(tokens, 0)
  const isGreeting = said?.value.meaning === 'greet' || (isFirst && said?.value.meaning === 'greet first')
  return isGreeting ? said : null
}

/** "Charts are ready, could you add a viola": what begins anew behind a joint is judged by itself. */
function clausesOf(tokens: readonly Token[]): Token[][] {
  const clauses: Token[][] = [[]]
  for (const [at, token] of tokens.entries()) {
    const isNew = TURNS.has(token.text) || (isJoined(tokens, at) && begins(tokens, at))
    if (isNew && at > 1) clauses.push([])
    clauses.at(-1)?.push(token)
  }
  return clauses
}

/** Right behind a joint; a turn of phrase that was left out has left a gap. */
function isJoined(tokens: readonly Token[], at: number): boolean {
  const [joint, token] = [tokens[at - 1], tokens[at]]
  return joint !== undefined && token !== undefined && JOINTS.has(joint.text) && token.start - joint.end < 2
}

/** Somebody, or a word that asks; "please" at the very end belongs to what stands before. */
function begins(tokens: readonly Token[], at: number): boolean {
  const said = words.at(tokens, at)
  return said !== null && tokens.slice(said.next).some(({ kind }) => kind === 'word')
}
