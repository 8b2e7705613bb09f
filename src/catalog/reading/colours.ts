/** Colours by their English name: English, Swahili, French, as captions write them. */
export const COLOURS: Record<string, string> = {
  black: 'black', nyeusi: 'black', noir: 'black', noire: 'black', white: 'white', nyeupe: 'white', blanc: 'white',
  red: 'red', nyekundu: 'red', rouge: 'red', blue: 'blue', bluu: 'blue', buluu: 'blue', bleu: 'blue',
  green: 'green', kijani: 'green', vert: 'green', yellow: 'yellow', njano: 'yellow', manjano: 'yellow', jaune: 'yellow',
  brown: 'brown', kahawia: 'brown', marron: 'brown', grey: 'grey', gray: 'grey', kijivu: 'grey', gris: 'grey',
  pink: 'pink', waridi: 'pink', rose: 'pink', purple: 'purple', zambarau: 'purple', orange: 'orange',
  machungwa: 'orange', cream: 'cream', beige: 'beige', nude: 'nude', maroon: 'maroon', navy: 'navy', khaki: 'khaki',
  olive: 'olive', tan: 'tan', wine: 'wine', burgundy: 'burgundy', gold: 'gold', silver: 'silver', mustard: 'mustard',
  peach: 'peach', teal: 'teal', mint: 'mint', sage: 'sage', lilac: 'lilac', coral: 'coral', turquoise: 'turquoise',
  camel: 'camel', clay: 'clay', oat: 'oat', pine: 'pine', rust: 'rust', charcoal: 'charcoal', ivory: 'ivory',
  lavender: 'lavender', chocolate: 'chocolate', emerald: 'emerald', tortoise: 'tortoise', clear: 'clear',
  natural: 'natural', naturel: 'natural', heather: 'heather', speckled: 'speckled', magenta: 'magenta',
  plum: 'plum', taupe: 'taupe', denim: 'denim', copper: 'copper', bronze: 'bronze', indigo: 'indigo', amber: 'amber',
}

/** Before a colour, part of it: `army green`, `dusty pink`. */
export const SHADES = new Set([
  'dark', 'light', 'army', 'dusty', 'royal', 'sky', 'navy', 'baby', 'hot', 'rose', 'coffee', 'off', 'matte', 'natural',
  'olive', 'bottle', 'lime', 'forest', 'pale', 'deep', 'bright', 'burnt', 'mint', 'wine', 'jungle', 'pure', 'soft',
])
