import { wordsOf } from '#src/reading/lexicon.ts'
import { fold } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { isEvent } from './plain-words.ts'

/** Behind these a name is whom or what it is for; behind "in" and "from" it may be a place with its own clock. */
const LEADS = [...wordsOf('booking-words', 'before a name')].join('|')
const NAME = String.raw`\p{Lu}[\p{Ll}'\u2019]+`
const NAMED = new RegExp(String.raw`(?<=\b(?:${LEADS}) )${NAME}(?: (?:${NAME}|&|of|the)){0,4}`, 'gu')
const TITLED = [...wordsOf('booking-words', 'before a title')].join('|')
const TITLE = new RegExp(String.raw`(?<=\b(?:${TITLED}) )["“]\p{Lu}[^"“”\n]{1,60}["”]`, 'gu')

/** Words that are part of a name or of a title: they say nothing of when, whatever they mean elsewhere. */
export function namesTold(text: string): Set<string> {
  const told = [NAMED, TITLE].flatMap((form) => [...text.matchAll(form)].map(([piece]) => piece))
  const small = new Set(text.match(/(?<![\p{L}'\u2019])\p{Ll}[\p{L}'\u2019]*/gu) ?? [])
  const words = told.flatMap((piece) => tokenise(fold(piece)).map((token) => token.text))
  return new Set(words.filter((word) => !small.has(word) && !isEvent(word)))
}
