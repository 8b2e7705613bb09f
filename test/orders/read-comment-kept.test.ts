import { describe, expect, it } from 'vitest'
import { readComment } from '#src/orders/comments/read-comment.ts'
import { readSale } from '#src/orders/sales/read-sale.ts'

const sale = readSale(
  'Hand-woven baskets are back! Colours: white, black, forest green, rust. $34 each, max 6 per person. Comment!',
)
const read = (text: string) => {
  const whole = /@/.test(text) ? text : `${text} kip@example.com`
  const { isOrder, needsHuman, items } = readComment(whole.replaceAll('\\n', '\n'), sale)
  return isOrder && !needsHuman ? items : null
}
const areClear = (cases: [string, Record<string, number>][]) =>
  it.each(cases)('%s', (text, items) => expect(read(text)).toEqual(items))
const areAsked = (texts: string[]) => it.each(texts)('%s is asked about', (text) => expect(read(text)).toBeNull())

describe('000-057: what may be a wish is not dropped as praise', () => {
  areAsked([
    'Pretty please white but just 1 black',
    'great white please but just 1 black',
    'Love a white one please but take 1 black',
    'love a black but just 1 white',
    'love one white but just 1 black',
    'Love white one but just 1 black',
    'nice white pls but only 1 black',
    'lovely white but just 1 black',
    'love the white pls but just 1 black',
    'perfect white but just 1 black',
    "I'd love the white please but I'll take 1 black",
  ])
  areClear([
    ['love the white but just 1 black', { black: 1 }],
    ["Love that white one but I'll take 1 black", { black: 1 }],
    ["The white is lovely but I'll take 1 black", { black: 1 }],
  ])
})

describe('000-056: a colour named again may be one more', () => {
  areAsked([
    'the rust one, 1 black, another rust',
    '1 rust to Ann. The rust to me',
    '2 rust, only rust for Ann',
    '2 rust for Ann. Just rust',
    'the rust to Ann, 1 rust',
    '1 rust and another, just rust',
  ])
  areClear([['2 rust, just rust', { rust: 2 }]])
})

describe('000-056: what stands beside an address is a name only where it is written as one', () => {
  areAsked([
    '2 WHITE. KIP CHANGED MIND. KIP@EXAMPLE.COM',
    '2 white. KIP REGRETS. kip@example.com',
    '2 white. Kip Changed Mind. kip@example.com',
    '2 white, Wrapped, wrapped.gifts@example.com',
    '2 white, personalised, personalised@example.com',
    '2 white\\nEngraved\\nengraved@example.com',
    '2 white. kip regrets. kip@example.com',
    '2 white, Kip Regrets, kip@example.com',
    '2 white - Kip Undecided - kip@example.com',
  ])
  areClear([
    ['2 white, Kip Miller, kip@example.com', { white: 2 }],
    ['2 rust\\nhugo miller\\nhugomiller@example.com', { rust: 2 }],
    ['2 rust. Tess Wren Colquhoun. tess.wren.colquhoun@example.com', { rust: 2 }],
  ])
})
