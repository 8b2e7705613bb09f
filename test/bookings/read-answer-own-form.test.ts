import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'

const offered = [
  {
    code: 'K7Q2',
    instrument: 'cello',
    starts: Temporal.PlainDateTime.from('2026-12-10T14:00'),
    ends: Temporal.PlainDateTime.from('2026-12-10T16:00'),
  },
]
const answer = (text: string) => readAnswer(text, offered, { name: 'Vera Lind' }).answer

describe('002-019: a refusal in our own form, and why in words that nobody listed', () => {
  it.each([
    'NO K7Q2, carol service',
    'No from me for K7Q2. Carol rehearsal',
    'NO K7Q2. Clashes with my exam',
    'NO K7Q2 - baby is due that week',
    'No K7Q2, sorry',
    'NO K7Q2\nthe dog ate my bow',
  ])('%s', (text) => expect(answer(text)).toBe('no'))

  it.each([
    'NO K7Q2 typo',
    'NO K7Q2, typo. YES K7Q2',
    'no K7Q2 wait',
    'NO K7Q2 for that money',
    'NO K7Q2 can do Friday',
    'No K7Q2 thats fine',
    'no K7Q2 could be moved',
    'no K7Q2 unless later',
    'K7Q2 NO rush i take it',
    'No. The dog ate it',
    'No K7Q2 clashes with my exam',
    'No K7Q2 received',
    'No K7Q2 arrived so far',
    'No K7Q2 so far',
    'no, K7Q2 is fine',
    'no K7Q2 is great for me',
    'No K7Q2 suits me perfectly',
    'No K7Q2 in the message',
    'Nope, K7Q2 is perfect',
    'No K7Q2 on my calendar',
    'No cello on my calendar',
    'no K7Q2 in my schedule',
  ])('%s is asked about', (text) => expect(answer(text)).toBe('unclear'))

  it.each(['No K7Q2 suits me perfectly', 'no, K7Q2 is fine', 'No K7Q2 received'])('with two offers too: %s', (text) =>
    expect(readAnswer(text, [...offered, { code: 'P4X9' }]).answer).toBe('unclear'),
  )

  it('a yes in our own form allows no word that is not known', () => {
    expect(answer('YES K7Q2')).toBe('yes')
    expect(answer('YES K7Q2, carol service')).toBe('unclear')
  })
})
