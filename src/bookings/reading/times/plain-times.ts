const noon = /\b12(?:[:.]00)?\s?(?:pm\s)?(noon|midnight)\b/gi
const dashedYear = /\b(\d{1,2}-\p{L}{3,9}-)(\d\d)\b(?!\d)/giu
const markedYear = /(\p{L}{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?),?\s['’](\d\d)\b/giu
const bracketed = /\(\s?(\d{1,2}(?:\.5)?)\s?(?:h|hrs?|hours?)\s?\)/gi
const spaced = /\b(\d{1,2}) : (\d\d)\b/g
const spacedDate = /\b(\d{1,2}) \/ (\d{1,2}) \/ (\d{2,4})\b/g
const isoMoment = /(\d{4}-\d\d-\d\d)T(?=\d\d:\d\d(?::\d\d)?(?![:\dZ+.-]))/g
const yours = /(?<=\b[ECMP][SD]?T )\([^()]{0,20}\byour\b[^()]{0,40}\)/g
const theirs = /(?<=\byour time )\([^()]{1,40}\b(?:here|(?:my|our) time)\)/gi
const fromMidnight = /\bmidnight(?=\s?(?:-|–|to|until|till)\s)/gi

/**
 * Ways to write a time that have one meaning, as the others: "12:00 noon", "13-Jan-27", "March 3 '28", "3pm (2h)"; the
 * same hours again where the writer is: "3pm your time (8pm here)".
 */
export function inPlainWords(text: string): string {
  return text
    .slice(0, 8_000)
    .replace(noon, '$1')
    .replace(dashedYear, '$120$2')
    .replace(markedYear, '$1, 20$2')
    .replace(spaced, '$1:$2')
    .replace(spacedDate, '$1/$2/$3')
    .replace(isoMoment, '$1 ')
    .replace(yours, '')
    .replace(theirs, '')
    .replace(bracketed, ' for $1 hours')
    .replace(fromMidnight, '12:00 AM')
}
