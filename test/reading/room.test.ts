import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { atClock, findDates } from '#src/reading/dates.ts'
import { htmlToLines } from '#src/reading/html.ts'
import { loadLexicon } from '#src/reading/lexicon.ts'
import { readDecimal } from '#src/reading/money/amounts.ts'
import { findMoney } from '#src/reading/money/find-money.ts'
import { numberAt, numberWordAt } from '#src/reading/numbers/number-words.ts'
import { blank, fold, normalise, pieceOf } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'

describe('a text is folded, and quoted as it was written', () => {
  it('accents, widths, emoji and quotes become one kind; what was read is quoted from the original', () => {
    const text = normalise('２ Café “Noir” – ½ 👌🏾 2️⃣')
    expect(text.text).toBe('2 cafe "noir" - 1⁄2 👌 2')
    expect(pieceOf(text, 2, 6)).toBe('Café')
    expect(pieceOf(blank(text, 2, 6), 2, 6)).toBe('Café')
    expect(blank(text, 2, 6).text).toBe('2      "noir" - 1⁄2 👌 2')
    expect(fold('Straße ÉCRU')).toBe('strasse ecru')
  })

  it('a mark that makes another word stays where it is one', () => {
    expect(fold('हाँ أسود ٣')).toBe('हाँ اسود 3')
  })

  it('says what it cut and what is not seen', () => {
    expect(normalise('abc', 2)).toMatchObject({ text: 'ab', truncated: true })
    expect(normalise('1 black \u202emoc')).toMatchObject({ hidden: true })
    expect(normalise('from 🏴\u{e0067}\u{e007f} \ud83d')).toMatchObject({ hidden: false, text: 'from 🏴 ' })
  })
})

it('words, numbers, signs and emoji are told apart', () => {
  const kinds = tokenise("2black, don't!!! 2,500 ❤\nx").map(({ kind, text }) => `${kind} ${text}`)
  expect(kinds).toEqual([
    'number 2',
    'word black',
    'mark ,',
    "word don't",
    'mark !',
    'number 2,500',
    'emoji ❤',
    'line \n',
    'word x',
  ])
})

it('a lexicon takes the longest entry, hyphens or none', () => {
  const currencies = loadLexicon('currencies')
  expect(currencies.at(tokenise('us dollars'), 0)).toMatchObject({ value: { meaning: 'USD' }, next: 2 })
  expect(currencies.at(tokenise('us-dollars'), 0)).toMatchObject({ value: { meaning: 'USD' }, next: 3 })
  expect(currencies.get('ksh')?.meaning).toBe('KES before')
})

describe('numbers in words', () => {
  it.each<[string, number]>([
    ['two hundred and five', 205],
    ['a dozen', 12],
    ['half a dozen', 6],
    ['two dozen', 24],
    ['ciento veintidós', 122],
    ['tres mil millones', 3_000_000_000],
    ['quatre-vingt-dix-sept', 97],
    ['soixante et onze', 71],
    ['zweihundertfünfunddreißig', 235],
    ['ventuno', 21],
    ['cento e trinta e sete', 137],
    ['elfu mbili mia tano na ishirini', 2520],
    ['elfu kumi na mbili', 12_000],
    ['one hundred one thousand', 101_000],
    ['three and a half thousand', 3500],
    ['soo tatu na nusu', 350],
    ['laki mbili na nusu', 250_000],
    ['elfu 2 na mia tano', 2500],
    ['elfu 4 na mia 5', 4500],
    ['soo saba na finje', 750],
    ['lukumi mu bitaano', 1500],
    ['lukumi mu ebikumi bitaano', 1500],
    ["emitwalo esatu n'enkumi ttaano", 35_000],
  ])('"%s" is %d', (text, value) => {
    const tokens = tokenise(fold(text))
    expect(numberWordAt(tokens, 0)).toEqual({ value, next: tokens.length })
  })

  it.each(['elfu mbili na tano', 'emitwalo ebiri mu etaano', 'elfu mbili mia tano na nusu', 'two and a half'])(
    '"%s" may be this or that, so it is none',
    (text) => expect(numberWordAt(tokenise(text), 0)).toBeNull(),
  )

  it("a count behind a bundle's price is no part of it", () => {
    expect(numberWordAt(tokenise('thao 2 for 1800'), 0)).toEqual({ value: 1000, next: 1 })
  })

  it('two numbers beside each other stay two; digits with a leading zero are none', () => {
    expect(numberWordAt(tokenise('two three'), 0)).toEqual({ value: 2, next: 1 })
    expect(numberAt(tokenise('02'), 0)).toBeNull()
    expect(numberAt(tokenise('20'), 0)?.value).toBe(20)
  })
})

