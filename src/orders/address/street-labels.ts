import { normalise } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { addressWordAt } from './words.ts'

/** Labels of forms that are themselves the first word of a street, and the language they are of. */
const languages: Record<string, string> = {
  calle: 'es',
  rue: 'fr',
  via: 'it',
  rua: 'pt',
  ulica: 'pl',
  mtaa: 'sw',
  barabara: 'sw',
}
const WORDS = Object.keys(languages).join('|')
const VALUE = String.raw`[ \t]{0,9}:[ \t]*(?:\n[ \t]*)?([^\n,;]{1,160})`
const LABELLED = new RegExp(String.raw`(?<=^|[\n,;])([ \t]{0,9})(${WORDS})${VALUE}`, 'giu')

/**
 * "Calle: Mayor 12" as "Calle Mayor 12": the word is part of the street and tells the country, unless the street is
 * called by one of its own ("Via: Corso Italia 5").
 */
export function withStreetWords(body: string): string {
  return body.replace(LABELLED, (whole: string, space: string, word: string, street: string) =>
    isCalled(street, languages[word.toLowerCase()] ?? '') ? whole : `${space}${word} ${street}`,
  )
}

function isCalled(street: string, language: string): boolean {
  const tokens = tokenise(normalise(street).text)
  return tokens.some((_, at) => {
    const entry = addressWordAt(tokens, at)
    return entry?.meaning === 'street' && [language, 'en'].includes(entry.languages)
  })
}
