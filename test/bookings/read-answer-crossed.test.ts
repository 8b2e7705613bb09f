import { expect, test } from 'vitest'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'

const offers = [{ code: 'K7Q2', instrument: 'violin' }]
const three = ['K7Q2', 'P4X9', 'R8T3'].map((code) => ({ code, instrument: 'violin' }))

test.each([
  ["Hi! Can't do that day", 'no'],
  ["So sorry, can't do that day. Next time!", 'no'],
  ['Hola, voy a estar fuera', 'no'],
  ['Lo siento, estaré fuera', 'no'],
  ['Ya tengo planes. Gracias', 'no'],
  ['Gracias pero tengo planes', 'no'],
  ['Nope. Please keep me on the list', 'no'],
  ['No thanks, keep me on your list', 'no'],
  ['Sí, me interesa', 'yes'],
  ['Hola! Sí, me interesa. Gracias', 'yes'],
])('000-149 courtesy before and after a plain answer: %j is %s', (text, answer) => {
  expect(readAnswer(text, offers)).toMatchObject({ answer, notUnderstood: [] })
})

test.each(['No puedo ninguno de esos días', 'Lo siento, ninguno de esos días'])('000-149 %j refuses all', (text) => {
  expect(readAnswer(text, three).answer).toBe('none')
})

test.each(['Yes for free', 'Sure, for free', 'Me interesa', 'Keep me on the list', 'I can do that day if paid'])(
  '000-149 %j takes nothing',
  (text) => {
    expect(readAnswer(text, offers).answer).toBe('unclear')
  },
)
