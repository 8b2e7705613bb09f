import { loadLexicon } from '#src/reading/lexicon.ts'
import { fold, normalise } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { isNone } from '../form/field.ts'
import { flat } from '../form/fold.ts'
import { roleOf } from '../form/labels.ts'

const TITLE = String.raw`\b(?:St|Dr|Mr|Mrs|Ms|Mx|Prof|Rev)`
/** "Ben Ode. Cello on Friday": behind a full stop a sentence begins, but not behind "C." and "Dr." */
const GAP = String.raw`(?:(?<!\p{L}{2}\.)|(?<=${TITLE}\.)) `
export const PERSON = new RegExp(String.raw`^\p{Lu}[\p{L}'’.-]+(?:${GAP}\p{Lu}[\p{L}'’.-]*){0,3}`, 'u')
const words = loadLexicon('booking-mail')

/** A line that only closes the letter, and the name below it. */
export function closingName(text: string): string | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const at = lines.findIndex((line, place) => isClosing(line) && !isClosing(lines[place + 1] ?? ''))
  const below = at < 0 ? '' : (lines[at + 1] ?? '').trim().replace(/^[-–]\s*/, '')
  return below.length > 1 && below.length <= 40 && !goesOn(below) ? cleanName(below) : null
}

function isClosing(line: string): boolean {
  return words.get(line.replace(/[ ,.!–-]+$/, ''))?.meaning === 'closing'
}

