import { Temporal } from 'temporal-polyfill'
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

const monday = [{ code: 'K7Q2', instrument: 'violin', starts: Temporal.PlainDateTime.from('2026-12-07T09:30') }]

test.each([
  ['YESK7Q2', 'yes'],
  ['nok7q2 sorry', 'no'],
  ['K7Q2 = yes', 'yes'],
  ['K7Q2=NO', 'no'],
  ['Monday it is', 'yes'],
  ['9:30 am Monday it is!', 'yes'],
  ['Monday at 9.30 works', 'yes'],
  ['9.30 is good', 'yes'],
  ["Monday it's my birthday", 'no'],
])('002-019 a code without its space, and the hour in another way: %j is %s', (text, answer) => {
  expect(readAnswer(text, monday)).toMatchObject({ answer, notUnderstood: [] })
})

test.each([
  ...['MAYBEK7Q2', 'YESX7Q2', 'YESK7Q29', 'IFK7Q2', 'Monday it is?', 'Tuesday it is', 'Monday it is then or Friday'],
  ...['9.45 is good', 'K7Q2 = ?', 'Is Monday it? It is'],
])('002-019 %j takes nothing', (text) => {
  expect(readAnswer(text, monday).answer).toBe('unclear')
})
