import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type CommentReading, readChange, readComment } from '#src/orders/comments/read-comment.ts'
import { readSale } from '#src/orders/sales/read-sale.ts'

type Label = { isOrder: boolean; email: string | null; items: Record<string, number> | null; needsHuman: boolean }
type Case = { id: string; text: string; sale: string; label: Label }

const load = (name: string): Case[] =>
  JSON.parse(readFileSync(new URL(`../corpora/${name}.json`, import.meta.url), 'utf8'))

const offer = readSale('NEW DROP Beaded bracelets in black, red, white & gold. $12 each. Max 5 per person')
const last = readSale('Last one: leather wallet in black. $15')
const pairs = readSale('Socks by the pair: navy, mustard, forest green. $16 a pair')
const read = (text: string): CommentReading => readComment(text, offer)
const itemsOf = (text: string) => read(`${text} kit@example.com`).items
const sorted = (items: Record<string, number> | null) => items && Object.entries(items).sort()
const sameItems = (a: Label['items'], b: Label['items']) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

type Scored = { one: Case; reading: CommentReading }
const isClear = ({ reading }: Scored) => reading.isOrder && !reading.needsHuman
const isRight = ({ one: { label }, reading }: Scored) =>
  label.isOrder && !label.needsHuman && reading.email === label.email && sameItems(label.items, reading.items)

/*
 * The gates of the design. On 55 comments that a second hand wrote after the code, scored once: 1 of 21 clear was not
 * as labelled ("2 negras" under an English caption, read as 2 black), people found where needed 96.6 %, e-mail 100 %,
 * clear orders that pass 90.9 %.
 */
describe.each([
  ['comments', 0.6],
  ['more-comments', 0.6],
  ['fresh-comments', 0.6],
  ['unseen-comments', 0.85],
])('the corpus %s, read from the caption alone', (name, passing) => {
  const scored: Scored[] = load(name).map((one) => ({ one, reading: readComment(one.text, readSale(one.sale)) }))
  const orders = scored.filter(({ one }) => one.label.isOrder)
  const plain = orders.filter(({ one }) => !one.label.needsHuman)

  it('000-057 what passes as clear is right: at most one in 200 is not', () => {
    expect(scored.filter((each) => isClear(each) && !isRight(each)).length / scored.length).toBeLessThanOrEqual(0.005)
  })

  it('000-058 a person is asked where one must be', () => {
    const hard = scored.filter(({ one }) => one.label.needsHuman)
    expect(hard.filter(({ reading }) => reading.needsHuman).length / hard.length).toBeGreaterThanOrEqual(0.985)
  })

  it('000-055 the e-mail of an order is the labelled one', () => {
    const same = orders.filter(({ one, reading }) => reading.email === one.label.email)
    expect(same.length / orders.length).toBeGreaterThanOrEqual(0.99)
  })

  it('000-056 of the clear orders most pass, and their drafts are right', () => {
    expect(plain.filter(isClear).length / plain.length).toBeGreaterThanOrEqual(passing)
    const right = plain.filter(({ one, reading }) => sameItems(one.label.items, reading.items))
    expect(right.length / plain.length).toBeGreaterThanOrEqual(0.92)
  })
})

it.each(["2 black. Email's kit@example.com", "2 black (my e-mail's kit@example.com)"])(
  '000-055 %s: what leads to the address is known',
  (text) => {
    expect(read(text)).toMatchObject({ items: { black: 2 }, email: 'kit@example.com', needsHuman: false })
  },
)

