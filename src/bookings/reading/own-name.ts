import { loadLexicon } from '#src/reading/lexicon.ts'
import { blank, fold, type Text } from '#src/reading/text.ts'

const answers = loadLexicon('answers')
const shorts = loadLexicon('nicknames')
const ENDS = String.raw`[\n.,!;:()~_-]`
/** What stands below a name and says nothing: a number, an address, what they play, the day with its year. */
const BELOW = (() => {
  const players = [...loadLexicon('instruments').all()].map(({ word }) => word)
  const digits = String.raw`\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d`
  const month = String.raw`\p{L}{3,9}\.?`
  const day = String.raw`(?:${digits}|${month} \d{1,2},? \d{4}|\d{1,2}\.? ${month} \d{4})`
  const phone = String.raw`\+?\(?\d[\d ().-]{6,16}\d`
  const address = String.raw`[^\s@]{1,64}@\S{1,190}|(?:https?://|www\.)\S{1,200}`
  const clock = String.raw`\d{1,2}:\d\d(?: ?[ap]m)?`
  return `(?:[\\s,|·•/-]*(?:${day}|${clock}|${phone}|${address}|${players.join('|')})(?![\\p{L}\\d])){0,4}[\\s.]*`
})()
const IS_ME = "(?:(?:it's|its|it is|this is|i'm|im|i am|soy) +)?"

/**
 * The text without its writer's own name where they sign ("Yes! - Tom") or say who they are ("Tom here", "it's Tom").
 * The name of anybody else stays, and is not understood.
 */
export function withoutName(text: Text, name: string): Text {
  const { plain, signing } = namesOf(name)
  const rules = [
    ...(signing.length > 0 ? [rule(`(?<=${ENDS}) *`, signing, `(?:[ .]*$|[ .]*[\\n,|/-]${BELOW}$)`)] : []),
    ...(plain.length > 0
      ? [rule(`(?<=^|${ENDS}|\\b(?:hi|hey|hello|hola)) *${IS_ME}`, plain, `(?: here)?(?= *(?:$|${ENDS}))`)]
      : []),
  ]
  return rules.reduce(wipe, text)
}

/** The names one after the other, an initial behind them: "Tom", "Tom Berg", "Tom B." */
function rule(before: string, names: string[], after: string): RegExp {
  const any = `(?:${names.map((one) => one.replace(/[^\p{L}\p{N}]/gu, String.raw`\$&`)).join('|')})`
  return new RegExp(`${before}${any}(?: +${any})*(?: +\\p{L}(?!\\p{L}))?${after}`, 'gu')
}

function wipe(text: Text, way: RegExp): Text {
  const found = [...text.text.matchAll(way)]
  return found.reduce((rest, { 0: run, index }) => blank(rest, index, index + run.length), text)
}

const SHORTEST = 3
const MOST_CHARS = 80

/**
 * The parts of a name, and what its first is shortened to: `samantha` is `sam`, `thomas` is `tom`. `plain`: no word of
 * ours. A name that is one only signs, and one that answers ("No", "Can") does not even sign.
 */
function namesOf(name: string): { plain: string[]; signing: string[] } {
  const parts = fold(name.slice(0, MOST_CHARS))
    .split(/\s+/)
    .filter((part) => /^\p{L}[\p{L}'.-]*$/u.test(part))
  const [first = ''] = parts
  const cut = Array.from({ length: Math.max(0, first.length - SHORTEST) }, (_, at) => first.slice(0, at + SHORTEST))
  const short = [...shorts.all()].flatMap(({ word, meaning }) => (meaning.split(',').includes(first) ? [word] : []))
  const isPlain = (one: string) => answers.get(one) === null
  const plain = [...parts, ...cut, ...short].filter(isPlain)
  return { plain, signing: [...plain, ...parts.filter((one) => MAY_SIGN.has(answers.get(one)?.meaning ?? ''))] }
}

const MAY_SIGN = new Set(['will', 'fill', 'open', 'when'])
