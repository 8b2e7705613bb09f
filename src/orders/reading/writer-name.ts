import { blank, pieceOf, type Text } from '#src/reading/text.ts'
import type { EmailFound } from './find-emails.ts'

const RUN = /(?<=^|[\n.,;!|(~-] *)[ ]*(\p{L}[\p{L}'-]*(?: \p{L}[\p{L}'-]*){0,2})(?=[ .]*(?:$|[\n.,;!|)~-]))/gu
const SHORTEST = 4
/** "Colquhoun", "Anna-Lena", "R"; capitals throughout are no sign of a name. */
const CAPITAL = /^\p{Lu}(?:\p{Ll}|$|')/u
/**
 * "Kip Regrets" and "Kip Undecided" are sentences: beside a name a word in such a form may be what its owner does,
 * unless the address has its initial ("Jonas Weidlich", jweidlich@...).
 */
const MAY_BE_VERB = /(?:s|ed|ing)$/

/**
 * The text without its writer's own name where it stands by itself ("Mary-Beth Colquhoun" beside mb.colquhoun@...): all
 * but one of its words are in the address, that one is written as names are. A word alone may say anything
 * ("Wrapped", wrapped.gifts@...). `isKnown`: what means something in an order.
 */
export function withoutWriter(text: Text, email: EmailFound | null, isKnown: (word: string) => boolean): Text {
  const [local = ''] = email?.address.toLowerCase().split('@') ?? []
  const parts = local.split(/[^\p{L}]+/u)
  const isInAddress = (word: string) => parts.includes(word) || (word.length >= SHORTEST && local.includes(word))
  const runs = [...text.text.matchAll(RUN)].flatMap(({ 0: whole, 1: run = '', index }) => {
    const start = index + whole.length - run.length
    const names = run.split(' ').map((name) => name.split('-'))
    const written = pieceOf(text, start, start + run.length).split(/[ -]/)
    const words = names.flat()
    const others = names.filter((name) => !name.some(isInAddress))
    const isName = (word: string, at: number) =>
      isInAddress(word) ||
      (CAPITAL.test(written[at] ?? '') && (!MAY_BE_VERB.test(word) || words.some((one) => isInAddress(word[0] + one))))
    const isWhole = names.length > 1 && others.length < 2 && others.length < names.length
    return isWhole && words.every(isName) && !words.some(isKnown) ? [{ start, run }] : []
  })
  return runs.reduce((rest, { start, run }) => blank(rest, start, start + run.length), text)
}