describe('what only a person can settle', () => {
  it('the card says what was not understood, as it was written', () => {
    expect(read('2 black rather than RED kit@example.com')).toMatchObject({
      needsHuman: true,
      notUnderstood: ['rather than'],
      why: expect.stringContaining('Did not understand: "rather than'),
    })
  })

  it.each([
    'anything but black, 2',
    '2 black rather than red',
    'never black, 2 red',
    'wish I could get 2 black',
    '02 black',
    '2 black 2 blackk',
    '2-3 black',
    '1) black 2) gold',
    '2 black in size XL and engraved',
  ])('"%s" is never clear', (text) => {
    expect(read(`${text} kit@example.com`).needsHuman).toBe(true)
  })

  it.each([
    ['2 black but only if they arrive before friday', 'not-understood'],
    ['1 black with my initials on it', 'not-understood'],
    ['1 black and the same for my sister', 'not-understood'],
    ['at least 2 black', 'not-understood'],
    ['1 black 1 vanilla', 'not-understood'],
    ['2 black. would 3 be too many?', 'not-understood'],
    ['1 black like we talked about', 'refers-to-earlier'],
  ])('"%s" goes to a person', (text, doubt) => {
    expect(read(`${text} kit@example.com`).doubts).toContain(doubt)
  })

  it('a count beside a word of the caption is never taken for the sum of the rest', () => {
    const mugs = {
      ...readSale('Mugs in speckled white and cobalt, $32. Moss is gone.'),
      colours: ['speckled white', 'cobalt'],
    }
    const reading = readComment('speckled white x1, moss x1 kit@example.com', mugs)
    expect(reading).toMatchObject({ needsHuman: true, notUnderstood: ['moss', '1'] })
  })

  it.each<[string, string]>([
    ['2 black 3 black', 'ambiguous'],
    ['2 negras', 'ambiguous'],
    ['everything', 'ambiguous'],
    ['2 pairs of black', 'ambiguous'],
    ['2 black, wait, and 1 gold', 'takes-back'],
    ['2 black scratch that', 'takes-back'],
    ['2 black, actually love the gold', 'takes-back'],
    ['all but gold', 'takes-back'],
    ['is 2 black ok', 'not-understood'],
    ['2 black? can I get 1 red', 'not-understood'],
    ['2 black ❓', 'not-understood'],
    ['2 black https://shop.example/x', 'not-understood'],
    ['2 black in size M', 'not-understood'],
  ])('"%s" is read into the draft, and a person looks', (text, doubt) => {
    const reading = read(`${text} kit@example.com`)
    expect(reading.doubts).toContain(doubt)
    expect(reading.items).not.toBeNull()
  })

  it('a link that was not read is shown as it was written', () => {
    expect(read('2 black https://shop.example/x kit@example.com').notUnderstood).toEqual(['https://shop.example/x'])
  })

  it('a host without its sign is a broken address where things are named', () => {
    expect(read('1 black @ellen.craft example.com').doubts).toEqual(['broken-email'])
    expect(read('so pretty, saw you on myshop.com').doubts).toEqual([])
  })

  it('a word of the caption where a colour should stand is left over', () => {
    const hoops = { ...readSale('Beaded tassel hoops in sand and clay'), colours: ['sand', 'clay'] }
    expect(readComment('1 sand and tassel kit@example.com', hoops).notUnderstood).toEqual(['tassel'])
    expect(readComment('1 sand hoops kit@example.com', hoops).needsHuman).toBe(false)
  })

  it('what is gone by the caption is no word beside an order', () => {
    const beads = { ...readSale('Beads in sand, clay and dune. Onyx is sold out.'), colours: ['sand', 'clay'] }
    expect(readComment('1 sand and onyx kit@example.com', beads).notUnderstood).toEqual(['onyx'])
  })

  it.each(["2 black, can't wait", '1 black 1 red, 2 in total', '2 black for my mum'])('"%s" does not', (text) => {
    expect(read(`${text} kit@example.com`)).toMatchObject({ isOrder: true, needsHuman: false })
  })
})

