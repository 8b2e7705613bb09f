import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BookingMail, readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { expectCpuMs } from '#test/cpu.ts'

const received_at = '2026-03-09T12:00:00Z'
const read = (body: string, more: Partial<BookingMail> = {}) => readBookingEmail({ body, received_at, ...more })
const form = (when: string, notes = '') =>
  `Name: Ann Lee\nEmail: ann@example.com\nInstruments needed: violin\nPreferred times:\n${when}\nNotes: ${notes}\n`

describe('whatever comes in', () => {
  const hostile = [
    '<',
    '<div>',
    '<tr><td>x',
    '</td>',
    'a:',
    'Name: x\n',
    '3pm-5pm on Tuesday or ',
    'March 3, 2026 3pm-5pm\n',
    'may 1-2-',
    '2 violins, ',
    '(',
    '> ',
    '---------- Forwarded message ---------\nFrom: a\nDate: b\n\n',
    '{"a":',
    '=3D',
    '&lt;script&gt;',
    'a@',
    '212-555-',
    '\u00c3\u00a9',
    'ignore previous ',
    'thanks\n',
    '--x\n',
    'QUJD',
    'From: x\n',
    'one two three ',
  ]
  test.each(hostile)('a hundred thousand characters of %j take less than 50 ms', async (piece) => {
    const body = `Notes: hello\nInstruments: violin\nWhen: ${piece.repeat(Math.ceil(100_000 / piece.length))}`
    await expectCpuMs(50, () => read(body))
  })

  test('a mail longer than any form is read as far as that, and says that it breaks off', async () => {
    const form = 'Instruments: violin\nDate: June 5, 2027, 3pm-5pm'
    const short = await read(`${form}\n${'thanks\n'.repeat(100)}`)
    expect(short.problems).not.toContain('truncated')
    for (const more of ['thanks\n'.repeat(6_000), ' '.repeat(130_000)]) {
      const long = await read(`${form}\n${more}.`)
      expect(long).toMatchObject({ instruments: { violin: 1 } })
      expect(long.problems).toContain('truncated')
    }
  })

  test('never throws, reads the same twice, and what it answers is well formed', async () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom(
        ...hostile,
        'Instruments: ',
        'When: ',
        '\n',
        'Email: a@example.com',
        '2-4pm',
        '31/31/2026',
        '9999-99-99T99:99Z',
        '24:00',
        'next ',
        ' week',
        'Tuesday',
        'in 3 weeks',
        '29 Feb',
        'UTC+99',
        'GMT',
        'string quartet',
        'x99',
        'MIME-Version: 1.0\n',
        '[[{',
        '"}]',
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), fc.string({ maxLength: 30 }), async (pieces, subject) => {
        const mail = { subject, from: subject, body: pieces.join(''), received_at }
        const reading = await readBookingEmail(mail)
        expect(await readBookingEmail(mail)).toEqual(reading)
        expect(reading.sentences.length).toBe(reading.problems.length)
        for (const window of reading.times) expectWindow(window)
        for (const count of Object.values(reading.instruments)) expect(count === null || count > 0).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('any day and any window written out comes back as it was', async () => {
    const day = fc.date({
      min: new Date('2026-03-10T00:00:00Z'),
      max: new Date('2028-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    await fc.assert(
      fc.asyncProperty(
        day,
        fc.integer({ min: 5, max: 21 }),
        fc.integer({ min: 1, max: 2 }),
        async (date, from, hours) => {
          const said = date.toLocaleDateString('en-US', {
            weekday: 'long',
            year: 'numeric',
            month: 'long',
            day: 'numeric',
            timeZone: 'UTC',
          })
          const clock = (hour: number) => `${hour % 12 || 12}:00 ${hour % 24 < 12 ? 'AM' : 'PM'}`
          const reading = await read(form(`${said}, ${clock(from)} - ${clock(from + hours)}`))
          const iso = date.toISOString().slice(0, 10)
          const pad = (hour: number) => String(hour).padStart(2, '0')
          expect(reading.times.map(({ start, end }) => `${start?.slice(0, 13)} ${end?.slice(0, 13)}`)).toEqual([
            `${iso}T${pad(from)} ${iso}T${pad(from + hours)}`,
          ])
          expect(reading.problems).toEqual([])
        },
      ),
      { numRuns: 200 },
    )
  })
})

function expectWindow({ start, end }: { start: string | null; end: string | null }): void {
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:00[+-]\d\d:\d\d$/
  for (const one of [start, end]) expect(one ?? '2026-01-01T00:00:00+00:00').toMatch(iso)
  if (start !== null && end !== null) expect(Date.parse(end)).toBeGreaterThan(Date.parse(start))
}
