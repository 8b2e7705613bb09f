import type { Name, Sense } from './colour-senses.ts'
import { COLOURS, WEAK } from './colours.ts'
import { countEdits } from './distance.ts'

/** "blk", "gry", "turq", and "b" beside a number: letters of one offered name only, in its order. */
export function readShort(word: string, beside: boolean, names: Name[]): Sense | null {
  if (
    !beside ||
    !/^[a-z]{1,5}$/.test(word) ||
    /^(?:x{1,3}|xs|xl|s|m|l|sm|med|lg|of|no|pc|st|pr|rn|tmr|am|pm|th|nd|kg|cm|ml|oz|lb|ft|km|hr|yr|wk|mn|bc|pls|plz|pl|k)$/.test(
      word,
    )
  )
    return null
  const skeleton = !/[aeiou]/.test(word.slice(1))
  const fits = names.filter(({ plain }) => {
    const letters = plain.replaceAll(' ', '')
    if (letters === word || letters[0] !== word[0]) return false
    return skeleton ? isWithin(word, letters) : word.length > 2 && letters.startsWith(word)
  })
  if (fits.length === 1 && fits[0]) return { key: fits[0].key, offered: true, how: 'short' }
  return fits.length > 1 && word.length > 1 ? { key: word, offered: false, how: 'unsure' } : null
}

function isWithin(short: string, long: string): boolean {
  let at = 0
  for (const letter of long) if (letter === short[at]) at++
  return at === short.length
}

function slipped(word: string, name: string, most: number, beside: boolean): boolean {
  const swapped = word[0] === name[1] && word[1] === name[0]
  if (word[0] !== name[0] && !swapped && !(beside && name.length > 5)) return false
  if (name.length < 5 && !beside) return false
  return countEdits(word, name, most) <= (name.length < 7 ? 1 : most)
}

const ENGLISH = [...COLOURS.keys()].filter((name) => name.length > 3 && !WEAK.has(name))

/** Everyday words one slip away from a colour. */
const NOT_SLIPS = new Set(
  'stage stag shag sake hand band land bland stand brand send sent wand coal oral moral carol choral floral oliver live steal steel cleaner clean clearly goal crust bust dust plump slum flesh shade hide wide bride pride slate late plate state blush flush brush tall tail sail soil oil boil bolt bold moss boss loss dusk duck pearl pearls beach each peach bench lemon melon cherry berry sunny honey money cake rake pale stale whole while grade grape drape shape back lack slack block read bed led rid rod while write quite whit site cold hold told good god great greet greed pick think thick sing mind mine name wave wavy have clean dear deal real team tea meal seal heal dream scream same sale page safe just must trust rest those nose lose close hose than can tank brow grown crown brows glue blur true clue value live alive every people like liked bean began range arrange change hello fellow follow mellow below pillow orders order colour color great crew greens agree event white gift gift sliver bring being begin began stay today play pay say day may way tall talk take tale tail table label able mail email hat that what chat rush gust dust plan plant plane clear clears mother other sister please pleas blank blanks black golf bold sold fold girl grow group gross drown crowd broad bread board oranges wanna want went lovely navel naive never maybe tank tan tanks pain paint point print pint ink link drink blink rink sink wink pine fine wine line mint mints hint hind kind find mail meant month minute teach tell tells there them then they time times tree three turn cute cent cents plum plus'.split(
    ' ',
  ),
)

/** A slip of the finger: one edit in a short word, two in a long one, first letter kept. */
export function readSlip(word: string, beside: boolean, names: Name[]): Sense | null {
  if (word.length < 4 || word.length > 14 || NOT_SLIPS.has(word) || !/^[a-z]+$/.test(word)) return null
  const most = word.length >= 7 ? 2 : 1
  const offered = names.filter(({ plain }) => slipped(word, plain.replaceAll(' ', ''), most, beside))
  if (offered.length === 1 && offered[0]) return { key: offered[0].key, offered: true, how: 'misspelt' }
  if (offered.length > 1 || !beside) return null
  const known = ENGLISH.filter((name) => slipped(word, name.replaceAll(' ', ''), word.length >= 7 ? 2 : 1, beside))
  return known.length === 1 && known[0] ? { key: known[0], offered: false, how: 'misspelt' } : null
}