describe('the e-mail', () => {
  it.each([
    ['2 black kit.morrow@example.com', 'kit.morrow@example.com'],
    ['2 black KIT@EXAMPLE.COM!!!', 'kit@example.com'],
    ['2 black kit dot morrow at example dot co dot uk', 'kit.morrow@example.co.uk'],
    ['2 black kit [at] example [dot] com', 'kit@example.com'],
    ['quiero 2 negras, kit arroba example punto com', 'kit@example.com'],
    ['2 noirs svp, kit point morrow arobase example point fr', 'kit.morrow@example.fr'],
    ['bitte 2 schwarze, kit ät example punkt de', 'kit@example.de'],
    ['2 black k i t @ e x a m p l e . c o m', 'kit@example.com'],
    ['2 black kit＠example。com', 'kit@example.com'],
    ['2 black k\u200bit@exam\u200dple.com', 'kit@example.com'],
    ['2 black kit&#64;example&period;com', 'kit@example.com'],
    ['2 black 💛kit@example.com💛', 'kit@example.com'],
    ["2 black m.o'dell+beads_1@mail.example.org", "m.o'dell+beads_1@mail.example.org"],
    ['2 black kit@example.com.Thanks', 'kit@example.com'],
  ])('000-055 is read from "%s"', (text, email) => {
    expect(read(text)).toMatchObject({ isOrder: true, email, needsHuman: false, items: expect.anything() })
  })

  it.each([
    ['2 black kit@gmail,com', 'kit@gmail.com', 'repaired-email'],
    ['2 black kit@@gmail.com', 'kit@gmail.com', 'repaired-email'],
    ['2 black kit@gmailcom', 'kit@gmail.com', 'repaired-email'],
    ['2 black kit@gmail. com', 'kit@gmail.com', 'repaired-email'],
    ['2 black kit@gamil.com', 'kit@gamil.com', 'typo-domain'],
    ['2 black kit@gmail.con', 'kit@gmail.con', 'typo-domain'],
    ['2 black kit@example.com or kit@example.org', 'kit@example.com', 'two-emails'],
    ['2 black kit@gmail.coom', 'kit@gmail.coom', 'typo-domain'],
  ])('with a slip in "%s" goes to a person', (text, email, doubt) => {
    expect(read(text)).toMatchObject({
      isOrder: true,
      email,
      needsHuman: true,
      doubts: expect.arrayContaining([doubt]),
    })
  })

  it.each(['2 black kit@example', '2 black kit.gmail.com', '2 black kіt@example.com', '2 black niá@example.com'])(
    'that cannot be used in "%s" is not guessed',
    (text) => {
      expect(read(text)).toMatchObject({
        isOrder: false,
        email: null,
        needsHuman: true,
        doubts: expect.arrayContaining(['broken-email']),
      })
    },
  )

  it.each([
    ['2 black, use this email not the old one: kit.b@example.com (kit.a@example.org is dead)', 'kit.b@example.com'],
    ['2 black kit.a@example.org bounces, kit.b@example.com', 'kit.b@example.com'],
    ['2 black kit.b@gmail dot com', 'kit.b@gmail.com'],
  ])('an address of which it is said that it is gone, or that is said by half: %s', (text, email) => {
    expect(read(text).email).toBe(email)
  })

  it('"for the 3rd time" is no three red', () => {
    const { items, needsHuman } = read('Commenting for the 3rd time haha, 1 black! kit@example.com')
    expect([items, needsHuman]).toEqual([{ black: 1 }, true])
  })

  it.each(['class at 12.00', 'available at myshop.com', 'thanks @shop.demo', 'look at this'])(
    'is not seen in "%s"',
    (text) => {
      expect(read(text).email).toBeNull()
    },
  )

  it('000-058 without one a comment is no order, and rings nobody', () => {
    expect(read('love the red one!')).toMatchObject({ isOrder: false, email: null, needsHuman: false })
    expect(read('2 black please').isOrder).toBe(false)
  })

  it('000-057 alone it makes an order whose items a person must find', () => {
    expect(read('kit@example.com')).toMatchObject({
      isOrder: true,
      items: null,
      needsHuman: true,
      why: 'Items? No colour and amount could be read',
    })
  })
})

describe('000-056 colours and amounts', () => {
  it.each<[string, Record<string, number> | null]>([
    ['2 black 1 red', { black: 2, red: 1 }],
    ['black 2 red 1', { black: 2, red: 1 }],
    ['black x2, red ×1', { black: 2, red: 1 }],
    ['2x black 1xred', { black: 2, red: 1 }],
    ['２ black 1️⃣ red', { black: 2, red: 1 }],
    ['two black and a red', { black: 2, red: 1 }],
    ['half a dozen gold', { gold: 6 }],
    ['a pair of gold', { gold: 2 }],
    ['dos negras y una roja', { black: 2, red: 1 }],
    ['deux noirs et un doré', { black: 2, gold: 1 }],
    ['zwei schwarze und ein rotes', { black: 2, red: 1 }],
    ['due nere e una rossa', { black: 2, red: 1 }],
    ['2 pretas e 1 vermelha', { black: 2, red: 1 }],
    ['nyeusi mbili na nyekundu moja', { black: 2, red: 1 }],
    ['أريد 2 أسود و 1 أحمر', { black: 2, red: 1 }],
    ['2 balck 1 blk', { black: 3 }],
    ['🖤x2 ❤️x1', { black: 2, red: 1 }],
    ['one of each except gold', { black: 1, red: 1, white: 1 }],
    ['black and gold, 2 each', { black: 2, gold: 2 }],
    ['1 red 2 gold... scratch the red', { gold: 2 }],
    ['1 red, no wait, 3 red', { red: 3 }],
    ['red+red+gold', { red: 2, gold: 1 }],
    ['red (1) gold (1) black (2)', { red: 1, gold: 1, black: 2 }],
    ['twelve (12) red', { red: 12 }],
    ['red red red (three)', { red: 3 }],
    ['one red for me one red for mum, so 2 red', { red: 2 }],
    ['0 black 2 red', { red: 2 }],
    ['2 black #red #gold', { black: 2 }],
    ['2 black, tel 0712 345 678', { black: 2 }],
    ['1 red, no wait, 3 gold', { gold: 3 }],
    ['all but gold', { black: 1, red: 1, white: 1 }],
    ['4 in total: 2 black, 2 gold', { black: 2, gold: 2 }],
    ['1.5 black', null],
    ['a few black ones', null],
    ['red or gold, you choose', null],
  ])('"%s"', (text, items) => {
    expect(sorted(itemsOf(text))).toEqual(sorted(items))
  })

  it('a colour that is not on offer is kept, and the card says so', () => {
    expect(read('2 black 1 cereza kit@example.com')).toMatchObject({
      items: { black: 2, cherry: 1 },
      doubts: ['not-on-offer'],
      why: "Colour? 'cherry' is not on offer",
    })
  })

  it('more than the limit is kept as asked, and the card says so', () => {
    expect(read('6 black kit@example.com')).toMatchObject({
      items: { black: 6 },
      doubts: ['over-limit'],
      why: '6 is over the limit of 5 per person',
    })
  })

  it('under a single colour a bare number or "mine!" is enough', () => {
    expect(readComment('2 please kit@example.com', last)).toMatchObject({ items: { black: 2 }, needsHuman: false })
    expect(readComment('mine!! kit@example.com', last)).toMatchObject({ items: { black: 1 }, needsHuman: false })
  })

  it('where pairs are sold a pair is one, and "2 socks" is asked about', () => {
    expect(readComment('2 pairs navy kit@example.com', pairs).items).toEqual({ navy: 2 })
    expect(readComment('2 socks navy kit@example.com', pairs)).toMatchObject({ items: { navy: 1 }, needsHuman: true })
  })

  it('every value carries the piece of the comment it was read from', () => {
    const text = 'TWO&nbsp;black and <b>1</b> rd, kit (at) example (dot) com'
    const { evidence } = read(text)
    expect(evidence).toEqual({
      email: 'kit (at) example (dot) com',
      items: { black: 'TWO&nbsp;black', red: '1</b> rd' },
    })
  })
})

