import { readEntries } from '#src/reading/lexicon.ts'
import { fold } from '#src/reading/text.ts'

const NAMES = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const months = new Map(
  readEntries('dates').flatMap(({ word, meaning }): [string, string][] => {
    const [kind, number] = meaning.split(' ')
    const name = NAMES[Number(number) - 1]
    return kind === 'month' && name ? [[fold(word), name]] : []
  }),
)
const foreignDate = /(?<!\d)(\d{1,2})(?:\.|er)? (?:de |di )?(\p{L}{3,10})(?: (?:de |del )?(\d{4}))?(?![\p{L}\d])/gu

/** "Monday the 14th of December" */
const theDay = /(?<=day,? )the (?=\d)/g

/** "15 de diciembre de 2026", "14. dezember": chrono reads English. */
export function inEnglish(text: string): string {
  return text.replace(theDay, '').replace(foreignDate, (whole, day: string, word: string, year = '') => {
    const month = months.get(fold(word))
    return month ? `${day} ${month} ${year}`.trim() : whole
  })
}
