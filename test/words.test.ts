import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { conflictText, helpText, pencilledText, plainAnswer } from '#src/bookings/offers/write-answers.ts'
import { confirmText, holdText, offerText } from '#src/bookings/offers/write-texts.ts'
import type { AddressQuestion } from '#src/orders/mails/address-questions.ts'
import { askAgainText } from '#src/orders/mails/mails.ts'
import { writeTitle } from '#src/prices/alerts/write-title.ts'
import { say } from '#src/prices/sentences.ts'
import { writeCodeText } from '#src/prices/watches/write-ask.ts'
import { fillWords } from '#src/words/words.ts'

const folder = mkdtempSync(join(tmpdir(), 'deskhand-words-'))
afterAll(() => rmSync(folder, { recursive: true }))
const own = (name: string, text: string) => writeFileSync(join(folder, `${name}.txt`), text)

const zone = 'America/New_York'
const time = { start: new Date('2026-02-10T16:00:00Z'), end: new Date('2026-02-10T18:00:00Z') }
const seat = { instrument: 'violin', time, zone }
const studio = { STUDIO_NAME: 'Custom Tracks', BOOKING_PAY: '$150', MAIL_TEMPLATES: folder }
const LINK = `https://desk.example/a/${'x'.repeat(22)}`

test('a text to musicians is said in words of the studio, where it keeps the way to answer', () => {
  own('bookings.offer', 'Hey! {instrument} on {session}? {answer}')
  expect(offerText(studio, seat, 'K7Q2', LINK)).toMatch(
    /^Hey! violin on Tue Feb 10, 11 AM-1 PM ET\? Yes https.*YES K7Q2 \/ NO K7Q2$/,
  )
})

test('a text without what it is answered by is not used: ours leaves', () => {
  own('bookings.confirm', '{studio}: see you there!')
  expect(confirmText(studio, seat, 'K7Q2', LINK)).toMatch(/you're booked\. .*Calendar: https.*text NO K7Q2$/)
})

test('a text that asks for a value there is none of is not used either', () => {
  own('bookings.hold', 'Dear {musician}, NO {code} frees you, {start}')
  expect(holdText(studio, seat, 'K7Q2', time.start, time.start)).toMatch(/^Custom Tracks: still filling .*NO K7Q2/)
})

test('a text of the studio is cut to two segments like ours', () => {
  const MAIL_TEMPLATES = mkdtempSync(join(folder, 'long-'))
  writeFileSync(join(MAIL_TEMPLATES, 'bookings.hold.txt'), `${'So sorry. '.repeat(60)}{start} {deadline} NO {code}`)
  const text = holdText({ ...studio, MAIL_TEMPLATES }, seat, 'K7Q2', time.start, time.start)
  expect(text.length).toBeLessThanOrEqual(306)
  expect(text).toMatch(/K7Q2/)
})

test('a paragraph whose values are all empty is left out of a mail, and a subject stands apart', () => {
  own('orders.shipped', 'Subject: On its way: {ref}\n\n{items} left.\n\nTrack: {tracking}\n')
  const filled = fillWords('orders.shipped', { ref: 'O-1', items: '2 black', tracking: null }, folder)
  expect(filled).toEqual({ subject: 'On its way: O-1', text: '2 black left.' })
})

test('short answers stand in one file, a line each: the lines of the studio are used, the others are ours', () => {
  own(
    'bookings.answers',
    'filled: Sorry, gone already.\npencilled: Hold {start} for us!\nhelp-one: Say yes or no.\nover: {nobody} is late.\n',
  )
  expect(plainAnswer(studio, 'filled')).toBe('Sorry, gone already.')
  expect(pencilledText(studio, seat, time.start, time.start)).toBe('Hold Tue 11 AM ET for us!')
  expect(plainAnswer(studio, 'off')).toBe('Thanks, that session is off.')
  expect(plainAnswer(studio, 'over')).toBe('Thanks, that session is over.')
  expect(helpText(studio, 'K7Q2')).toMatch(/^I only read yes or no.*YES K7Q2 to take it or NO K7Q2/)
  expect(conflictText(studio, seat, 'K7Q2')).toContain('text YES K7Q2 again')
})

test('subscribers are written to in words of the shop, never without the code they need', () => {
  own('prices.sentences', 'hello: Dear {first},\ncode: {shop} says hi.\n')
  const shop = { STORE_NAME: 'Bead', MAIL_TEMPLATES: folder }
  expect(say(shop, 'hello', { first: 'Ada' })).toBe('Dear Ada,')
  const product = {
    productName: 'Hat',
    variant: null,
    url: 'https://x.example',
    price: 4900n,
    currency: 'USD',
  } as never
  expect(writeCodeText(shop, { code: '123456', product })).toMatch(/^Bead price alerts: your code is 123456 \(Hat, /)
})

test('what is asked about an address, and the subject of an alert, are words of the shop; without its place a line is ours', () => {
  own('orders.questions', 'missing: where is the {what}?\nfound: did we find it?\n')
  own('prices.alert-subjects', 'now: {product} for {price}\nfell: {nobody} fell\n')
  const view = { sale: { colours: [] }, items: null, customerName: null, address: null, number: 7 } as never
  const ask = (question: AddressQuestion) => askAgainText(view, question, shopOf(folder)).text
  expect(ask({ line: 'missing', values: { what: 'postcode' } })).toContain('where is the postcode?')
  expect(ask({ line: 'found', values: { address: '9 Oak Avenue' } })).toContain('found: 9 Oak Avenue.')
  const hat = { productName: 'Hat', variant: null, url: 'https://x.example', price: 4900n, currency: 'USD' } as never
  const titleOf = (was: bigint | null) =>
    writeTitle(shopOf(folder), { reason: 'drop', price: 4900n, was, currency: 'USD' } as never, hat)
  expect(titleOf(null)).toBe('Hat for $49.00')
  expect(titleOf(5900n)).toBe('Now $49.00 (was $59.00): Hat')
})

const shopOf = (MAIL_TEMPLATES: string) => ({ STORE_NAME: 'Bead', STORE_TIMEZONE: zone, MAIL_TEMPLATES })

test('our own are whole: every one is named after its pipeline', () => {
  const names = readdirSync('src/words').filter((name) => name.endsWith('.txt'))
  expect(names.length).toBeGreaterThan(15)
  expect(names.filter((name) => !/^(orders|bookings|prices)\.[a-z-]+\.txt$/.test(name))).toEqual([])
})
