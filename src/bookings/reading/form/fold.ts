import { fold as foldText } from '#src/reading/text.ts'

const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\f\v]/g
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]/g

/** Text without invisible characters, with plain spaces and line ends; case, accents, marks and tabs stay. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(INVISIBLE, '')
    .replace(SPACES, ' ')
}

/** As every reader folds; here a wave is a dash too. */
export function fold(text: string): string {
  return foldText(tidy(text).replaceAll('\t', ' ')).replaceAll('~', '-')
}

/** One line, single spaces. */
export function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
