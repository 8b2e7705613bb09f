import { describe, expect, it } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'

/** A letter of Ann Lee, received on Monday, 30 November 2026. */
async function letter(body: string) {
  const from = 'Ann Lee <ann.lee@site.example>'
  const read = await readBookingEmail({ subject: 'booking', from, body, received_at: '2026-11-30T15:22:10Z' })
  const times = read.times.map(({ start, end }) => `${start?.slice(5, 16)}-${end?.slice(11, 16)}`)
  return { ...read, times }
}

describe('002-004: what stands beside the times of a letter is no time', () => {
  it.each([
    ['10am-12pm and 2pm-4pm, lunch is 12 to 2', ['12-18T10:00-12:00', '12-18T14:00-16:00']],
    ['10am to 5pm with a lunch break from 1 to 2', ['12-18T10:00-17:00']],
    ['10am - 2pm (doors 9:30)', ['12-18T10:00-14:00']],
  ])('%s: the hours of a break are left out, and asked about', async (hours, times) => {
    const read = await letter(`Violin on Friday December 18, ${hours}. Ann Lee`)
    expect(read.times).toEqual(times)
    expect(read.problems).toContain('not_understood')
  })

  it.each([
    'Composer | "Paper Tigers" out 12/04/2026 | Live at Bellhouse Jan 9, 8pm',
    'Office hours: Mon-Fri 9-5',
    'Director, Sunday Singers (est. 11/14/1998)\n+1 917 555 0188',
  ])('lines right below the name of the writer are a signature: %s', async (signature) => {
    const read = await letter(`One violin please, Monday December 21, noon to 3pm.\n\nAnn Lee\n${signature}`)
    expect([read.times, read.problems]).toEqual([['12-21T12:00-15:00'], ['missing_year']])
  })

  it('but not what follows after a gap, and no question of a form', async () => {
    const more = await letter('A violin, Dec 21, noon to 3pm.\n\nAnn Lee\n\nP.S. Or Dec 22, 1-2pm?')
    expect(more.times).toEqual(['12-21T12:00-15:00', '12-22T13:00-14:00'])
    const form = await letter('Name\nAnn Lee\nInstruments\nviolin\nWhen\nDec 21 2026, 1pm-3pm')
    expect([form.instruments, form.times]).toEqual([{ violin: 1 }, ['12-21T13:00-15:00']])
  })
})

it.each([
  ['start 2pm, finish 5pm', '14:00-17:00'],
  ['2pm, until 5pm', '14:00-17:00'],
])('an end behind a comma is the end: %s', async (hours, span) => {
  expect((await letter(`Cello. Monday 14th December, ${hours}. Ann Lee`)).times).toEqual([`12-14T${span}`])
})

it.each([
  ['Violin Tuesday or Thursday next week, 2-4pm', ['12-08T14:00-16:00', '12-10T14:00-16:00']],
  ['Violin, or the Sunday after (13th), 10am to 1pm', ['12-13T10:00-13:00']],
  ['Could I have a violin on 12-12 from 10am till noon?', ['12-12T10:00-12:00']],
  ['Three weeks from today, 10am to noon, one violin?', ['12-21T10:00-12:00']],
  ["A violin on New Year's Eve, 8pm to 11pm", ['12-31T20:00-23:00']],
  ['Dec 10 from 9 to 11am or Dec 14 from 1 to 3pm, not both. One violin.', ['12-10T09:00-11:00', '12-14T13:00-15:00']],
  ['A violin Dec 10, 1pm to 330pm', ['12-10T13:00-15:30']],
  ['Um violino 4 de dezembro, das 15h às 17h', ['12-04T15:00-17:00']],
])('days that are named by others: %s', async (body, times) => {
  const read = await letter(body)
  expect([read.times, read.instruments]).toEqual([times, { violin: 1 }])
})

describe('002-004: seats that are not quite named', () => {
  it.each([
    ['voilin', 'violin'],
    ['clairnet', 'clarinet'],
    ['saxaphone', 'saxophone'],
    ['trumpt', 'trumpet'],
  ])('one slip is read as the instrument it leads to, and asked about: %s', async (said, meant) => {
    for (const body of [`Need a ${said} Dec 8, 2-4pm. Ann`, `Instruments: ${said}\nWhen: Dec 8 2026, 2-4pm`]) {
      const read = await letter(body)
      expect(read.instruments).toEqual({ [meant]: 1 })
      expect(read.sentences).toContain(`Not understood: '${said}' (read as ${meant}).`)
    }
  })

  it.each(['quarter', 'corner', 'recorded', 'voila', 'glass flugle', 'harper'])('%s is no slip', async (said) => {
    const read = await letter(`Instruments: ${said}\nWhen: Dec 8 2026, 2-4pm`)
    expect(read.sentences.join()).not.toContain('read as')
  })

  it('what the writer has, or runs, is not asked for', async () => {
    const read = await letter('I run a choir and need two cellos on December 9, 10am to 1pm. Ann Lee')
    expect(read.instruments).toEqual({ cello: 2 })
  })
})

