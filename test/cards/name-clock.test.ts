import { expect, test } from 'vitest'
import type { Card } from '#src/cards/card.ts'
import { nameClock } from '#src/cards/for-reader.ts'

const card = (title: string, footer?: string): Card => ({
  ...{ title, tone: 'todo', facts: [], buttons: [] },
  ...(footer && { footer }),
})
const footerOf = (title: string, footer?: string, zone = 'America/New_York') =>
  nameClock(card(title, footer), zone).footer

test.each([
  ['Approved by Ann, 14:02', 'Approved by Ann, 14:02 (New York time)'],
  ['mail goes 14:02:15', 'mail goes 14:02:15 (New York time)'],
  ['By 7 AM.', 'By 7 AM (New York time).'],
  ['Waits for the address.', 'Waits for the address.'],
  ['Session 11 AM-1 PM ET', 'Session 11 AM-1 PM ET'],
  ['told 9:05 (America/New_York)', 'told 9:05 (America/New_York)'],
])('%s -> %s', (footer, named) => {
  expect(footerOf('O-1', footer)).toBe(named)
})

test('a time in the title is named below it, and UTC is called so', () => {
  expect(footerOf('140 mails wait until 7:30 AM')).toBe('(New York time)')
  expect(footerOf('O-1', 'Paid, 14:02', 'UTC')).toBe('Paid, 14:02 (UTC)')
})
