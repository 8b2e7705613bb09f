import { describe, expect, it } from 'vitest'
import { readOptOut } from '#src/reading/opt-out.ts'
import { answersTo } from './texts.ts'

/** Saturday, 20 February, 10 to 12:30. */
const { areRead } = answersTo({
  ...{ instrument: 'double bass', starts: '2027-02-20T10:00', ends: '2027-02-20T12:30' },
  ...{ name: 'Theo Lindqvist', today: '2027-01-11' },
})

describe('002-019: an excuse that may be a change of mind, or may last, is no plain yes', () => {
  areRead('unclear', [
    'Yes. Sorry for the late reply, was reconsidering',
    'Yes. Sorry for the late reply, was backing out',
    'Yes. Sorry for the late reply, was dropping out',
    'Yes. Sorry for the late reply, was withdrawing',
    'Yes. Sorry for the late reply, was cancelling',
    'Yes. Sorry for the delay, was off sick and still out',
    'Yes. Sorry for the delay, was out of town and still out of town',
    'Yes. Sorry for the delay, was driving and still driving',
    'Yes. Sorry for the delay, was working and now sick',
    'Yes. Sorry for the delay, was in doubt',
    'Yes. Sorry for the delay, was in two minds',
    'Yes. Sorry, was still teaching that day',
  ])
  areRead('yes', [
    'Yes. Sorry for the delay, was driving',
    'Yes. Sorry for the delay, I was travelling all day',
    'Yes! Sorry for the slow reply, was on a plane and asleep',
  ])
})

describe('002-019: who plays another show that day does not say yes to ours', () => {
  areRead('unclear', [
    'Yes I play the Saturday show',
    'yes I do the Saturday recording',
    'yes I record the Saturday show',
    'yes I come to the Saturday show',
    'Yes, I lead the Saturday gig',
    'yes we perform the Saturday show',
    'Yes I have the Saturday show',
  ])
  areRead('yes', ['Yes to the Saturday show', "I'd love to play the Saturday show", 'I can do the Saturday gig'])
})

describe('002-019: stop is for ever, so it is said in full', () => {
  const reads = (word: 'stop' | null, texts: string[]) =>
    it.each(texts)(`${word ?? 'no'} stop: %s`, (text) => expect(readOptOut(text)).toBe(word))
  reads(null, [
    ...['Não quero mais', 'plus de messages svp', 'pare de', 'parem de', 'Arrête de', 'dejen de', 'stuur me geen'],
    ...['no more texts today, driving', 'No more texts right now', "Don't text me now"],
    ...["No more texts, I'm driving", "Don't text me, I'm driving", 'Keine SMS mehr, ich fahre gerade'],
  ])
  reads('stop', [
    ...['Não quero mais mensagens', 'parem de mandar mensagens', 'Je ne veux plus de SMS', 'Keine SMS mehr bitte'],
    ...['No more texts please', "Don't text me again, I moved", 'Stop texting me now', 'STOP today'],
  ])
})

describe('002-019: a footer of the device, and what suits', () => {
  areRead('yes', [
    'YES. Sent from my watch',
    'Yes sent from my Apple Watch',
    'Yes, 10 to 12:30 on Saturday is fine with me',
    'Saturday is ok by me',
  ])
  areRead('no', ['sry no', 'No. Sent from my iPhone'])
  areRead('unclear', ['Sent from my watch', 'Yes, 10 to 2 on Saturday is fine with me', 'Saturday is not fine with me'])
})
