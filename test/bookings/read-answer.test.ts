import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'
import { publicData } from '#test/public-data.ts'

const answerOf = (text: string) => readAnswer(text).answer

describe('002-019: a musician says yes', () => {
  it.each([
    'Yes!',
    'YES K7Q2',
    'k7q2 yes please',
    'Y',
    'yesss',
    'Yep, count me in 🎻',
    "No problem, I'll be there",
    "I'm available",
    'Not busy that day',
    'Hi Dane, yes I can do it. Thanks!',
    "Yes, can't wait!",
    'That works for me, thank you!',
    'of course!',
    'agree',
    'ok K7Q2',
    'ok yes',
    '👍',
    '👌🏾',
    '“YES”',
    'Sí, ahí estaré',
    'Sí puedo',
    'Si, puedo',
    '¡Por supuesto!',
    'Estoy disponible, gracias',
  ])('%s', (text) => expect(answerOf(text)).toBe('yes'))
})

describe('a musician says no', () => {
  it.each([
    'No, sorry',
    'NO K7Q2',
    'Noooo',
    "can't make it",
    'I can not',
    "I'm not available",
    "won't be able to make it",
    'Definitely not available',
    "I'm busy",
    "Absolutely not, I'm in Chicago that day",
    "Can't, have kids that week",
    "Unfortunately I can't, I have a wedding that day",
    "I'd love to but I can't",
    "I'll pass, thanks",
    'Ok sorry cant',
    'No puedo, lo siento',
    'no estoy disponible',
    'Claro que no',
    'Imposible, tengo ensayo',
  ])('%s', (text) => expect(answerOf(text)).toBe('no'))
})

describe('a musician says no to every date', () => {
  it.each([
    'no to all dates',
    'None of them work',
    'not available any of these days',
    "Can't do any of them",
    'neither works',
    'no to both',
    'no a todas las fechas',
    'ninguna',
    'No puedo en ninguna de las dos fechas',
  ])('%s', (text) => expect(answerOf(text)).toBe('none'))
})

describe('what is not plain answers nothing', () => {
  it.each([
    ['a condition', 'yes but only until noon'],
    ['a condition', 'yes if you pay travel'],
    ['a condition', 'si puedo'],
    ['a question', 'Is that still open? yes?'],
    ['a question', 'can you play'],
    ['a numeral', '1'],
    ['a time', '1:30 would be better for me'],
    ['a day', 'Yes - Friday'],
    ['a code alone', 'K7Q2'],
    ['two answers', 'no K7Q2 yes M3T4'],
    ['two answers', 'yes and no'],
    ['two answers', 'yeah no'],
    ['two answers', 'Yes I cannot'],
    ['half of them', "can't do all of them"],
    ['either of two senses', "can't do either"],
    ['another time', 'Sure, another time'],
    ['joy with a no', 'No, all good'],
    ['not at all', 'not at all'],
    ['seen or taken', 'ok'],
    ['seen or taken', 'K'],
    ['seen or taken', 'Alright, thanks'],
    ['a regret', 'I wish I could'],
    ['a regret', 'would have loved to'],
    ['thanks for nothing', 'No problem, thanks anyway'],
    ['a promise to answer', "I'll answer later"],
    ['why not', 'y not'],
    ['not ok', 'not ok'],
    ["a phone's own words", 'Liked “Custom Tracks: violin, Tue Feb 10. YES K7Q2 / NO K7Q2”'],
    ["a phone's own words", 'I’m driving with Do Not Disturb While Driving turned on.'],
    ["a phone's own words", "Sorry, I can't talk right now."],
    ['our own words', 'First yes gets it. YES K7Q2 / NO K7Q2 or https://desk.example/a/x'],
    ['a quotation', 'I said "yes"'],
    ['somebody else', 'Yes with a friend'],
    ['thanks', 'Thanks Maya!'],
    ['hidden letters', 'yes \u202eon'],
  ])('%s: %s', (_, text) => expect(answerOf(text)).toBe('unclear'))

  it('the words that stopped it are quoted as they were written', () => {
    expect(readAnswer('Yes, MAYBE from Brooklyn K7Q2')).toEqual({
      answer: 'unclear',
      code: 'K7Q2',
      codes: ['K7Q2'],
      about: null,
      notUnderstood: ['Brooklyn', 'MAYBE'],
    })
    expect(readAnswer('yes K7Q2')).toMatchObject({ answer: 'yes', code: 'K7Q2', notUnderstood: [] })
  })
})

