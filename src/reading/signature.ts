import { wordsOf } from './lexicon.ts'

type Stripped = { body: string; signature: string }

const [footers = [], footerEnds = [], disclaimers = []] = ['footer', 'footer end', 'disclaimer'].map((kind) => [
  ...wordsOf('mail', kind),
])
const delimiter = /^\s*--\s*$/
const listRule = /^_{2,}\s*$/
const link = /<?https?:\/\/\S{1,400}>?/g

/**
 * Parts what was written from what the program or the company adds below: the signature after `-- `, "Sent from my
 * ...", disclaimers, mailing-list footers. A closing name stays with the body. `onlySure` cuts at `-- ` alone.
 */
export function stripSignature(text: string, { onlySure = false } = {}): Stripped {
  const lines = text.split('\n')
  const cut = lines.findIndex(
    (line, at) => isDelimiter(lines, at, line) || (!onlySure && LOOKS.some((looks) => looks(lines, at))),
  )
  const written = cut < 0 ? lines : lines.slice(0, cut)
  const body = written.filter((line) => (onlySure && /\d/.test(line)) || !isFooter(line))
  const signature = cut < 0 ? [] : lines.slice(cut).filter((line) => !delimiter.test(line))
  while (body.length > 0 && /^[\s_=*-]*$/.test(body.at(-1) ?? '')) body.pop()
  return { body: body.join('\n').trim(), signature: signature.join('\n').trim() }
}

/** Two dashes under "here it is:" are no signature. */
function isDelimiter(lines: readonly string[], at: number, line: string): boolean {
  if (!delimiter.test(line)) return false
  const before = lines.slice(Math.max(0, at - 3), at).findLast((one) => one.trim() !== '')
  return before !== undefined && !/[:：]\s*$/.test(before)
}

function isListRule(lines: readonly string[], at: number): boolean {
  return at > 0 && listRule.test(lines[at] ?? '') && lines.length - at <= 12
}

/** A paragraph with two words of the law in it. */
function opensDisclaimer(lines: readonly string[], at: number): boolean {
  if ((lines[at] ?? '').trim() === '' || (at > 0 && lines[at - 1]?.trim() !== '')) return false
  const paragraph: string[] = []
  for (const line of lines.slice(at, at + 12)) {
    if (line.trim() === '') break
    paragraph.push(line.slice(0, 1000))
  }
  const text = paragraph.join(' ').toLowerCase()
  return text.length >= 60 && disclaimers.filter((stem) => text.includes(stem)).length >= 2
}

const NAME = /^\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*){0,2}$/u
const PHONE = /\+?\d[\d ().-]{7,}\d/
const MOST_OF_CARD = 8

/** "Casper", and below an empty line "Casper Lindgren | Sales Manager" with a phone: a card at the end of the mail. */
function opensCard(lines: readonly string[], at: number): boolean {
  const [above, first] = [lines[at - 1], lines[at]?.slice(0, 200).trim() ?? '']
  if (above?.trim() !== '' || first === '' || lines.length - at > MOST_OF_CARD) return false
  const name =
    lines
      .slice(0, at)
      .findLast((line) => line.trim() !== '')
      ?.trim()
      .slice(0, 200) ?? ''
  const [given = '', ...more] = first.split(/\s*[|·,]\s*/)
  const isSame = NAME.test(name) && NAME.test(given) && given.startsWith(name)
  return isSame && (more.length > 0 || given !== name) && lines.slice(at).some((line) => PHONE.test(line.slice(0, 200)))
}

const LOOKS = [isListRule, opensDisclaimer, opensCard]

/** "Sent from my iPhone" and its translations: a short line without a comma or another sentence. */
export function isFooter(line: string): boolean {
  if (line.length > 500) return false
  const bare = line
    .replace(link, '')
    .replace(/^[\s*_<[(]+|[\s*_\])>.]+$/g, '')
    .toLowerCase()
  if (bare.length === 0 || bare.length > 90 || /[,;!?]|[.:]\s/.test(bare)) return false
  return footers.some((words) => bare.startsWith(words)) || footerEnds.some((words) => bare.endsWith(words))
}
