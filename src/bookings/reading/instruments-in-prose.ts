import { fold } from './fold.ts'
import { findInstrument, LONGEST_NAME, type Named } from './instrument-names.ts'
import { readQuantity } from './quantities.ts'
import { type InstrumentsRead, nameVarieties, take } from './read-instruments.ts'

const MOST_TEXT = 8000
const MOST_WORDS = 2000

/** What is said of an instrument that nobody is to be booked for. */
const owned =
  /\b(?:i|we|he|she|my \w+) (?:already |also |can |will |do )?(?:play|plays|sing|sings|have|has|own|got|recorded|tracked|did|bring|brings|am|are)\b(?! (?:need|look|hop|after|in need|want|after))|\b(?:already (?:have|got|recorded|covered|booked)|no need for|don't need|doesn't need|not? (?:need|want)|without|except|no (?:drums|vocals|piano|bass|guitars?|strings|keys|percussion))\b|\bi'm an? (?:\w+ )?(?:\w+ist|singer|drummer|fiddler|trumpeter|player)\b|\b(?:my|our|his|her) (?:own )?\w+ (?:can't|cannot|couldn't|is|was|will|has|fell|got)\b/
const needed =
  /\b(?:need|needs|needed|want|looking (?:for|to (?:book|hire|get|add|record))|would like|i'd like|we'd like|book|hire|could use|require|after|add|search\w* for|in search of|find|seeking|request|record|session (?:for|with)|brauche\w*|suche\w*|cherch\w+|besoin|recherch\w+|necesit\w+|busc\w+|cerc\w+|precis\w+|please|still (?:just|only))\b/
/** Words before an instrument that make it a part of the song, not a seat. */
const aside =
  /(?:\b(?:for (?:an?|my|our|the)|over|on (?:an?|my|our|the)|to (?:my|our|the)|with (?:my|our)|against|like|sounds?|in the style of|my|our|about|from|of my|behind|under)(?: [\w-]+)?) $/
const partOf =
  /^ (?:ballad|demo|loop|song|tune|concerto|sonata|shop|lesson|teacher|case|riff|melody|music|sample|record|album|recording|arrangement|chart|cover|session player|tab|stand|room|version|backing|house)\b/

/** The seats asked for in free words; a thing said twice is one wish. */
export function readInstrumentProse(text: string): InstrumentsRead {
  const read: InstrumentsRead = { instruments: {}, doubts: [], pieces: [] }
  const folded = nameVarieties(fold(text.slice(0, MOST_TEXT))).replace(
    /\b(?:instead of|rather than)\b[^.!?\n]{0,200}/g,
    '',
  )
  const sentences = folded.split(/(?<=[.!?;])\s+|\n+|\s-\s|,? but /)
  const wanted = sentences.filter(
    (sentence) => needed.test(sentence) && !/\b(?:don't|doesn't|not|no longer|won't) (?:\w+ )?need\b/.test(sentence),
  )
  const open = wanted.some((sentence) => hasSeat(sentence))
    ? wanted
    : sentences.filter((sentence) => !owned.test(sentence))
  const seen = new Set<string>()
  for (const sentence of open) takeSentence(sentence, read, seen)
  return read
}

function hasSeat(sentence: string): boolean {
  return namesIn(sentence).length > 0
}

type Mention = { named: Named; name: string; before: string; after: string }

function takeSentence(sentence: string, read: InstrumentsRead, seen: Set<string>): void {
  for (const { named, name, before, after } of namesIn(sentence)) {
    const key = named.kind === 'instrument' ? named.name : name
    const lead = quantityBefore(before)
    if (seen.has(key) && !/\banother\b|\bsecond\b/.test(lead)) continue
    seen.add(key)
    const behind = /^ ?(?:\(?x ?\d{1,2}\)?|\(\d{1,2}\))/.exec(after)?.[0] ?? ''
    const { quantity } = readQuantity(`${lead}${name}${behind}`.trim())
    take(named, quantity, name, `${lead}${name}`, read)
  }
}

/** The few words before a name that can count it: 'two', 'a pair of', 'a few'. */
function quantityBefore(before: string): string {
  const clause =
    before.split(/[,(:;]|\b(?:and|plus|need|needs|want|for|with|is|are|book|get|hire|of (?!the)(?=\w+ ?$))\b/).at(-1) ??
    ''
  const words =
    /((?:(?:just|only|the|a|an|one|two|three|four|five|six|seven|eight|ten|twelve|\d{1,2}|few|some|several|couple|pair|of|dozen|or|to|-|maybe|possibly|another|second|x|good|great|solo|single|session|up|at|least|more|deux|trois|zwei|drei|dos|tres|un|une|ein|eine|einen|quelques) ?)+)$/.exec(
      clause,
    )
  const paired = /((?:a )?(?:couple|pair|dozen|trio) of )$/.exec(before)
  return (paired?.[1] ?? words?.[1] ?? '').replace(/\b(?:just|only|the|good|great|session) /g, '')
}

/** Known names in a sentence with what stands around them, longest first, none inside another. */
function namesIn(sentence: string): Mention[] {
  const words = [...sentence.slice(0, 3000).matchAll(/[a-z\d][a-z\d'-]*/g)].slice(0, MOST_WORDS)
  const found: Mention[] = []
  for (let at = 0; at < words.length; ) {
    const hit = nameAt(sentence, words, at)
    const mention = hit && mentionOf(sentence, words, at, hit.size, hit.named)
    if (mention) found.push(mention)
    at += hit?.size ?? 1
  }
  return found
}

function nameAt(sentence: string, words: RegExpExecArray[], at: number): { named: Named; size: number } | null {
  for (let size = LONGEST_NAME; size > 0; size -= 1) {
    const last = words[at + size - 1]
    const first = words[at]
    if (!first || !last) continue
    const named = findInstrument(sentence.slice(first.index, last.index + last[0].length))
    if (named && !isCommonWord(first[0], size)) return { named, size }
  }
  return null
}

const commonWords = new Set(
  'acoustic key upright band section cor voice chant canto full organ spoons viol resonator bari recorder drum va vl vn db fl cl ob hn drs'.split(
    ' ',
  ),
)

/** Names that are everyday words or two letters: in free text they need a second word. */
function isCommonWord(word: string, size: number): boolean {
  return size === 1 && commonWords.has(word)
}

function mentionOf(sentence: string, words: RegExpExecArray[], at: number, size: number, named: Named): Mention | null {
  const [first, last] = [words[at], words[at + size - 1]]
  if (!first || !last) return null
  const before = sentence.slice(Math.max(0, first.index - 80), first.index)
  const after = sentence.slice(last.index + last[0].length, last.index + last[0].length + 40)
  if (aside.test(before) && partOf.test(after)) return null
  if (partOf.test(after) && !/\b(?:need|want)\b/.test(before)) return null
  if (
    /\b(?:over|under|beneath|behind|above|alongside|atop|to|on|against|about|like|with) (?:an?|my|our|the) (?:\w+ )?$|\b(?:my|our) (?:\w+ )?$/.test(
      before,
    )
  )
    return null
  return { named, name: sentence.slice(first.index, last.index + last[0].length), before, after }
}