describe('002-004: two bookings in one mail', () => {
  it.each([
    'Violin on Dec 8 from 2 to 4pm, and a cello on Dec 10 from 1 to 3pm. Ann Lee',
    'Dec 8, 2-4pm: one violin. Dec 10, 1-3pm: one cello. Ann Lee',
    'Instruments: violin, cello\nDates: Dec 8 2-4pm (violin), Dec 10 1-3pm (cello)',
  ])('each seat with a day of its own is asked about: %s', async (body) => {
    expect((await letter(body)).problems).toContain('two_bookings')
  })

  it.each([
    'Violin and cello on Dec 8, 2-4pm or Dec 10, 1-3pm. Ann Lee',
    'A violin on Dec 8, 2-4pm. The violin again on Dec 10, 1-3pm. Ann Lee',
    'A violin on Dec 8, 2-4pm. And a cello on Dec 8, 2-4pm. Ann Lee',
  ])('the same seats, or the same day, are one: %s', async (body) => {
    expect((await letter(body)).problems).not.toContain('two_bookings')
  })
})

it('a form without colons is a form', async () => {
  const rows = ['First name Lucille', 'Last name Cho', 'Email l.cho@a.example', 'Date & time Dec 9, 2026 7:00 PM']
  const read = await letter(['New entry', '', ...rows, 'How long? 2.5h', 'Instrument Violin', 'How many 1'].join('\n'))
  expect(read).toMatchObject({ client: { name: 'Lucille Cho', email: 'l.cho@a.example' }, instruments: { violin: 1 } })
  expect(read.times).toEqual(['12-09T19:00-21:30'])
})

it('in a list of days with their hours each line that names a day is read, or asked about', async () => {
  const list = (line: string) => letter(`One viola.\nDec 11: 10am to 12pm\n${line}\nDec 16: 10am to 12pm\nAnn Lee`)
  expect((await list('Dec 14: ditto')).times).toEqual(['12-11T10:00-12:00', '12-14T10:00-12:00', '12-16T10:00-12:00'])
  expect((await list('Dec 14: to be confirmed')).problems).toContain('not_understood')
})

it.each([
  ['Cello ☑  Violin ☐  Viola ☐', { cello: 1 }],
  ['☑ Cello  ☐ Violin  ☐ Viola', { cello: 1 }],
  ['Cello [ ]  Violin [x]', { violin: 1 }],
])('a box belongs to the name it is written at: %s', async (boxes, instruments) => {
  const read = await letter(`Instruments: ${boxes}\nDate: 12/11/2026\nTime: 9am - 11am`)
  expect(read.instruments).toEqual(instruments)
})

it.each([
  ["A violin on Dec 8, 2-4pm. We'll bring the banjo ourselves.", { violin: 1 }],
  ['il nous faudrait un alto et une contrebasse le mardi 8 décembre, de 18h à 21h', { viola: 1, 'double bass': 1 }],
])('seats of a letter: %s', async (body, instruments) => {
  expect((await letter(body)).instruments).toEqual(instruments)
})

it.each([
  'A string quartet without the second violin: Dec 8, 2-5pm. Ann Lee',
  'A string quartet minus one violin, Dec 8, 2-5pm. Ann Lee',
  'Instruments: string quartet minus one violin\nWhen: Dec 8, 2-5pm\nName: Ann Lee',
  'Instruments: string trio (violin, viola, cello), no drums\nWhen: Dec 8, 2-5pm\nName: Ann Lee',
  'We would like a string trio (violin, viola and cello) on Dec 8, 2-5pm. Ann Lee',
])('a seat that an ensemble goes without is taken out, one that brackets name is no second: %s', async (text) => {
  expect((await letter(text)).instruments).toEqual({ violin: 1, viola: 1, cello: 1 })
})

