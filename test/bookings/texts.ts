import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'

type Asked = { instrument: string; starts: string; ends: string; name: string; today: string }

/** What a musician who has one offer, K7Q2, answers with a text, and a test for each of several texts. */
export function answersTo({ instrument, starts, ends, name, today }: Asked) {
  const times = { starts: Temporal.PlainDateTime.from(starts), ends: Temporal.PlainDateTime.from(ends) }
  const offered = [{ code: 'K7Q2', instrument, ...times }]
  const answerTo = (text: string) => readAnswer(text, offered, { name, today: Temporal.PlainDate.from(today) }).answer
  const areRead = (answer: string, texts: string[]) =>
    it.each(texts)('%s', (text) => expect(answerTo(text)).toBe(answer))
  return { offered, answerTo, areRead }
}