describe('sums of money', () => {
  it.each<[string, string, string | null]>([
    ['KSh 2,500/=', '2500', 'KES'],
    ['$12.50', '12.50', 'USD'],
    ['1.234,50 €', '1234.50', 'EUR'],
    ['R$ 12,90', '12.90', 'BRL'],
    ['$180 MXN', '180', 'MXN'],
    ['40k ugx', '40000', 'UGX'],
    ['1 500 sh', '1500', 'KES'],
    ['15 dollars and 20 cents', '15.20', 'USD'],
    ['2.5k', '2500', null],
    ['8 hundred bob', '800', 'KES'],
    ['3 thousand', '3000', null],
    ['elfu mbili', '2000', null],
  ])('%s', (text, amount, currency) => {
    expect(findMoney(text, { currency: 'KES' })).toMatchObject([{ amount, currency, piece: text }])
  })

  it('a single letter apart from a sign is a word: "a $300 chair" is of no Australian', () => {
    const codes = (text: string) => findMoney(text).map(({ currency }) => currency)
    expect([codes('only a $300 chair'), codes('A$300'), codes('US $300')]).toEqual([['USD'], ['AUD'], ['USD']])
  })

  it('was and now are told apart; a bare number is said to be one', () => {
    const roles = findMoney('was $30, now $22.50 for 2').map(({ amount, role, by }) => [amount, role, by])
    expect(roles).toEqual([
      ['30', 'was', 'currency'],
      ['22.50', 'now', 'currency'],
      ['2', null, 'nothing'],
    ])
  })

  it.each<[string, (string | null)[]]>([
    ['sizes 36 to 45 KSh 3500', ['36', '45', 'KES 3500']],
    ['€ 59,00 € 44,90', ['EUR 59.00', 'EUR 44.90']],
    ['10 $ 30 $', ['USD 10', 'USD 30']],
    ['19,99 € 2 years', ['EUR 19.99', '2']],
    ['try 2, a pen 3, cable 6 ft', ['2', '3', '6']],
    ['5m cable at UGX 1.2m', ['5', 'UGX 1200000']],
    ['KWD 12.500', ['KWD 12.500']],
    ["CHF 1'299.00, then 3 5 0 0/=", ['CHF 1299.00', '3500']],
    ['soo mbili mbili', ['200']],
  ])('%s: a sign belongs to its own number', (text, sums) => {
    const read = findMoney(text, { currency: 'KES' })
    expect(read.map(({ amount, currency }) => (currency ? `${currency} ${amount}` : amount))).toEqual(sums)
  })

  it('a mark before three digits groups them unless it is known to be the point', () => {
    expect(readDecimal('140.000')).toBe('140000')
    expect(readDecimal('140.000', '.')).toBe('140.000')
    expect(readDecimal('0.125')).toBe('0.125')
    expect(readDecimal('1,00,000')).toBe('100000')
    expect(readDecimal('1.2.3')).toBeNull()
  })
})

describe('days', () => {
  const today = Temporal.PlainDate.from('2026-02-01')
  const dates = (text: string, dayFirst = false) =>
    findDates(text, { today, dayFirst }).map(({ date, piece, hasYear, weekday }) => [
      `${date}`,
      piece,
      hasYear,
      weekday,
    ])

  it('keep their year, their piece and their weekday; clocks are none of them', () => {
    expect(dates("March 3 '28, 2pm")).toEqual([['2028-03-03', "March 3 '28", true, null]])
    expect(dates('13-Jan-27')).toEqual([['2027-01-13', '13-Jan-27', true, null]])
    expect(dates('Tuesday, May 4,       ')).toEqual([['2026-05-04', 'Tuesday, May 4', false, 2]])
    expect(dates('4/5/2026', true)).toEqual([['2026-05-04', '4/5/2026', true, null]])
    expect(dates('Feb 30 2027')).toEqual([])
  })

  it('a clock in the gap of spring is one hour on, of two the first', () => {
    const at = (date: string, clock: string) =>
      atClock(Temporal.PlainDate.from(date), Temporal.PlainTime.from(clock), 'America/New_York')
    expect(at('2026-03-08', '02:30')).toMatchObject({ comes: 'never' })
    expect(`${at('2026-03-08', '02:30').instant}`).toBe('2026-03-08T07:30:00Z')
    expect(`${at('2026-11-01', '01:30').instant}`).toBe('2026-11-01T05:30:00Z')
    expect(at('2026-11-01', '01:30').comes).toBe('twice')
    expect(at('2026-05-04', '10:00').comes).toBe('once')
  })
})

