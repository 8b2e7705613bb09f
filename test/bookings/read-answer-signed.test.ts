import { describe, expect, it } from 'vitest'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'

describe('002-019: a name below an answer', () => {
  const offered = [{ code: 'K7Q2' }]
  const signed = (text: string, name: string) => readAnswer(text, offered, { name }).answer

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
    ['Yes!\nOmar Haddad\nviolist | +1 917 555 0110', 'Omar Haddad', 'yes'],
    ['Yes - Omar, 29 Nov 2026 3:40 pm', 'Omar Haddad', 'yes'],
    ['No thanks\nOmar\nwww.omarviola.example', 'Omar Haddad', 'no'],
  ])('%j of %s is plain', (text, name, answer) => {
    expect(signed(text, name)).toBe(answer)
  })

  it.each([
    ['Yes - Ben', 'Omar Haddad'],
    ['Yes - Omar and Ben', 'Omar Haddad'],
    ['Omar says yes', 'Omar Haddad'],
    ['Yes - Omar, Sunday', 'Omar Haddad'],
    ['Yes\nOmar\nneeds parking', 'Omar Haddad'],
    ['Yes\nOmar, 5 pm', 'Omar Haddad'],
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
