import { Parser } from 'htmlparser2'
import { findMoney } from '#src/reading/money/find-money.ts'
import { placeOfPage } from '../country.ts'
import { type Found, nothing } from '../found.ts'
import { VOID } from '../frames.ts'

type Element = { tag: string; attributes: Record<string, string> }
/** One part of a selector: what an element must be. */
type Part = { tag: string | null; tests: { name: string; value: string | null; isWord: boolean }[] }

const PART = /^([a-z][a-z\d-]*|\*)?((?:[.#][\w-]+|\[[\w-]+(?:=(?:"[^"\]]*"|'[^'\]]*'|[\w-]+))?\])*)$/i
const TEST = /([.#])([\w-]+)|\[([\w-]+)(?:=(?:"([^"\]]*)"|'([^'\]]*)'|([\w-]+)))?\]/g
const MOST_TEXT = 300
/** What a price may stand in; a word alone that is none of these, nor of a shop's own (`x-price`), is no selector. */
const TAGS = new Set(
  [
    'a abbr article aside b bdi body button caption cite code data dd del details dfn div dl dt em fieldset figcaption',
    'figure font footer form h1 h2 h3 h4 h5 h6 header html i ins kbd label legend li main mark meta meter nav ol',
    'option output p pre s section select small span strong sub summary sup table tbody td tfoot th thead',
    'time tr u ul var',
  ].flatMap((line) => line.split(' ')),
)

/** `main .price`, `#price`, `span[itemprop=price]`: parts with spaces between. Null where it is none of these. */
export function readSelector(text: string): Part[] | null {
  const parts = text.trim().split(/\s+/).map(readPart)
  return parts.length > 0 && parts.length <= 6 && parts.every((part) => part !== null) ? parts : null
}

function readPart(text: string): Part | null {
  const match = PART.exec(text)
  if (!match || text === '') return null
  const tests = [...(match[2] ?? '').matchAll(TEST)].map(([, mark, word, name, ...values]) => ({
    name: mark === '.' ? 'class' : mark === '#' ? 'id' : (name ?? ''),
    value: word ?? values.find((value) => value !== undefined) ?? null,
    isWord: mark === '.',
  }))
  const tag = match[1] && match[1] !== '*' ? match[1].toLowerCase() : null
  const isKnown = tag === null || tests.length > 0 || TAGS.has(tag) || tag.includes('-')
  return isKnown ? { tag, tests } : null
}

/** The price of the first element an admin pointed at that has an amount in it, in its text or its `content`. */
export function readBySelector(html: string, address: string, selector: string): Found | null {
  const parts = readSelector(selector)
  if (!parts) return null
  for (const text of findTexts(html, parts)) {
    const place = placeOfPage(html, address)
    const [amount] = findMoney(text, place).filter(({ spelt }) => !spelt)
    if (amount) return { ...nothing, source: 'selector', price: amount.amount, currency: amount.currency, piece: text }
  }
  return null
}

function findTexts(html: string, parts: Part[]): string[] {
  const open: Element[] = []
  const found: { text: string; depth: number; isOpen: boolean }[] = []
  const parser = new Parser({
    onopentag(tag, attributes) {
      open.push({ tag, attributes })
      if (isMeant(open, parts))
        found.push({ text: attributes.content ?? '', depth: open.length, isOpen: !VOID.has(tag) })
    },
    ontext(text) {
      for (const one of found) if (one.isOpen && one.text.length < MOST_TEXT) one.text += text
    },
    onclosetag() {
      for (const one of found) if (one.depth === open.length) one.isOpen = false
      open.pop()
    },
  })
  parser.write(html)
  parser.end()
  return found.map(({ text }) => text.replace(/\s+/g, ' ').trim().slice(0, MOST_TEXT))
}

/** The last part is the element itself, those before it are around it, in order. */
function isMeant(open: Element[], parts: Part[]): boolean {
  let at = open.length - 1
  let left = parts.length - 1
  const [element, part] = [open[at], parts[left]]
  if (!element || !part || !fits(element, part)) return false
  for (at -= 1, left -= 1; at >= 0 && left >= 0; at -= 1) {
    const [around, wanted] = [open[at], parts[left]]
    if (around && wanted && fits(around, wanted)) left -= 1
  }
  return left < 0
}

function fits({ tag, attributes }: Element, part: Part): boolean {
  if (part.tag !== null && part.tag !== tag) return false
  return part.tests.every(({ name, value, isWord }) => {
    const given = attributes[name]
    if (given === undefined) return false
    return value === null || (isWord ? given.split(/\s+/).includes(value) : given === value)
  })
}
