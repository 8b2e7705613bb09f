import { expect, test } from 'vitest'
import { isSigned, signCall } from '#src/integrations/call-signature.ts'

const now = new Date('2026-03-02T14:02:00Z')
const call = { method: 'POST', path: '/messages', body: '{"text":"Hi"}' }
const header = signCall('hush', now, call)
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000)

test('a signed call is good for five minutes, for one address, with one body, and not before its time', () => {
  expect(isSigned('hush', header, after(299), call)).toBe(true)
  expect(isSigned('hush', header, after(301), call)).toBe(false)
  expect(isSigned('hush', header, after(-299), call)).toBe(true)
  expect(isSigned('hush', header, after(-301), call)).toBe(false)
  expect(isSigned('hush', header, now, { ...call, path: '/other' })).toBe(false)
  expect(isSigned('hush', header, now, { ...call, body: '{"text":"Ho"}' })).toBe(false)
  expect(isSigned('other', header, now, call)).toBe(false)
  expect(isSigned('hush', undefined, now, call)).toBe(false)
})
