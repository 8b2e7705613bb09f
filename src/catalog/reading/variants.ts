import { COLOURS, SHADES } from './colours.ts'
import { LETTER_SIZES } from './lexicon.ts'
import { listedSizes } from './priced-sizes.ts'
import { type Found, quote, type Source } from './source.ts'
import { nameColour, unknownColours } from './variant-lists.ts'

/** One choice a buyer has, with the words of the caption it rests on. */
export type Variant = { option: string; value: string; from: string; start: number; end: number }

const JOIN = String.raw`(?: ?(?:,|\/|\||&|·|•) ?(?:and |or |na |au |ou )?| (?:and|or|na|au|ou|et|in) | )`
const LETTER = '(?:XXS|XS|S|M|L|XL|XXL|XXXL|[2-5]XL?|small|medium|large)'
const LETTERS = new RegExp(
  `(?<![\\p{L}\\d'])${LETTER}(?:(?: ?- ?| to | hadi | à )${LETTER}|(?:${JOIN}${LETTER})*)(?![\\p{L}\\d'])`,
  'gu',
)
const SIZED = String.raw`(?:\b(sizes?|sz|saizi|tailles?|eu|uk|us|waist)\b[ .:]*)+(?:ni |from )?(?:(eu|uk|us)[ .]*)?`
const ONE = String.raw`\d{1,2}(?:\.5)?`
const OF_AGE = /(?<![\p{L}\d.,])(\d{1,2}[TMY])(?: ?[,/|-]? ?\d{1,2}[TMY])+(?![\p{L}\d])/gu
const LIST = String.raw`(${ONE}(?:(?: ?- ?| to | hadi | à )\d{1,2}|(?:(?: ?[,/&] ?| and | or | na | )${ONE})+)?)`
const NUMBERS = new RegExp(`${SIZED}${LIST}(?!\\d|[,.]\\d| ?k\\b|[TMY]\\b|%)(?: (uk|us|eu)\\b)?`, 'gi')
const ROW = /(?<![\d.,/#$-])(?:3[4-9]|4[0-8])(?:(?: |, ?|\/)(?:3[4-9]|4[0-8])){2,}(?![\d.,]*\d|k)/g
const TAGGED = /#size(\d{2})\b/gi
const SHOES = /(?<![\d.,/#$-])(3[4-9]|4[0-9])(?: ?- ?| to | hadi )(3[5-9]|4[0-9])(?![\d.,]*\d|k)/g
const WAIST = /\bW(\d{2})(?: ?- ?W?(\d{2})\b)?/g
const DIMENSION = /(?<![\d.])\d{1,3} ?(?:x|by) ?\d{1,3}(?! ?(?:cm|x|x ?\d))(?![\d.])/gi
const MEASURE = /(?<![\d.])\d+(?:\.\d+)? ?(?:ml|kg|g|l|ltr|litres?|oz|seater)\b/gi

const LABELS = 'scents?|flavou?rs?|prints?|designs?|models?|styles?|colou?rs?|colou?rways?|shades?|finish(?:es)?'
const NAMED = new RegExp(String.raw`\b(${LABELS})[:-] ?([\p{L}][^.!\n:;#\d$€£]{2,120})`, 'giu')
const OPTIONS: Record<string, string> = {
  ...{ flavor: 'flavour', scent: 'scent', finishe: 'finish', finish: 'finish' },
  ...{ color: 'colour', colour: 'colour', colorway: 'colour', colourway: 'colour', shade: 'colour' },
}

/** What stands beside a price and says which one it is of. */
export type Labelled = { start: number; end: number; words: string }

/** `byPrice`: the labels of amounts, such as Small $24, Large $32; `bySize`: sizes that stand beside theirs. */
export function readVariants(source: Source, byPrice: Labelled[], bySize: Found[]): Variant[] {
  const { text } = source
  const found = [
    ...letters(text),
    ...numbers(text),
    ...waists(text),
    ...children(text),
    ...colours(text),
    ...named(text),
  ]
  found.push(...unknownColours(text), ...listedSizes(text), ...bySize)
  if (byPrice.length > 0) found.push(...measures(text), ...labelled(byPrice))
  const seen = new Set<string>()
  return found
    .sort((a, b) => a.at - b.at)
    .flatMap(({ at, end, option, values }) =>
      values.map((value) => ({ option, value, from: quote(source, at, end), start: at, end })),
    )
    .filter(({ option, value }) => !seen.has(`${option} ${value}`) && seen.add(`${option} ${value}`))
}

/** `S M L`, `S-XL`, `XS to XL`: one letter alone counts only after a word for size, or before its own price. */
function letters(text: string): Found[] {
  return [...text.matchAll(LETTERS)].flatMap((match) => {
    const [found] = match
    const at = match.index
    const parts = found.match(new RegExp(LETTER, 'g')) ?? []
    const isSaid = /\b(?:sizes?|sz|saizi|tailles?)[ :a-z]{0,6}$/i.test(text.slice(Math.max(0, at - 14), at))
    const isPriced = /^ ?[-:@=] ?\d{2,}/.test(text.slice(at + found.length, at + found.length + 6))
    if (parts.length === 1 && !isSaid && !isPriced) return []
    const isRange = / ?- ?| to | hadi | à /.test(found) && parts.length === 2
    const values = isRange ? between(parts[0] ?? '', parts[1] ?? '') : parts
    return [{ at, end: at + found.length, option: 'size', values }]
  })
}

function between(from: string, to: string): string[] {
  const scale = LETTER_SIZES
  const [start, end] = [scale.indexOf(from.toUpperCase()), scale.indexOf(to.toUpperCase().replace('2XL', 'XXL'))]
  return start >= 0 && end > start ? scale.slice(start, end + 1) : [from, to]
}

function numbers(text: string): Found[] {
  const said = [...text.matchAll(NUMBERS)].map((match) => {
    const [found, name = '', system, list = '', after] = match
    return { found, at: match.index, list, system: (system ?? after ?? name).toUpperCase() }
  })
  const bare = [...text.matchAll(SHOES), ...text.matchAll(ROW), ...text.matchAll(TAGGED)]
    .filter(({ index }) => !said.some(({ at, found }) => index >= at && index < at + found.length))
    .map((match) => ({ found: match[0], at: match.index, list: match[0].replace('#size', ''), system: '' }))
  return [...said, ...bare].map(({ found, at, list, system }) => ({
    at,
    end: at + found.length,
    option: 'size',
    values: spread(list, system).map((size) => nameSize(size, system)),
  }))
}

/** EU sizes go by one, those of clothes by two: British and American ones, and even ones that begin where they do. */
function spread(list: string, system: string): number[] {
  const all = (list.match(/\d+(?:\.5)?/g) ?? []).map(Number)
  const [low, high] = all
  if (low === undefined || high === undefined || !/-|to|hadi/.test(list) || all.length !== 2 || high <= low) return all
  const isDress = /^(?:UK|US)$/.test(system) || (low >= 6 && high <= 26 && high % 2 === 0)
  const step = isDress && low % 2 === 0 && high > 9 ? 2 : 1
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step).slice(0, 40)
}

function nameSize(size: number, system: string): string {
  if (['UK', 'US', 'EU'].includes(system)) return `${system} ${size}`
  return size >= 20 && size <= 48 ? `EU ${size}` : String(size)
}

function waists(text: string): Found[] {
  return [...text.matchAll(WAIST)].map((match) => {
    const [found, low, high] = match
    const sizes = high ? spread(`${low}-${high}`, 'US') : [Number(low)]
    return { at: match.index, end: match.index + found.length, option: 'size', values: sizes.map((one) => `W${one}`) }
  })
}

/** `2T 3T 4T`, `6M, 12M`: the sizes of children by their age. */
function children(text: string): Found[] {
  return [...text.matchAll(OF_AGE)].map(({ 0: found, index }) => ({
    ...{ at: index, end: index + found.length, option: 'size', values: found.match(/\d{1,2}[TMY]/g) ?? [] },
  }))
}

/** Colours count as a choice when there are two; an article's own one colour is part of its name. */
function colours(text: string): Found[] {
  const found = [...text.matchAll(/[\p{L}]+/gu)].flatMap((match): Found[] => {
    const colour = Object.hasOwn(COLOURS, match[0].toLowerCase()) ? COLOURS[match[0].toLowerCase()] : undefined
    if (!colour || text[match.index - 1] === '#') return []
    const before = /([\p{L}]+) $/u.exec(text.slice(Math.max(0, match.index - 12), match.index))?.[1]?.toLowerCase()
    const shade = before && SHADES.has(before) ? `${before} ` : ''
    return [
      {
        at: match.index - shade.length,
        end: match.index + match[0].length,
        option: 'colour',
        values: [shade + colour],
      },
    ]
  })
  const whole = found.filter(
    (one) => !found.some((other) => other !== one && other.at <= one.at && other.end >= one.end),
  )
  const listed = whole.filter((one, i) => isNear(text, whole[i - 1], one) || isNear(text, one, whole[i + 1]))
  return listed
}

/** Two colours with only a join between them. */
function isNear(text: string, one: Found | undefined, other: Found | undefined): boolean {
  if (!one || !other) return false
  const between = text.slice(one.end, other.at)
  return /^(?: ?[,/|&•·] ?(?:and |or |na |au |ou |et )?| (?:and|or|na|au|ou|et) )$/i.test(between)
}

/** `Scents: oud, vanilla, rose`: a list under its name. */
function named(text: string): Found[] {
  return [...text.matchAll(NAMED)].flatMap((match) => {
    const [found, name = '', list = ''] = match
    const values = list.split(/ ?[,/|•·&] ?(?:and )?| and | or | na /).map((value) => value.trim().toLowerCase())
    const option = OPTIONS[name.toLowerCase().replace(/s$/, '')] ?? name.toLowerCase()
    const isColour = option === 'colour'
    const words = values
      .map((value) => (isColour ? nameColour(value) : value))
      .filter((value) => value !== '' && value.length <= 24 && !/\d{3}/.test(value))
    return words.length < 2 ? [] : [{ at: match.index, end: match.index + found.length, option, values: words }]
  })
}

function labelled(labels: Labelled[]): Found[] {
  return labels.map(({ start, end, words }) => ({ at: start, end, option: 'kind', values: [words] }))
}

function measures(text: string): Found[] {
  return [...text.matchAll(MEASURE), ...text.matchAll(DIMENSION)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    option: /x|by|seater/i.test(match[0]) ? 'size' : /ml|l\b|ltr|lit/i.test(match[0]) ? 'volume' : 'weight',
    values: [match[0].replace(/ ?by ?/i, 'x')],
  }))
}
