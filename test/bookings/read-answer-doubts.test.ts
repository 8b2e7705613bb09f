import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'

/** Friday, 25 December: asked on the first of the month. */
const christmas = [
  {
    code: 'K7Q2',
    instrument: 'viola',
    starts: Temporal.PlainDateTime.from('2026-12-25T14:00'),
    ends: Temporal.PlainDateTime.from('2026-12-25T16:00'),
  },
]
const answerOn = (day: string, text: string) =>
  readAnswer(text, christmas, { name: 'Dane Okafor', today: Temporal.PlainDate.from(day) }).answer
const isUnclear = (text: string) => expect(answerOn('2026-12-01', text)).toBe('unclear')

describe('002-019: this week is the week it is written in', () => {
  it.each<[string, string, string]>([
    ["I'm free this week", 'unclear', 'yes'],
    ['yes this week', 'unclear', 'yes'],
    ["I'm free all week", 'unclear', 'yes'],
    ["I'm booked this week", 'unclear', 'no'],
    ['Sorry, away this week', 'unclear', 'no'],
    ['Busy all week', 'unclear', 'no'],
    ['sorry, busy the rest of the week', 'unclear', 'no'],
    ['free this weekend', 'unclear', 'unclear'],
    ['Away this month', 'no', 'no'],
    ['Away that week', 'no', 'no'],
    ['Busy today', 'unclear', 'unclear'],
    ["Can't, away this week", 'no', 'no'],
  ])('%s: far off %s, in that week %s', (text, far, near) => {
    expect([answerOn('2026-12-01', text), answerOn('2026-12-22', text)]).toEqual([far, near])
  })

  it('and its month and its day likewise', () => {
    expect(answerOn('2026-11-30', 'Away this month')).toBe('unclear')
    expect(answerOn('2026-12-25', 'Busy today')).toBe('no')
  })

  it('without the day it was written nobody can tell', () => {
    expect(readAnswer("I'm free this week", christmas).answer).toBe('unclear')
  })

  it('a weekend is the next one', () => {
    const saturday = [{ code: 'K7Q2', starts: Temporal.PlainDateTime.from('2026-12-12T10:00') }]
    const on = (day: string, text: string) => readAnswer(text, saturday, { today: Temporal.PlainDate.from(day) }).answer
    expect([on('2026-12-01', 'free this weekend'), on('2026-12-09', 'free this weekend')]).toEqual(['unclear', 'yes'])
    expect(on('2026-12-01', 'busy that weekend')).toBe('no')
  })
})

describe('002-019: words that are no yes', () => {
  it.each([
    'Locked in',
    'Sorry locked in that day',
    'Roger',
    'Roger that',
    'nothing else, thank you!',
    'everything is clear',
    'is clear thanks',
    'Is open Friday',
    'the offer is open',
    'on board that day',
    'está fechado',
    'will confirm',
    "I'll confirm",
    'I will confirm',
    'need to confirm',
    "I'll definitely confirm",
  ])('%s', isUnclear)

  it.each(['I confirm', 'yes confirm', 'happy to confirm', 'K7Q2 confirm', 'Roger K7Q2', 'my calendar is clear'])(
    'but %s',
    (text) => expect(answerOn('2026-12-01', text)).toBe('yes'),
  )

  it.each(['yes K7Q2 sorry P4X9', 'K7Q2 sorry P4X9 yes', 'yes K7Q2 unfortunately P4X9'])(
    'a regret between two offers parts them: %s',
    (text) => expect(readAnswer(text, [{ code: 'K7Q2' }, { code: 'P4X9' }]).answer).toBe('unclear'),
  )
})

