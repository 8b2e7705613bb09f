import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { type BookingMail, type BookingReading, readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { NOTES } from '#src/bookings/reading/problems.ts'

type Label = Pick<BookingReading, 'client' | 'instruments' | 'times'>
type Item = BookingMail & { id: string; label: Label }

const file = new URL('../corpora/unseen-bookings.json', import.meta.url)
const items: Item[] = JSON.parse(readFileSync(file, 'utf8'))
const read = await Promise.all(items.map(async (item) => ({ item, got: await readBookingEmail(item) })))
const sorted = (times: Label['times']) => times.map((one) => JSON.stringify(one)).sort()

function isRight({ item: { label }, got }: (typeof read)[number], field: keyof Label): boolean {
  if (field === 'times') return isDeepStrictEqual(sorted(got.times), sorted(label.times))
  return isDeepStrictEqual({ ...got[field] }, { ...label[field] })
}

test('002-005 of mails that other hands wrote none is wrong with no problem named', () => {
  const wrong = read.filter((one) => !isRight(one, 'times') || !isRight(one, 'instruments'))
  const unnamed = wrong.filter(({ got }) => got.problems.every((one) => NOTES.has(one)))
  expect(unnamed.map(({ item }) => item.id)).toEqual([])
})

test.each([
  ['client', 0.96],
  ['instruments', 0.985],
  ['times', 0.98],
] as const)('002-005 of mails that other hands wrote so many are read: %s', (field, least) => {
  expect(read.filter((one) => isRight(one, field)).length / read.length).toBeGreaterThanOrEqual(least)
})