it('a code of the offers is one in whatever form, and another than theirs is not understood', () => {
  const m4tr = [{ code: 'M4TR' }]
  expect(readAnswer('yes m4tr', m4tr)).toMatchObject({ answer: 'yes', code: 'M4TR', notUnderstood: [] })
  expect(readAnswer('yes K7Q2', m4tr)).toMatchObject({ answer: 'unclear', code: 'K7Q2', notUnderstood: ['K7Q2'] })
  expect(readAnswer('yes m4tr').answer).toBe('unclear')
})

it.each<[string, string]>([
  ['YES K7Q2 YES P4X9', 'yes'],
  ['Yes to both! K7Q2 and P4X9', 'yes'],
  ['No K7Q2, no P4X9', 'no'],
  ['yes K7Q2, no P4X9', 'unclear'],
  ['yes K7Q2 or P4X9', 'unclear'],
  ['yes K7Q2 and R2T2', 'unclear'],
  ['YES P4X9 only', 'yes'],
  ['yes P4X9 only until 4', 'unclear'],
  ['No, only P4X9', 'unclear'],
  ['none, only P4X9', 'unclear'],
  ['only K7Q2, no P4X9', 'unclear'],
])('one answer to the codes of several offers: %s', (text, answer) => {
  expect(readAnswer(text, [{ code: 'K7Q2' }, { code: 'P4X9' }]).answer).toBe(answer)
})

it.each<[string, string]>([
  ['YES\n\nSent from my iPhone', 'yes'],
  ['hell yes', 'yes'],
  ['Sorry, I have a concert that day', 'no'],
  ["nah I'm good", 'no'],
  ["I'm good", 'unclear'],
  ['I have a concert that day', 'unclear'],
  ["can't make either night", 'none'],
  ["I'll be busy", 'no'],
  ["Broke my wrist, can't play", 'no'],
  ['Both work for me', 'yes'],
  ['No sorry, out of town over New Year', 'no'],
  ['Ninguna de las dos, estoy de gira hasta marzo', 'none'],
  ['Esta vez no va a poder ser', 'no'],
  ['Good deal, thanks', 'unclear'],
  ["Can't, Monday is my class", 'no'],
  ['Busy until Friday', 'unclear'],
  ['No, busy until 3', 'unclear'],
  ["can't until Friday", 'unclear'],
  ['No, Friday', 'unclear'],
  ["I'm ill", 'unclear'],
  ['Im ill, sorry', 'unclear'],
  ['Work that day', 'unclear'],
  ['I got it, thanks', 'unclear'],
  ['Morning works for me', 'unclear'],
  ["Morning! I'm in", 'yes'],
  ['It is fine', 'unclear'],
  ['This date is fine', 'unclear'],
  ['is good', 'unclear'],
  ['No problem!', 'unclear'],
  ['No problem, I can do it', 'yes'],
  ["I'm teaching all evening, sorry", 'no'],
  ['Ugh, I have a concert that day', 'no'],
  ['Wish I could', 'unclear'],
  ["I'll take it", 'yes'],
  ["I'll take a pass", 'unclear'],
  ["I'll take my son", 'unclear'],
])('%j is %s', (text, answer) => {
  expect(answerOf(text)).toBe(answer)
})

/** Friday, 11 December, 10 AM, and Saturday at 7 PM. */
const offers = [
  { code: 'K7Q2', instrument: 'viola', starts: Temporal.PlainDateTime.from('2026-12-11T10:00') },
  { code: 'P4X9', instrument: 'viola', starts: Temporal.PlainDateTime.from('2026-12-12T19:00') },
]

it.each<[string, string, string | null]>([
  ['Friday works', 'yes', 'K7Q2'],
  ['Yes for Friday the 11th!', 'yes', 'K7Q2'],
  ['See you Friday, count me in', 'yes', 'K7Q2'],
  ['Fri is fine', 'yes', 'K7Q2'],
  ['10am works', 'yes', 'K7Q2'],
  ['Yes, Dec 12th', 'yes', 'P4X9'],
  ['Saturday night works for me', 'yes', 'P4X9'],
  ['that evening works for me', 'yes', 'P4X9'],
  ['sí, el sábado', 'yes', 'P4X9'],
  ['Imposible ese viernes', 'no', 'K7Q2'],
  ["can't do Saturday", 'no', 'P4X9'],
  ['Yes to viola', 'yes', 'K7Q2 P4X9'],
  ['Yes viola', 'yes', 'K7Q2 P4X9'],
  ["I'll take the Saturday one", 'yes', 'P4X9'],
])('a day, an hour or an instrument of our own text is a word like any other: %s', (text, answer, about) => {
  const read = readAnswer(text, offers)
  expect([read.answer, read.about?.join(' ')]).toEqual([answer, about])
})

