import { describe, expect, it } from 'vitest'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'
import { publicData } from '#test/public-data.ts'

const answerOf = (text: string) => readAnswer(text).answer

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

describe('002-019: a plain answer in a language of the house', () => {
  it.each<[string, string]>([
    ['ja gerne', 'yes'],
    ['ja, ich bin dabei, danke', 'yes'],
    ['ja, ich kann', 'yes'],
    ['nein leider nicht', 'no'],
    ['ich kann leider nicht', 'no'],
    ['oui avec plaisir', 'yes'],
    ['oui, je suis disponible, merci', 'yes'],
    ['non désolé', 'no'],
    ['je ne peux pas, malheureusement', 'no'],
    ['sim, confirmado', 'yes'],
    ['sim, posso, obrigado', 'yes'],
    ['Não posso, desculpa', 'no'],
    ['volentieri, grazie', 'yes'],
    ['non posso, mi dispiace', 'no'],
    ['ja graag', 'yes'],
    ['nee, helaas niet', 'no'],
    ['ndio niko tayari', 'yes'],
    ['hapana, samahani', 'no'],
    ['ja aber erst um 11', 'unclear'],
    ['ja wenn das Honorar stimmt', 'unclear'],
    ['oui si possible', 'unclear'],
    ['kann ich später sagen?', 'unclear'],
    ['nicht sicher', 'unclear'],
    ['ja nein', 'unclear'],
    ['talvez', 'unclear'],
    ['sawa', 'unclear'],
    ['🙋‍♀️ yes', 'yes'],
    ["can't say no to that!", 'yes'],
    ['not this time, thx for asking', 'no'],
    ['Nope to the lot, away all week', 'none'],
    ['all three are no good for me sorry', 'none'],
  ])('%s is %s', (text, answer) => expect(answerOf(text)).toBe(answer))
})
