const noon = /\b12(?:[:.]00)?\s?(?:pm\s)?(noon|midnight)\b/gi
const dashedYear = /\b(\d{1,2}-\p{L}{3,9}-)(\d\d)\b(?!\d)/giu
const markedYear = /(\p{L}{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?),?\s['’](\d\d)\b/giu
const bracketed = /\(\s?(\d{1,2}(?:\.5)?)\s?(?:h|hrs?|hours?)\s?\)/gi
const spaced = /\b(\d{1,2}) : (\d\d)\b/g
const spacedDate = /\b(\d{1,2}) \/ (\d{1,2}) \/ (\d{2,4})\b/g
const isoMoment = /(\d{4}-\d\d-\d\d)T(?=\d\d:\d\d(?::\d\d)?(?![:\dZ+.-]))/g
const yours = /(?<=\b[ECMP][SD]?T )\([^()]{0,20}\byour\b[^()]{0,40}\)/g
const theirs = /(?<=\byour time )\([^()]{1,40}\b(?:here|(?:my|our) time)\)/gi
const clock = String.raw`(?:\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?)?|noon)`
const span = `${clock}(?: ?(?:-|–|to|until|till|and) ?${clock})?`
const meal = '(?:lunch|dinner|meal|tea|coffee|rest)(?: break)?'
const rest = `(?:${meal}|break|doors(?: open)?|load[- ]in|sound ?check|set[- ]?up|warm[- ]?up)`
const before = `\\b${rest}(?: is| are|:)?(?: from| at| between)? ${span}(?![\\d:/])`
const behind = `(?<![\\d:/-])${span},? (?:is |for |= ?)(?:a |the )?${rest}\\b`
/** "lunch is 12 to 2", "(1-2 for lunch)", "doors 9:30": nobody plays then; the word stays and is asked about. */
const breaks = new RegExp(`${before}|${behind}`, 'gi')
const feasts: [RegExp, string][] = [
  [/\bhalloween\b/gi, 'October 31'],
  [/\bchristmas eve\b/gi, 'December 24'],
  [/\bchristmas day\b/gi, 'December 25'],
  [/\bboxing day\b/gi, 'December 26'],
  [/\bnew year'?s eve\b/gi, 'December 31'],
  [/\bnew year'?s day\b/gi, 'January 1'],
  [/\bvalentine'?s(?: day)?\b/gi, 'February 14'],
]
const glued = /(?<=\d)(?:to|till?|until)(?=\d)/gi
/** "2ish", "10 am-ish" */
const ish = /(?<=(\d)|\d ?[ap]\.?m\.?|noon)[- ]?ish\b/gi
const portuguese = /(?<=\dh(?:\d\d)?) às (?=\d)/gi
/** Italian; to a German it is "all". */
const italian = /(?<=\d) alle (?=\d)/gi
const weekday = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'
const nextWeek = new RegExp(`\\b(${weekday}) (or|and|&) (${weekday}) next week\\b`, 'gi')
const fromMidnight = /\bmidnight(?=\s?(?:-|–|to|until|till)\s)/gi

export function isRough(text: string): boolean {
  return text.search(ish) >= 0
}

/**
 * Ways to write a time that have one meaning, as the others: "12:00 noon", "13-Jan-27", "March 3 '28", "3pm (2h)"; the
 * same hours again where the writer is: "3pm your time (8pm here)"; of hours of a break the word alone.
 */
export function inPlainWords(text: string): string {
  return feasts
    .reduce((said, [name, day]) => said.replace(name, day), text.slice(0, 8_000))
    .replace(noon, '$1')
    .replace(dashedYear, '$120$2')
    .replace(markedYear, '$1, 20$2')
    .replace(spaced, '$1:$2')
    .replace(spacedDate, '$1/$2/$3')
    .replace(isoMoment, '$1 ')
    .replace(yours, '')
    .replace(theirs, '')
    .replace(bracketed, ' for $1 hours')
    .replace(glued, ' $& ')
    .replace(ish, (_, hour) => (hour ? " o'clock" : ''))
    .replace(portuguese, ' a ')
    .replace(italian, ' a ')
    .replace(breaks, ' break ')
    .replace(nextWeek, '$1 next week $2 $3 next week')
    .replace(fromMidnight, '12:00 AM')
}
