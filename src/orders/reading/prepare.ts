import { decodeHTML } from 'entities'
import { loadLexicon } from '#src/reading/lexicon.ts'
import { normalise, type Text } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { type EmailFound, findEmails } from './find-emails.ts'

/** A comment ready for its grammar: what is read elsewhere, or must not be believed, is blank. */
export type Prepared = {
  text: Text
  emails: EmailFound[]
  /** With the instructions to a machine left in. */
  told: Text
  /** Instructions to a machine; code. */
  isInjected: boolean
  isHostile: boolean
}

/** An Instagram comment holds 2,200 characters. */
const MOST_CHARS = 4_000
const words = loadLexicon('comments')
const HOSTILE = [
  /<(script|style|iframe|svg|object)\b[^>]*>[\s\S]*?(?:<\/\1[^>]*>|$)/g,
  /<[a-z][^<>]*\bon[a-z]+ ?=[^<>]*>?/g,
  /\b(?:javascript|vbscript|data):[^\s)]*/g,
  /(?:^|(?<=\s))[=+@](?:hyperlink|sum|import[a-z]*|webservice)\s?\([^)]*\)?/g,
  /(?:^|(?<=\s))[=+@-][a-z]{2,12}\|\S+(?: \S+!\S+)?/g,
  /['"]?;\s?(?:drop|delete|insert|update|select)\b[^\n]*?(?:--|;|$)/g,
  /\{\{[^}]*\}\}|\$\{[^}]*\}/g,
]
const COMMENTED = /<!--[\s\S]*?(?:-->|$)|[{[]{1,8}[^{}\n]{0,400}"[^{}\n]*:[^\n]*\}/g
const PLAIN_TAG = /<\/?(?:[abiupq]|em|strong|br|div|span|font|small|big|img|h[1-6])(?:\s[^<>]{0,300})?\/?>/g
/** "2xwhite", "blackx2" */
const GLUED_TIMES = /(?<=\d)x(?=[a-z]{3})|(?<=[a-z]{3})x(?=\d)/g
/** What stands for a link until the end: no grammar reads it, so a person sees it. No text from outside holds one. */
const LINKED = '\ue000'
const LINK = /\bhttps?:\/\/\S{1,500}|\bwww\.\S{1,300}/g
const PHONE = /(?<![\d.,])(?:\+\d|0\d)[\d ()-]{6,16}\d(?!\d)/g

export function prepare(source: string): Prepared {
  const decoded = decode(normalise(source, MOST_CHARS))
  const safe = HOSTILE.reduce((rest, rule) => wipe(rest, rule, ';'), decoded)
  const isHostile = safe.text !== decoded.text
  const spoken = wipe(safe, COMMENTED, ';')
  const told = wipe(spoken, PLAIN_TAG, ' ')
  const { text: bare, isInjected } = withoutAttacks(told)
  const emails = findEmails(bare)
  const blank = emails.reduce((rest, { start, end }) => fill(rest, start, end, ';'), bare)
  const linked = { ...blank, text: blank.text.replace(LINK, (run) => LINKED.repeat(run.length)) }
  const plain = wipe(linked, PHONE, ';')
  const text = { ...plain, text: plain.text.replaceAll('\u2060', ' ').replace(GLUED_TIMES, '×') }
  return { text, emails, told, isInjected: isInjected || spoken.text !== safe.text, isHostile }
}

/** `&amp;` is one sign; the places of the others stay. */
function decode(text: Text): Text {
  if (!text.text.includes('&')) return text
  const read = text.text.replace(/&(?:#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,10});/g, (entity) => {
    const sign = decodeHTML(entity).normalize('NFKC')
    return sign.length < entity.length ? sign + '\u2060'.repeat(entity.length - sign.length) : entity
  })
  return { ...text, text: read }
}

function wipe(text: Text, rule: RegExp, mark: string): Text {
  return { ...text, text: text.text.replace(rule, (run) => (run.length > 0 ? mark + ' '.repeat(run.length - 1) : run)) }
}

function fill(text: Text, start: number, end: number, mark: string): Text {
  return { ...text, text: `${text.text.slice(0, start)}${mark}${' '.repeat(end - start - 1)}${text.text.slice(end)}` }
}

/** Sentences that tell a machine what to do are not read at all, addresses in them included. */
function withoutAttacks(text: Text): { text: Text; isInjected: boolean } {
  let rest = text
  for (const { 0: sentence, index } of text.text.matchAll(/(?:[^.!?\n#|]|[.!?](?=\S))+[.!?\n#|]?/g)) {
    const tokens = tokenise(sentence)
    const isAttack = tokens.some((_, at) => words.at(tokens, at)?.value.meaning === 'attack')
    if (isAttack) rest = fill(rest, index, index + sentence.length, ';')
  }
  return { text: rest, isInjected: rest !== text }
}