it.each([
  'red (1) gold (1)',
  'red red red (three)',
  'one red for me one red for mum, so 2 red',
  'would love 2 in red',
  '2 red for our book club',
  'me llevo 2 rojas',
])('000-056 %s passes alone, as the same in plain words does', (text) => {
  const spanish = readSale('Pulseras: rojo, negro y dorado. 12 € cada una, máximo 5 por persona')
  const one = text.startsWith('me ') ? readComment(`${text} kit@example.com`, spanish) : read(`${text} kit@example.com`)
  expect([one.isOrder, one.needsHuman, one.why]).toEqual([true, false, 'clear order'])
})

it.each(['red red (three)', '2 red and 3 red', 'one red one red 3 red'])('000-056 %s waits for a person', (text) => {
  expect(read(`${text} kit@example.com`).needsHuman).toBe(true)
})

describe('what is no order', () => {
  it.each([
    ['price for 20 black? kit@example.com', 'question'],
    ['do you have blue? kit@example.com', 'question'],
    ['let me know when red is back kit@example.com', 'question'],
    ['please cancel my order kit@example.com', 'cancellation'],
    ['I ordered 2 black last week and never got a link kit@example.com', 'complaint'],
  ])('"%s" keeps its e-mail and goes to a person', (text, doubt) => {
    const doubts = expect.arrayContaining([doubt])
    expect(read(text)).toMatchObject({ isOrder: false, email: 'kit@example.com', items: null, doubts })
  })

  it('spam is left alone, address and all', () => {
    const reading = read('Buy 1000 followers, 5k red hot likes: sales@boost.invalid')
    expect(reading).toMatchObject({ isOrder: false, email: null, emails: ['sales@boost.invalid'], needsHuman: false })
  })

  it('a polite question is an order, and so is one after a question', () => {
    expect(read('can I get 2 black please? kit@example.com')).toMatchObject({ isOrder: true, needsHuman: false })
    expect(read('any left? if yes 1 gold kit@example.com').items).toEqual({ gold: 1 })
    expect(read('2 black, how long is shipping? kit@example.com').items).toEqual({ black: 2 })
  })

  it('what refers to an earlier comment goes to a person', () => {
    expect(read('correction to my comment above: 2 red kit@example.com').doubts).toContain('refers-to-earlier')
  })
})

describe('a comment without e-mail about an earlier order', () => {
  it.each([
    ['make it four', 'change', null, 4],
    ['actually 2 red instead', 'change', { red: 2 }, null],
    ['cancel mine please', 'cancel', null, null],
    ['when will my order ship?', 'question', null, null],
    ['so pretty!', null, null, null],
  ] as const)('"%s"', (text, refersToEarlier, items, amount) => {
    expect(readChange(text, offer)).toMatchObject({ isOrder: false, email: null, refersToEarlier, items, amount })
  })
})

describe('000-047: an address broken over lines', () => {
  it.each([
    '2 black\nida.moss@\nexample.com',
    '2 black\nida.moss\n@example.com\nthank you',
    '2 black ida_moss@\nexample.co.uk',
  ])('%j is read, and a person looks', (text) => {
    expect(read(text)).toMatchObject({ isOrder: true, items: { black: 2 }, needsHuman: true })
    expect(read(text).email).toMatch(/^ida[._]moss@example\.co/)
  })

  it.each(['so cute\n@studio.art', '2 black\n@friend look', 'love it @\nexample'])('%j holds none', (text) => {
    expect(read(text).email).toBeNull()
  })
})
