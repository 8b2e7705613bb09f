import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answersTo } from './texts.ts'

/** Saturday, 12 December, 2 to 5. */
const { answerTo, areRead } = answersTo({
  ...{ instrument: 'cello', starts: '2026-12-12T14:00', ends: '2026-12-12T17:00' },
  ...{ name: 'Ana Berg', today: '2026-12-01' },
})
const turned: { behind: string[]; whole: string[] } = JSON.parse(
  readFileSync(new URL('../corpora/turned-yeses.json', import.meta.url), 'utf8'),
)

describe('002-019: what is said beside a yes and changes nothing of it', () => {
  areRead('yes', [
    'Absolutely! Always love working with you all',
    'Yes, I will be there with my cello at 2. I’ll bring the stand',
    'Count me in! So excited to play with Marcus again',
    'Yes! Just added it to my calendar',
    'Sure. I’ve been practicing, my cello is ready',
    'Yes. Say hi to everyone at the studio',
    'Happy to! I know the way',
    'Yes I can do it and I’ll bring cookies',
    'Yes, free all afternoon. This made my week',
    'Sí, con mucho gusto. Llevo mi atril',
    'Claro que sí! Nos vemos el sábado a las 2',
    'Sí, cuenten conmigo. Saludos a todos, qué emoción',
  ])
  areRead('unclear', [
    'I’ll bring the stand',
    'So excited',
    'It’s in my calendar',
    'Say hi to everyone',
    'Llevo mi atril',
    'Yes, can I bring my stand?',
    'I’ll bring the stand. Yes?',
    'Sure is an easy drive',
    'Naturally easy parking',
    'I’ll be playing for you Saturday',
    'I’m playing cello Saturday at 2',
  ])
})

describe('002-019: days and hours that were offered agree when they are said again, others do not', () => {
  areRead('yes', [
    'See you Saturday at 2',
    'Can’t wait! See you at 2',
    'Yes of course. 2 to 5 it is',
    'OK great, 2 pm Saturday the 12th',
    'Yes. See you on the 12th of December',
    'Sí, nos vemos el sábado 12',
  ])
  areRead('unclear', [
    'See you Sunday at 2',
    'See you Saturday at 3',
    'Yes. See you at 5',
    'Yes of course. 3 to 5 it is',
    'OK great, Saturday',
    'OK great, 3 pm Saturday the 12th',
    'Yes. See you on the 12th of January',
    'Sí, nos vemos el sábado 13',
  ])
})

describe('002-019: beside a no one may wish them well and name another', () => {
  areRead('no', [
    'No, sorry. Try Priya, she’s great and lives close by',
    'Can’t make it. Have a great session!',
    'I’m away that weekend. Good luck with the recording',
    'Sounds great but I’m booked',
    'No puedo. Que les vaya muy bien',
  ])
  areRead('unclear', [
    'Try Priya, she’s great',
    'Have a great session',
    'No. Try me on Sunday',
    'No, can’t wait! See you at 2',
    'No. Priya yes',
  ])
})

it('002-019: a yes that the words beside it take back, hold off or give to another is none', () => {
  const yeses = ['Yes!', 'Absolutely,', 'Sí,', 'Yes']
  const texts = [...turned.behind.flatMap((behind) => yeses.map((yes) => `${yes} ${behind}`)), ...turned.whole]
  expect(texts.length).toBeGreaterThan(1500)
  const acts = texts.filter((text) => !['unclear', 'no'].includes(answerTo(text)))
  expect(acts).toEqual([])
})
