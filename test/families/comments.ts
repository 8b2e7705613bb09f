/** Comments made of parts, with what each must be read as by construction. */
type CommentMade = { text: string; items: Record<string, number> }

export const caption =
  'NEW DROP! Beaded bracelets in black, red, white & gold. $12 each, max 5 per person. Onyx and moss sold out. ' +
  'Ships Friday. Comment colour, how many and your email before Sunday, but no DMs unless we ask.'
const email = 'kit.morrow@example.com'

/** An order, in the ways people write it. */
const cores: [string, Record<string, number>][] = [
  ['2 black', { black: 2 }],
  ['black x2', { black: 2 }],
  ['two black', { black: 2 }],
  ['red 1', { red: 1 }],
  ['2 black 1 red', { black: 2, red: 1 }],
  ['2 black, 1 red', { black: 2, red: 1 }],
  ['black 2, red 1', { black: 2, red: 1 }],
  ['1 gold and 2 white', { gold: 1, white: 2 }],
  ['one white & one gold', { white: 1, gold: 1 }],
  ['2x white + 1x black', { white: 2, black: 1 }],
  ['3 gold', { gold: 3 }],
  ['a black and a red', { black: 1, red: 1 }],
  ['1 black\n1 red\n2 gold', { black: 1, red: 1, gold: 2 }],
  ['white: 2', { white: 2 }],
  ['(2) red', { red: 2 }],
]
/** What is taken back or left out in the same breath, with nothing open. */
const corrected: [string, Record<string, number>][] = [
  ['2 black no wait 3', { black: 3 }],
  ['2 black, no, 3', { black: 3 }],
  ['2 black. wait, make that 3 black', { black: 3 }],
  ['2 black actually 1', { black: 1 }],
  ['2 black oops sorry I mean 2 gold', { gold: 2 }],
  ['1 red 1 gold scratch the red', { gold: 1 }],
  ['1 red 1 gold, actually skip the red, 2 gold', { gold: 2 }],
  ['1 red 1 gold wait make the gold 2', { red: 1, gold: 2 }],
  ['one of each but no red', { black: 1, white: 1, gold: 1 }],
  ['everything except red, 1 each', { black: 1, white: 1, gold: 1 }],
  ['red red red (three)', { red: 3 }],
  ['red (1) gold (1) white (2)', { red: 1, gold: 1, white: 2 }],
  ['three bracelets, all black', { black: 3 }],
]
const leads = [
  '',
  'hi! ',
  'hey, ',
  'yes please ',
  "I'd like ",
  'can I get ',
  'could you please put me down for ',
  'omg ',
]
const tails = ['', ' please', ' pls 🙏', ' thank you!', ' so pretty', ", can't wait!", ' for my mum']

/** What makes a person look, wherever it stands beside an order. */
const troubles: Record<string, string[]> = {
  condition: `if they ship to Norway|only if it is real gold|as long as it fits|provided they are nickel free
    |unless it is heavy|when you restock|depending on postage|in case nobody else wants it
    |assuming it arrives by may`.split('|'),
  alternative: 'or 2 white|or maybe gold|either is fine|whichever you have|any colour really|you choose'.split('|'),
  negation: `not the shiny one|never the matte|don't want the box|without engraving|not 3|nothing else matters
    |but no tassel|hate the old ones`.split('|'),
  question: `is it real silver?|do you ship abroad|how long is delivery|what size are they|are these adjustable
    |which one is bigger|does it tarnish|when will it come?|is the clasp strong|?`.split('|'),
  vague: 'or so|ish|at least|at most|maybe more|a few more|some extra|roughly|more or less|half'.split('|'),
  time: 'by Friday|before Sunday|tomorrow|next week|until monday|but after payday|in december'.split('|'),
  third: `my friend wants one too|Ana needs 1|she said hers broke|his was lost|same for my neighbour
    |ask my sister|her cousin pays`.split('|'),
  change: `cancel the other one|instead of my last comment|change my order|add it to my order|swap it for teal
    |I already ordered|same as last time|never mind|forget it|changed my mind`.split('|'),
  unknown: `1 zorble|1 navy|2 teal|1 onyx|and moss|plus a moss|one of the onyx|engraved KM|in size M|gift wrapped
    |pickup in store|ring size 7`.split('|'),
  sign: '❓|❌|🚫|🤔|👎|https://evil.example/x|www.shop.example'.split('|'),
  number: '7|12.50|$12|5%|1/2|x3 x2'.split('|'),
}

const places: ((core: string, trouble: string) => string)[] = [
  (core, trouble) => `${core} ${trouble} ${email}`,
  (core, trouble) => `${trouble} ${core} ${email}`,
  (core, trouble) => `${core} ${email} ${trouble}`,
]

/** Plain orders; they pass, and what passes is right. */
export function plainComments(): CommentMade[] {
  return leads.flatMap((lead) =>
    tails.flatMap((tail) =>
      [...cores, ...corrected].map(([core, items]) => ({ text: `${lead}${core}${tail} ${email}`, items })),
    ),
  )
}

/** Every trouble beside every order: none may pass. */
export function troubledComments(): string[] {
  const said = Object.values(troubles).flat()
  return said.flatMap((trouble) => cores.flatMap(([core]) => places.map((place) => place(core, trouble.trim()))))
}

const twice = ['2 black 3 black', '2 black, 1 red, 1 black', 'black 1 black 2', '1 gold and 2 gold']
/** Corrections that leave open what is wanted now. */
const turns = [
  '1 red, I mean gold',
  'all but red',
  '2 black scratch that',
  '2 black wait and 1 red',
  '2 black actually also 1 red',
  '2 black actually the gold',
  '2 black no 3',
  '2 black, no white',
  '2 black 1 red actually 3 gold',
]
const twoReaders = [
  'black 2 red',
  '2 black and red',
  '2 3 black',
  'black red 2',
  '2 black 1',
  '2-3 black',
  '2 x 2 black',
]
const over = ['6 black', '3 black 3 red', '10 gold', 'a dozen white', '2 of each']
const slips = ['kit@gmial.com', 'kit@gmail,com', 'kit@example', 'a@example.com b@example.com', 'kit@gmail.con']
const others = ['2 dark white', '2 negras', '1 rouge', '2 schwarz', '2 pairs of black', 'everything', 'all of them']

/** Orders whose amounts, colours or address are doubtful in themselves. */
export function doubtfulComments(): string[] {
  const counted = [...twice, ...turns, ...twoReaders, ...over, ...others].flatMap((core) =>
    leads.flatMap((lead) => tails.map((tail) => `${lead}${core}${tail} ${email}`)),
  )
  const addressed = slips.flatMap((slip) => cores.map(([core]) => `${core} ${slip}`))
  return [...counted, ...addressed]
}
