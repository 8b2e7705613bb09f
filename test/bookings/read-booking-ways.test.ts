import { describe, expect, it } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { NOTES } from '#src/bookings/reading/problems.ts'

/** Monday, 30 November 2026, in the morning of New York. */
const received_at = '2026-11-30T15:22:10Z'

async function read(body: string) {
  const { times, problems, instruments, client, timezone } = await readBookingEmail({
    ...{ body, received_at, from: 'Ann Lee <ann@example.com>', subject: 'strings' },
  })
  const windows = times.map(({ start, end }) => `${start?.slice(5, 16)} ${end?.slice(11, 16)}`)
  return { windows, instruments, client, timezone, held: problems.filter((one) => !NOTES.has(one)) }
}

describe('002-005 ways people write a day, read without a doubt', () => {
  it.each([
    ['One cello on Monday the 14th of December, 1pm to 6pm', '12-14T13:00 18:00'],
    ['One cello. Mon, 7 December, 11:00 to 12:30', '12-07T11:00 12:30'],
    ['Cello\nDec 3\n9:00-10:30 AM\nAnn Lee', '12-03T09:00 10:30'],
    ['One cello. Dec 10th 7.30pm to 10pm', '12-10T19:30 22:00'],
    ['One cello on Saturday the 19th, 2pm-4pm', '12-19T14:00 16:00'],
    ['Ich hätte gern ein Cello am Freitag, den 11. Dezember 2026, von 10 bis 13 Uhr', '12-11T10:00 13:00'],
    ['Un violonchelo el martes 8 de diciembre de 4 a 7 de la tarde, por favor', '12-08T16:00 19:00'],
    ['One cello on the 20th of January, for 3 hours from half nine in the morning', '01-20T09:30 12:30'],
    ['We have the room on Dec 14. One cello please, 6pm to 9pm', '12-14T18:00 21:00'],
    ['One cello for Tuesday 15 December, 3pm-5pm your time (8pm-10pm here)', '12-15T15:00 17:00'],
  ])('%s', async (body, window) => {
    expect(await read(body)).toMatchObject({ windows: [window], held: [], instruments: { cello: 1 } })
  })

  it.each([
    ['One cello on the first Saturday in January, 2pm to 5pm', '01-02T14:00 17:00'],
    ['One cello on the last Friday of February, 2pm to 5pm', '02-26T14:00 17:00'],
    ['One cello on the last Friday in October, 2pm to 5pm', '10-29T14:00 17:00'],
    ['One cello, a week from this Thursday, 11am-2pm', '12-10T11:00 14:00'],
    ['One cello on Friday the 19th, 2pm-4pm', '02-19T14:00 16:00'],
  ])('a day that is counted is looked at: %s', async (body, window) => {
    expect(await read(body)).toMatchObject({ windows: [window], held: ['date_inferred'] })
  })

  it('a bracket behind an hour of a zone tells ours, and is left out', async () => {
    expect(await read('One cello, Dec 9 2026, 9-11 am MT (that is your 11-1)')).toMatchObject({
      ...{ windows: ['12-09T09:00 11:00'], timezone: 'America/Denver', held: [] },
    })
  })

  it.each([
    'One cello, Dec 15 2026, 3pm-5pm my time',
    'One cello, Dec 15 2026, 3pm-5pm here',
    'One cello, Dec 9 2026, 9-11 am (your 11-1pm)',
    'Name: Ann\nInstruments: cello\nDate: 12/09/2026\nTime: 2pm-4pm\nNotes: Dec 11 same hours would be better',
    'Is a harpist free? If so please add one to our cello, Thursday, December 10, 1-3 pm',
  ])('what another clock, another day or a condition stands beside is held: %s', async (body) => {
    expect((await read(body)).held.length).toBeGreaterThan(0)
  })

  it.each([
    'One cello. Dec 7 2026 (3-5pm), Dec 8 2026 (CANCELLED), Dec 9 2026 (3-5pm).',
    'One cello. Dec 7 2026 3-5pm, Dec 8 2026 3-5pm (cancelled), Dec 9 2026 3-5pm.',
  ])('a day that is said to be off is not offered, and a person looks: %s', async (body) => {
    const { windows, held } = await read(body)
    expect(windows).toEqual(['12-07T15:00 17:00', '12-09T15:00 17:00'])
    expect(held).toEqual(['not_understood'])
  })
})