it.each([
  'Thursday works',
  'Yes Friday and Saturday',
  'Friday morning not Saturday',
  'Friday evening works',
  'Saturday morning works',
  'Friday at 2 works',
  'Friday?',
  'will Friday work',
  'Will the Friday session work',
  'Friday is good for my sub',
  'Friday',
  'Friday would be better',
  'Yes K7Q2, Saturday',
  'none on Friday',
  'yes to all Friday',
  'Friday works but not the morning',
  'December works',
  '11 works',
])('and of no other: %s', (text) => expect(readAnswer(text, offers).answer).toBe('unclear'))

it('a day is known only where it is offered', () => {
  expect(readAnswer('Friday works').answer).toBe('unclear')
  expect(readAnswer('Friday works', [{ code: 'K7Q2' }]).answer).toBe('unclear')
})

it('STOP is no answer, and stopping by is no STOP', () => {
  expect(answerOf('Please stop texting me')).toBe('stop')
  expect(answerOf('please remove me from the list, I live in Oslo now')).toBe('stop')
  expect(answerOf('Stop, I mean yes')).toBe('unclear')
  expect(answerOf('yes, I can stop by at 3')).toBe('unclear')
})

type Case = { input: string; expected: { Resolution: { value: boolean } }[] }
const suite = publicData<Case>('yes_no.json')
it.skipIf(!suite)('no text of the public suite is taken for its opposite', () => {
  const wrong = suite?.filter(({ input, expected }) => {
    const answer = answerOf(input)
    return answer !== 'unclear' && answer !== (expected[0]?.Resolution.value ? 'yes' : 'no')
  })
  expect(wrong?.map(({ input }) => input)).toEqual([])
})

describe('002-019: a name below an answer', () => {
  const offered = [{ code: 'K7Q2' }]
  const signed = (text: string, name: string) => readAnswer(text, offered, name).answer

  it.each([
    ['Yes! - Omar', 'Omar Haddad', 'yes'],
    ['Omar here, can do', 'Omar Haddad', 'yes'],
    ['This is Ingeborg, count me in', 'Ingeborg Dahl', 'yes'],
    ["Hi it's Rosa. Yes I can do it", 'Rosa Vila', 'yes'],
    ['Sí! Soy Rosa', 'Rosa Vila', 'yes'],
    ['Yes\n\nÁngel Prieto', 'Angel Prieto', 'yes'],
    ['Yes K7Q2 -- Omar H.', 'Omar Haddad', 'yes'],
    ['Not this time. Cheers, Beth', 'Elizabeth Moor', 'no'],
    ['no sorry - Sam', 'Samantha Lee', 'no'],
    ['No can do - Will', 'Will Baker', 'no'],
    ['Yes, Will', 'Will Baker', 'yes'],
  ])('%j of %s is plain', (text, name, answer) => {
    expect(signed(text, name)).toBe(answer)
  })

  it.each([
    ['Yes - Ben', 'Omar Haddad'],
    ['Yes - Omar and Ben', 'Omar Haddad'],
    ['Omar says yes', 'Omar Haddad'],
    ['Ask Omar', 'Omar Haddad'],
    ['Yes - tentatively', 'Omar Haddad'],
    ['Yes - Maybe', 'Maybelle Roe'],
    ['Yes - No', 'Jun No'],
    ['Yes. May', 'May Chen'],
    ['Omar', 'Omar Haddad'],
    ['Yes - Omar', ''],
    ['Yes - Ben', '.* Haddad'],
  ])('%j of %s is not', (text, name) => {
    expect(signed(text, name)).toBe('unclear')
  })

  it('a code with a gap in it is the code', () => {
    expect(readAnswer('yes K7 Q2', offered)).toMatchObject({ answer: 'yes', codes: ['K7Q2'] })
    expect(readAnswer('yes K7-Q2', offered)).toMatchObject({ answer: 'yes', codes: ['K7Q2'] })
    expect(readAnswer('yes K7 Q3', offered).answer).toBe('unclear')
  })

  it('neither of two that work is no to both', () => {
    expect(readAnswer('Neither works for me').answer).toBe('none')
    expect(readAnswer('None of these work for me, thank u').answer).toBe('none')
    expect(readAnswer('gotta pass, my audition').answer).toBe('no')
  })
})
