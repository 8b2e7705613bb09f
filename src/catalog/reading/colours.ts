import { readEntries } from '#src/reading/lexicon.ts'

const rows = readEntries('caption-colours')

/** Colours by their English name: English, Swahili, French, as captions write them. */
export const COLOURS: Readonly<Record<string, string>> = Object.fromEntries(
  rows.flatMap(({ word, meaning }) => (meaning === 'shade' ? [] : [[word, meaning]])),
)

/** Before a colour, part of it: `army green`, `dusty pink`. */
export const SHADES: ReadonlySet<string> = new Set(
  rows.flatMap(({ word, meaning }) => (meaning === 'shade' ? [word] : [])),
)