it.each([
  ['the end behind the start', 'Cello, Mon 7 Dec at 4pm, should be done by 6. Ann Lee', '12-07T16:00-18:00'],
  [
    'the end in a clause of its own',
    "Cello on Dec 7. We start at half two and I'd like to be finished by five.",
    '12-07T14:30-17:00',
  ],
  ['a call in four digits', 'Cello, Mon 7 Dec, call 0900, out by 1200. Ann Lee', '12-07T09:00-12:00'],
  ['noon after a morning', 'Cello on the 7th of December, 10 to 12 in the morning. Ann Lee', '12-07T10:00-12:00'],
  ['a lunch that is no hour', 'Cello, Mon 7 Dec 10am-1pm. Lunch is on us. Ann Lee', '12-07T10:00-13:00'],
  ['hours to ring', 'Cello, Dec 7, 10am-1pm. You can reach me at any hour. Ann Lee', '12-07T10:00-13:00'],
  [
    'questions without colons',
    'What do you need? 1 cello\nWhen? Monday, December 7\nWhat time? 3 PM to 6 PM',
    '12-07T15:00-18:00',
  ],
  [
    'the weekday told behind',
    "Instruments: cello\nDate: 12/07/2026 - that's the Monday\nTime: 3-6pm",
    '12-07T15:00-18:00',
  ],
])('%s', async (_, text, time) => {
  const read = await letter(text)
  expect([read.times, read.instruments]).toEqual([[time], { cello: 1 }])
})

it('a rehearsal below the instruments is a time of its own; one in the notes is said', async () => {
  const form = 'Line-up: cello\nRehearsal: 7 December 2026, 16:00-18:00\nRecording: 8 December 2026, 14:00-19:00'
  expect((await letter(form)).times).toEqual(['12-07T16:00-18:00', '12-08T14:00-19:00'])
  const noted = await letter('Instruments: cello\nWhen: Dec 8, 2-7pm\nNotes: we rehearse on Dec 7, 4-6pm')
  expect([noted.times, noted.problems]).toEqual([['12-08T14:00-19:00'], ['missing_year', 'not_understood']])
})

it('a count below each instrument is its own', async () => {
  const form = 'Instrument 1: Violin\nHow many?: 12\nInstrument 2: Cello\nHow many?: 4\nWhen: Dec 8, 2-7pm'
  expect((await letter(form)).instruments).toEqual({ violin: 12, cello: 4 })
})

it('among bowed strings a bass is a double bass, beside others it is asked about', async () => {
  const strings = await letter('Instruments: 4 violins, 2 cellos, 1 bass\nWhen: Dec 8, 2-7pm')
  expect(strings.instruments).toEqual({ violin: 4, cello: 2, 'double bass': 1 })
  const band = await letter('Instruments: violin, cello, drums, bass\nWhen: Dec 8, 2-7pm')
  expect(band.problems).toContain('ambiguous_instrument')
})

it('seats that are covered are not booked', async () => {
  const read = await letter(
    'Singer, drums and keys are covered. From you just: one violin, one cello. Dec 8, 2-7pm. Ann Lee',
  )
  expect(read.instruments).toEqual({ violin: 1, cello: 1 })
})

it('a name is no zone: West, who signs behind the hours', async () => {
  const plain = await letter('Cello, Dec 8, 2pm to 5pm. Ann Lee')
  expect((await letter('Cello, Dec 8, 2pm to 5pm. Ann West')).timezone).toBe(plain.timezone)
})

it('days with points and a year begin with the day, and it is said that they may not', async () => {
  const read = await letter('Besetzung: Geige\nDatum: 12.11.2027\nUhrzeit: 11:00 bis 14:00')
  expect([read.times, read.problems]).toEqual([
    ['11-12T11:00-14:00'],
    expect.arrayContaining(['ambiguous_date_format']),
  ])
})

it('hours below the instruments of a form are no instruments, and a letter with a colon is no form', async () => {
  const form = await letter('Instruments: violin, viola\nOption A: Dec 8, 2026, 10:00 AM - 1:00 PM')
  expect([form.instruments, form.times]).toEqual([{ violin: 1, viola: 1 }, ['12-08T10:00-13:00']])
  const songs = await letter('Song 1: violin, Dec 10, 10-11:30am. Song 2: cello, same day, 12-1:30pm. Ann Lee')
  expect(songs.times).toEqual(['12-10T10:00-11:30', '12-10T12:00-13:30'])
})

it.each([
  'Request 1 violin, 13 NOV 2027, 0900 to 1130 hours.',
  'il nous faudrait un violon le 13 novembre 2027, de 9h00 à 11h30',
])('what is plain in another way of writing passes by itself: %s', async (body) => {
  const { instruments, times, problems } = await letter(body)
  expect({ instruments, times, problems }).toEqual({
    ...{ instruments: { violin: 1 }, times: ['11-13T09:00-11:30'], problems: [] },
  })
})