describe('002-003 ways forms are laid out', () => {
  it.each([
    ['From and To with the hours below', 'Date *\n12/08/2026\n\nFrom *\n1:00 PM\n\nTo *\n4:00 PM'],
    ['hours under the label of a length', 'Day: tue 12/8/26\nHours: 1p-4p'],
    ['a call and a wrap', 'Days: 2026-12-08\nCall: 13:00\nWrap: 16:00'],
    [
      'a length of three digits',
      'Event Type: Recording session (180 min)\nEvent Date/Time: 01:00pm - December 8, 2026',
    ],
    ['gaps around the marks', 'Date: 12 / 08 / 2026\nTime: 01 : 00 PM\nLength of session: 3 hours'],
    ['two moments of a program', 'Start: 2026-12-08T13:00\nEnd: 2026-12-08T16:00'],
  ])('%s', async (_, when) => {
    expect(await read(`Name: Ann Lee\nInstruments: cello\n${when}\n`)).toMatchObject({
      ...{ windows: ['12-08T13:00 16:00'], held: [] },
    })
  })

  it('hours that may be a length stay one', async () => {
    const { windows, held } = await read('Name: Ann Lee\nInstruments: cello\nDate: 12/08/2026\nHours: 2-3')
    expect([windows, held]).toEqual([['12-08T00:00 00:00'], ['all_day']])
  })

  it('labels and answers parted by a tab, by a slash, or within a question', async () => {
    const tabs =
      'Full Name\tIda Moe\nE-mail\tida@example.org\nSession Date\tDecember 8, 2026\nStart Time\t1 PM\nEnd Time\t4 PM'
    expect(await read(`${tabs}\nInstrument(s)\tCello x 2\n`)).toMatchObject({
      ...{
        windows: ['12-08T13:00 16:00'],
        instruments: { cello: 2 },
        client: { name: 'Ida Moe', email: 'ida@example.org' },
      },
    })
    const asked =
      'NAME / BAND ..... Ida Moe\nEMAIL ..... ida@example.org\nPLAYERS ..... 1 cello\nWHEN ..... Dec 8 2026 1pm-4pm'
    expect((await read(asked)).client).toMatchObject({ name: 'Ida Moe' })
    const question = 'First up, who are you?\n> Ida Moe\n\nWhich strings?\n> cello\n\nWhen?\n> Dec 8 2026 1-4pm'
    expect(await read(question)).toMatchObject({ client: { name: 'Ida Moe' }, instruments: { cello: 1 } })
  })

  it('numbered desks are one seat each, counts stay counts', async () => {
    expect((await read('Strings: Violin 1, Violin 2, Viola\nWhen: Dec 4 2026 3-5pm')).instruments).toEqual({
      violin: 2,
      viola: 1,
    })
    expect((await read('Strings: Violin 1, Cello 2\nWhen: Dec 4 2026 3-5pm')).instruments).toEqual({
      violin: 1,
      cello: 2,
    })
  })

  it('who is wanted is found behind a wish, behind what they have, and behind a colon', async () => {
    expect((await read("We'd like a viola player for Dec 15 2026, 3pm-5pm")).instruments).toEqual({ viola: 1 })
    expect(
      (await read('We already have a violinist, what we need is a viola on Dec 14 2026, 2pm - 5pm')).instruments,
    ).toEqual({ viola: 1 })
    expect((await read('Hi, our dates: Dec 7 2026 (3-5pm). One viola each.')).instruments).toEqual({ viola: 1 })
  })
})
