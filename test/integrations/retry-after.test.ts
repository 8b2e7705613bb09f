import { expect, test } from 'vitest'
import { readRetryAfter } from '#src/integrations/retry-after.ts'

const now = new Date('2026-03-02T14:02:00Z')

test.each<[unknown, number | null]>([
  ['120', 120],
  [' 7 ', 7],
  ['1.5', 2],
  [['30', '60'], 30],
  ['Mon, 02 Mar 2026 14:02:45 GMT', 45],
  ['Mon, 02 Mar 2026 14:01:00 GMT', 0],
  ['999999999999', 86_400],
  ['Fri, 31 Dec 9999 23:59:59 GMT', 86_400],
  ['soon', null],
  ['', null],
  [undefined, null],
  [null, null],
])('a vendor that says %j is left alone for %j seconds', (header, seconds) => {
  expect(readRetryAfter(header, now)).toBe(seconds)
})