describe('002-019: what begins like a no may be a yes', () => {
  it.each([
    "couldn't be happier",
    "can't be happier",
    "couldn't be more ready",
    "couldn't be any freer",
    "can't pass this up",
    "can't be beaten",
    "can't decline this",
    "can't not be there",
    "I'm not not available",
    "no way I'm missing that",
    "won't be a problem",
    "Friday isn't a problem",
    "won't be long",
    "I won't have anything",
    'No I love it',
    'no really I want to',
    'no my calendar is empty',
    'No, my calendar is empty',
    'nah just chilling',
    'nah, just chilling',
    'no! typo',
    'nope all clear',
    "no it's fine",
    "No, it's ok",
    'no, go ahead',
    'No go for it',
    "I won't be away",
    "won't be working",
    "I don't work that day",
    'no gigs that day',
    'no sessions that day',
    'no me lo pierdo',
    'no lo dudes',
    'no voy a faltar',
    'no tengo problema',
    'no tengo planes',
    'no tengo nada ese día',
    'no tengo ningún compromiso',
    'no me importa',
    'no estoy ocupado',
    'no trabajo ese día',
    'nein, ich habe nichts vor',
    'nein, ich habe keine Probe',
    'non non je viens',
    'non, rien de prévu, je viens',
    "non c'est bon",
    'non ho impegni',
    'não tenho nada',
  ])('%s', isUnclear)

  it.each([
    "can't make soundcheck",
    "can't make the first hour",
    "can't play loud",
    "can't make the rehearsal",
    'sorry, busy all day today',
    "can't play my viola loud",
    "can't do it for that",
    "can't make it for my usual slot",
    "Sorry I'm in a meeting",
    'sorry, in class',
  ])('a part of the job, its price and what one does right now: %s', isUnclear)

  it.each([
    "Can't make it my car broke down",
    "can't do Friday, the car died",
    'Nope. The babysitter quit on me',
    'Sorry but no, my back is killing me',
    'not available, house guests',
    "Absolutely not, I'm in Chicago that day",
    "No, I'm in Chicago that day",
    'No puedo, estoy ocupado',
    'No, estoy ocupado',
    'Sorry, I have a concert',
    'Ok sorry cant',
  ])('but %s', (text) => expect(answerOn('2026-12-01', text)).toBe('no'))
})

describe('002-019: how long something lasts by the clock', () => {
  /** From two to four in the afternoon. */
  it.each([
    ["Can't, I'm teaching that day till 6", 'no'],
    ['No, rehearsal until 4 pm', 'no'],
    ["Can't, I'm teaching that day till 3", 'unclear'],
    ['Yes until 3', 'unclear'],
    ['Yes, free until 5 pm', 'yes'],
    ['Yes till 16:00', 'yes'],
    ["I'm free until 10:30", 'unclear'],
    ["I'm free until 10 pm", 'yes'],
    ["Can't until 3", 'unclear'],
  ])('%s is %s', (text, answer) => {
    expect(answerOn('2026-12-01', text)).toBe(answer)
  })
})

describe('002-019: a number alone behind "until" may be a day', () => {
  const offers = [
    {
      code: 'M4T9',
      starts: Temporal.PlainDateTime.from('2026-12-22T14:00'),
      ends: Temporal.PlainDateTime.from('2026-12-22T17:00'),
    },
    {
      code: 'P4X9',
      starts: Temporal.PlainDateTime.from('2026-12-23T14:00'),
      ends: Temporal.PlainDateTime.from('2026-12-23T17:00'),
    },
  ]
  const today = Temporal.PlainDate.from('2026-11-30')
  const read = (text: string, count: number) => readAnswer(text, offers.slice(0, count), { today }).answer

  it.each([
    'free until 18',
    'yes free till 21',
    'yes, until 20',
    'Sí, hasta el 18 puedo',
    'Estoy libre hasta el 18',
    "oui je suis libre jusqu'au 20",
    'Yes, free until 5',
    'Sure, I can till 12',
    'Sí, hasta el 6 puedo',
    'free until 18 December',
  ])('%s is no yes', (text) => expect(read(text, 1)).toBe('unclear'))

  it.each(['M4T9 yes until 20', 'M4T9 yes until 6'])('nor is it to one of two: %s', (text) =>
    expect(read(text, 2)).toBe('unclear'),
  )

  it.each([
    ['Yes, free until 6 pm', 'yes'],
    ['Yes, free until 17:30', 'yes'],
    ['Estoy libre hasta el 24', 'yes'],
    ['Yes until the 23rd', 'yes'],
    ['Away until 27 December', 'no'],
    ["Can't, teaching till 6", 'no'],
  ])('%s is %s', (text, answer) => expect(read(text, 1)).toBe(answer))
})

describe('002-019: plain answers in more words', () => {
  it.each([
    ['Yse K7Q2', 'yes'],
    ['Hello, I would be glad to play', 'yes'],
    ['I can make it though', 'yes'],
    ["I'll have to pass on this one, thanks for thinking of me though", 'no'],
    ["can't make it, but please keep asking!", 'no'],
    ['Nein, leider nicht möglich', 'no'],
    ['passt nicht', 'no'],
    ["Non désolée, je suis à Montréal jusqu'au 27", 'no'],
    ['None of the three, sorry', 'none'],
    ['though I may be late', 'unclear'],
    ['yes though only the first half', 'unclear'],
    ['I would be glad to if it pays', 'unclear'],
    ['passt nicht nur am Freitag', 'unclear'],
    ['yes but keep asking', 'unclear'],
    ['je suis à Paris', 'unclear'],
  ])('%s is %s', (text, answer) => {
    expect(answerOn('2026-12-01', text)).toBe(answer)
  })
})