/** "PS make that two violas": a sentence below the closing, of small letters most. */
function goesOn(line: string): boolean {
  const said = line.split(/[,(|]/)[0]?.match(/[\p{L}'\u2019.-]+/gu) ?? []
  return said.length > 2 && said.filter((word) => !/^\p{Lu}/u.test(word)).length > said.length / 2
}

/** "My name is Noa Weiss". */
export function toldName(text: string): string | null {
  return nameBehind('introduces', text)?.name ?? null
}

/** "The client is Noa Weiss, noa@weiss.example": somebody else writes for them; `rest` is what stands behind. */
export function clientNamed(text: string): { name: string; rest: string } | null {
  return nameBehind('client', text)
}

function nameBehind(meaning: string, text: string): { name: string; rest: string } | null {
  const start = text.slice(0, 8000)
  const folded = normalise(start)
  const tokens = tokenise(folded.text)
  for (let at = 0; at < tokens.length; at += 1) {
    const said = words.at(tokens, at)
    const end = said?.value.meaning === meaning ? tokens[said.next - 1]?.end : undefined
    const rest = end === undefined ? '' : start.slice(folded.from[end]).replace(/^[\s:]+/, '')
    const name = withoutPronoun(PERSON.exec(rest)?.[0] ?? '', rest)
    const clean = name === '' ? null : cleanName(name)
    if (clean !== null) return { name: clean, rest: rest.slice(name.length, name.length + 200) }
  }
  return null
}

/** "This is Jerome Castellane I would like": the sentence goes on. */
function withoutPronoun(name: string, text: string): string {
  return name.endsWith(' I') && /^['\u2019]?\s?\p{Ll}/u.test(text.slice(name.length)) ? name.slice(0, -2) : name
}

/** "- Noa Weiss", "Mrs. Noa Weiss, secretary" */
const SIGNED = new RegExp(
  [
    String.raw`^\s*[-\u2013]?\s*(?:${TITLE}\.? )?`,
    String.raw`\p{Lu}[\p{L}'\u2019-]+(?: \p{Lu}[\p{L}'\u2019.-]*){1,2}`,
    String.raw`(?:, \p{Ll}[\p{Ll} -]{2,30})?\s*$`,
  ].join(''),
  'u',
)

export function lastLineName(text: string): string | null {
  const lines = text.trim().split('\n').slice(-4)
  const line = lines.find((one) => SIGNED.test(one))
  return line ? cleanName(line.replace(/, \p{Ll}.*$/u, '').replace(/^\s*[-\u2013]\s*/, '')) : null
}

const BESIDE_NAME = /(?:^|[.!?]\s|[,;|/]\s)\s{0,3}(\p{Lu}[\p{L}'\u2019-]{1,30}(?: \p{Lu}[\p{L}'\u2019.-]{0,30}){1,2})/u
const REACH = /^[\s,/|:\u00b7\u2013-]{1,4}(?:(?:tel|phone|cell|mobile)\b[.:]? ?)?(?:\+?\(?\d{2,}|[^\s@]{1,64}@)/iu

/** "Noa Weiss / noa@weiss.example", "Noa Weiss 917 555 0101": a line that ends with how to reach them. */
export function contactName(text: string): string | null {
  const lines = text.trim().split('\n').slice(-3)
  for (const line of lines.map((one) => one.slice(-200))) {
    const pieces = line.split(/(?<=[.!?,;|/]\s)/)
    const at = pieces.findIndex((piece, index) => startsName(piece, pieces.slice(index + 1).join('')))
    const name = at < 0 ? '' : (BESIDE_NAME.exec(pieces[at] ?? '')?.[1] ?? '')
    if (name !== '') return cleanName(name)
  }
  return null
}

function startsName(piece: string, behind: string): boolean {
  const name = BESIDE_NAME.exec(piece)?.[1]
  if (name === undefined || !piece.trimStart().startsWith(name)) return false
  const [first = ''] = name.split(' ')
  const isSaid = words.get(first)?.meaning === 'closing' || roleOf(first) !== null
  return !isSaid && REACH.test(`${piece.trimStart().slice(name.length)}${behind}`)
}

/** "... Best, Noa Weiss, noa@weiss.example": the closing and the name in one line. */
export function inlineName(text: string): string | null {
  const end = text.trim().slice(-200)
  const folded = normalise(end)
  const tokens = tokenise(folded.text)
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const said = words.at(tokens, at)
    if (said?.value.meaning !== 'closing') continue
    const name =
      PERSON.exec(end.slice(folded.from[tokens[said.next - 1]?.end ?? 0]).replace(/^[\s,.!]+/, ''))?.[0] ?? ''
    if (name !== '' && name.split(' ').length < 4) return cleanName(name)
  }
  return null
}

/** A name without titles, addresses and numbers; null where it is none. */
export function cleanName(text: string): string | null {
  const name = flat(
    text
      .replace(/^\s*(?:mr|mrs|ms|mx|miss|dr|prof|rev|herr|frau|sra?|mme|monsieur|madame)\b\.?\s+(?=\p{Lu})/iu, '')
      .replace(/<[^>]*>?/g, ' ')
      .replace(/[*_"]+/g, ' ')
      .replace(/\s+[([][^)\]@]*[)\]]?\s*$/, '')
      .replace(/\s*[,(/|]?\s*\S+@\S+\)?/g, ' ')
      .replace(/[\s,;/|]*\+?\(?\d[\d ().-]{6,30}$/, '')
      .replace(/[,;.\s]+$/, ''),
  )
  const isName = /\p{L}/u.test(name) && name.length <= 80 && !isNone(name, 'no name') && !isDay(name)
  return isName && !/https?:|\d{4}|[{}<>]/.test(name) ? name : null
}

const dates = loadLexicon('dates')
const LATER = new Set('then soon there later tomorrow next'.split(' '))
/** Months people are called by. */
const NAMES = new Set('april may june august jan'.split(' '))

/** "See you", and below it "Thursday". */
function isDay(name: string): boolean {
  const parts = fold(name).split(/[\s,]+/)
  const isOfDay = (word: string) => /^(?:weekday|month|days|part)\b/.test(dates.get(word)?.meaning ?? '')
  return !NAMES.has(parts.join(' ')) && parts.every((one) => LATER.has(one) || /^\d/.test(one) || isOfDay(one))
}
