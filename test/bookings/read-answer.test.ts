import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'

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
      each: null,
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
  ['I have a concert', 'unclear'],
  ['I have a concert that day', 'no'],
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
  ['Wish I could', 'no'],
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

/** Wednesday, 2 December: both are asked in the week after. */
const today = Temporal.PlainDate.from('2026-12-02')

it.each<[string, string]>([
  ['On tour till January', 'none'],
  ['On tour with the Delacroix quartet till January', 'none'],
  ['Ando en Monterrey hasta el 20, no puedo', 'none'],
  ['No puedo, ando en Monterrey hasta el 11', 'unclear'],
  ['Out of town that weekend', 'no'],
  ["I'm away until the 15th", 'none'],
  ['Out of town from the 9th to the 14th', 'none'],
  ["I'm teaching that whole week", 'none'],
  ['Booked solid through Christmas', 'none'],
  ['Out of town for both', 'none'],
  ['No K7Q2, on tour till January', 'no'],
  ['on tour till Friday', 'unclear'],
  ["I'm away until the 12th", 'unclear'],
  ['Out of town from the 9th to the 11th', 'unclear'],
  ['Free until January, both work', 'yes'],
  ["I'm not free for both", 'unclear'],
])('how long somebody is away is compared with what is asked: %s', (text, answer) => {
  expect(readAnswer(text, offers, { today }).answer).toBe(answer)
})

it('without the day it was written nobody can tell how long "until Monday" is', () => {
  const friday = offers.slice(0, 1)
  const read = (now?: string) =>
    readAnswer('On tour till Monday', friday, { today: now ? Temporal.PlainDate.from(now) : undefined })
  expect([read().answer, read('2026-12-02').answer, read('2026-12-08').answer]).toEqual(['unclear', 'unclear', 'no'])
})

it.each<[string, string]>([
  ["I'm teaching that day", 'no'],
  ['I have rehearsal Friday', 'no'],
  ['Thanks for asking but I have a concert', 'no'],
  ["I don't do Fridays", 'no'],
  ["Friday's no good for me", 'no'],
  ["Friday's great", 'yes'],
  ['yes, 10-12:30', 'yes'],
  ['yes, from 10 am to 12:30 pm', 'yes'],
  ['yes, 10-12', 'unclear'],
  ["I'll be there with my viola", 'yes'],
  ['Yes I can take it', 'yes'],
  ['you can count me in', 'yes'],
  ['you can do it', 'unclear'],
  ["I'd love to but my recital is that day so no", 'no'],
  ['Recital! Is that day fixed? no', 'unclear'],
  ['yeah go ahead n book me', 'yes'],
  ['I would be delighted to play', 'yes'],
  ['hey yes i can do the friday thing', 'yes'],
  ['Bin in Spanien, geht leider nicht', 'no'],
  ["Can't make it my car broke down", 'no'],
  ['Nope. The babysitter quit on me', 'no'],
  ['Sorry but no, my back is killing me', 'no'],
  ['No, not feeling well at all', 'unclear'],
  ["can't complain", 'unclear'],
  ["can't thank you enough", 'unclear'],
  ['No biggie', 'unclear'],
  ['No, kidding', 'unclear'],
  ["can't make it, that pays too little", 'unclear'],
  ["can't make it until 3", 'unclear'],
  ['No, you are the best', 'unclear'],
  ['n', 'no'],
  ['why not, put me down', 'yes'],
  ['Sorry for the late reply, yes!', 'yes'],
  ['Sure wish I could', 'no'],
  ['I wish!', 'unclear'],
  ['Leider nein, bin an dem Tag verplant', 'no'],
  ['Não posso nesse dia', 'no'],
  ['Je ne suis pas dispo vendredi', 'no'],
  ['Ya tengo otra boda ese día', 'no'],
  ['sí claro q sí', 'yes'],
  ['Hi Harrow Lane, yes', 'yes'],
  ['ja gerne, am Freitag', 'yes'],
  ["I'm in Chicago that day", 'unclear'],
  ['I have time that day', 'unclear'],
  ['I have a concert that morning', 'no'],
  ['I teach in the afternoon', 'unclear'],
  ['My concert that day is cancelled', 'unclear'],
  ['No rehearsal Friday', 'unclear'],
  ["I don't have rehearsal Friday", 'unclear'],
  ["I don't have a gig that day", 'unclear'],
  ['Is there a gig that day', 'unclear'],
  ["I'm open to it", 'unclear'],
])('of one that is asked, %j is %s', (text, answer) => {
  const [friday] = offers.map((one) => ({ ...one, ends: one.starts.add({ hours: 2, minutes: 30 }) }))
  expect(readAnswer(text, friday && [friday]).answer).toBe(answer)
})