describe('HTML becomes the lines a person sees', () => {
  it('rows of two cells and terms are labels, what is hidden is left out, quotes are marked', () => {
    const html = `<style>.x{display:none}</style><table><tr><td>Name:</td><td>Ann <b>Lee</b></td></tr>
      <tr><td>Street</td><td>12 Cobbler<br>Row</td></tr></table><dl><dt>When</dt><dd>May&nbsp;4</dd></dl>
      <p class="x">gone</p><p style="font-size:0">gone</p><blockquote type="cite"><div>old<br>older</div></blockquote>`
    expect(htmlToLines(html)).toEqual(['Name: Ann Lee', 'Street: 12 Cobbler, Row', 'When: May 4', '> old', '> older'])
  })

  it('a layout table is no form, a bold start no label', () => {
    const html = '<table><tr><td><table><tr><td>City</td><td>Madison</td></tr></table></td><td>x</td></tr></table>'
    expect(htmlToLines(html)).toEqual(['City: Madison', 'x'])
    expect(htmlToLines('<b>Dora Fielding</b> 12 Row')).toEqual(['Dora Fielding 12 Row'])
  })
})

it.each<[string, (string | null)[][]]>([
  ['Hat 3 hundred and fifty bob', [['350', 'KES']]],
  ['Kikoi 8 hundred fifty shillings', [['850', 'KES']]],
  ['Kikoi 12 hundred fifty bob', [['1250', 'KES']]],
  ['Bag 2 thousand five hundred bob', [['2500', 'KES']]],
  ['Kikoi 8 hundred and 50', [['850', null]]],
  ['Kikoi bei 8 hundred na hamsini', [['850', null]]],
  ['Mug 5 hundred 50', [['550', null]]],
  ['Bag 2 thousand 5 hundred bob', [['2500', 'KES']]],
  ['Plot 2 million five hundred thousand bob', [['2500000', 'KES']]],
  ['eight hundred and 50 bob', [['850', 'KES']]],
  ['elfu mbili na 500', [['2500', null]]],
  // The rest may count something else: no number rather than half of one.
  ['Mug 5 hundred 50 left', []],
  ['3 hundred and fifty pieces', []],
  ['Gown 2.5 thousand five hundred', []],
  ['Tee 8 hundred 200 bob', []],
  ['8 hundred and 2,500', []],
  // Nothing goes on.
  ['Kikoi 8 hundred bob', [['800', 'KES']]],
  ['3 hundred thousand bob', [['300000', 'KES']]],
  [
    'Lotion 8 hundred 50ml',
    [
      ['800', null],
      ['50', null],
    ],
  ],
  [
    '8 hundred, 50 pieces',
    [
      ['800', null],
      ['50', null],
    ],
  ],
  [
    'Kikoi 8 hundred 2 for 1500 bob',
    [
      ['800', null],
      ['2', null],
      ['1500', 'KES'],
    ],
  ],
  [
    'Kikoi 8 hundred 12 for 9000 bob',
    [
      ['800', null],
      ['12', null],
      ['9000', 'KES'],
    ],
  ],
  [
    '8 hundred one size',
    [
      ['800', null],
      ['1', null],
    ],
  ],
  [
    '8 elfu mbili',
    [
      ['8', null],
      ['2000', null],
    ],
  ],
])('a number that goes on behind its scale is one, or none: %s', (text, sums) => {
  expect(findMoney(text, { currency: 'KES' }).map(({ amount, currency }) => [amount, currency])).toEqual(sums)
})
