import { readEntries, wordsOf } from '#src/reading/lexicon.ts'

/** Colours by their English name: English, Swahili, French, as captions write them. */
export const COLOURS: Readonly<Record<string, string>> = Object.fromEntries(
  readEntries('caption-colours').flatMap(({ word, meaning }) => (meaning === 'shade' ? [] : [[word, meaning]])),
)

/** Before a colour, part of it: `army green`, `dusty pink`. */
export const SHADES = wordsOf('caption-colours', 'shade')