it.each<[string, object | null]>([
  ['Yes K7Q2, no P4X9', { K7Q2: 'yes', P4X9: 'no' }],
  ['no K7Q2 yes P4X9', { K7Q2: 'no', P4X9: 'yes' }],
  ['K7Q2 yes P4X9 no', { K7Q2: 'yes', P4X9: 'no' }],
  ['YES K7Q2 / NO P4X9', { K7Q2: 'yes', P4X9: 'no' }],
  ['Fri - yes, Sat - no', { K7Q2: 'yes', P4X9: 'no' }],
  ["Can't do Friday, Saturday works though!", { K7Q2: 'no', P4X9: 'yes' }],
  ['Yes! Friday works, but not Saturday', { K7Q2: 'yes', P4X9: 'no' }],
  ['Have a rehearsal Friday, but Saturday works', { K7Q2: 'no', P4X9: 'yes' }],
  ['puedo el viernes pero el sábado no', { K7Q2: 'yes', P4X9: 'no' }],
  ['yes to the 11th and no to the 12th', { K7Q2: 'yes', P4X9: 'no' }],
  ["Can't do Friday or Saturday", { K7Q2: 'no', P4X9: 'no' }],
  ['Friday or Saturday works', null],
  ['Both!', { K7Q2: 'yes', P4X9: 'yes' }],
  ['Yes to both', { K7Q2: 'yes', P4X9: 'yes' }],
  ['I can do both days, thanks', { K7Q2: 'yes', P4X9: 'yes' }],
  ['Yes Friday and Saturday', { K7Q2: 'yes', P4X9: 'yes' }],
  ['Friday and Saturday both work for me', { K7Q2: 'yes', P4X9: 'yes' }],
  ['Thanks. Both work for me', { K7Q2: 'yes', P4X9: 'yes' }],
  ['Hi, both please', { K7Q2: 'yes', P4X9: 'yes' }],
  ['Thanks both!', null],
  ['Great, thanks both', null],
  ['Hi both', null],
  ['Thanks, both!', null],
  ['Yes, Saturday K7Q2', null],
  ['12th K7Q2 yes', null],
  ['Yes to all three', null],
  ['not both', null],
  ['either', null],
  ['Yes Friday, Saturday maybe', null],
  ['Yes Friday, Saturday', null],
  ['No. Friday works, not Saturday', null],
  ['Yes Friday yes no Saturday no', null],
  ['YES K7Q2 / NO K7Q2', null],
  ['Sure! Fri - no, Sat - yes', null],
  ['Viola no, viola yes', null],
  ['Friday works and Saturday', null],
  ['I can T4K7', null],
  ['yes K7Q2x and P4X9', null],
])('002-019: to each of several offers its own answer, or to both: %s', (text, each) => {
  expect(readAnswer(text, offers)).toMatchObject({ each, ...(each ? { notUnderstood: [] } : { answer: 'unclear' }) })
})

it.each(['Hi all! Yes', 'Yes, thanks all', "Yes, that's all"])('who is spoken to takes nothing: %s', (text) => {
  expect(readAnswer(text, offers)).toMatchObject({ answer: 'yes', each: null, about: null })
})

it('"both" counts those that are asked', () => {
  const past = { code: 'B3B3', isPast: true }
  expect(readAnswer('yes to both', [...offers, past]).each).toEqual({ K7Q2: 'yes', P4X9: 'yes' })
  expect(readAnswer('yes to both', [...offers, { code: 'B3B3' }]).answer).toBe('unclear')
  expect(readAnswer('yes to all', [...offers, { code: 'B3B3' }]).each).toMatchObject({ B3B3: 'yes' })
})

it.each([
  ['the Saturday then', 'P4X9'],
  ['Saturday please', 'P4X9'],
  ["Let's do the Friday one", 'K7Q2'],
  ["I'm good for Friday", 'K7Q2'],
  ['> Which one? YES K7Q2 (Fri 10 AM ET), YES P4X9 (Sat 7 PM ET).\nThe Saturday one then', 'P4X9'],
  ['yes 12/11', 'K7Q2'],
])('who names one of our offers and takes it: %s', (text, code) => {
  expect(readAnswer(text, offers)).toMatchObject({ answer: 'yes', about: [code] })
})

it('a day is known only where it is offered', () => {
  expect(readAnswer('Friday works').answer).toBe('unclear')
  expect(readAnswer('Friday works', [{ code: 'K7Q2' }]).answer).toBe('unclear')
})

it('neither of two that are asked: "either" after a not', () => {
  expect(readAnswer("can't do either", offers).answer).toBe('none')
  expect(readAnswer("can't do either", [...offers, { code: 'B3B3' }]).answer).toBe('unclear')
  expect(readAnswer('can do either', offers).answer).toBe('unclear')
})
