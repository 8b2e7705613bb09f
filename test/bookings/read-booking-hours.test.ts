import { describe, expect, it } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { NOTES } from '#src/bookings/reading/problems.ts'

/** Monday, 7 December 2026, in the morning of New York. */
async function read(body: string) {
  const { times, problems } = await readBookingEmail({
    ...{ body, received_at: '2026-12-07T15:00:00Z', from: 'Ann Lee <ann@example.com>', subject: 'a date' },
  })
  const windows = times.map(({ start, end }) => `${start?.slice(5, 16) ?? '?'} ${end?.slice(11, 16) ?? '?'}`)
  return { windows, held: problems.filter((one) => !NOTES.has(one)) }
}

describe('002-005 hours that stand apart', () => {
  it.each([
    ['starting half past one, done by 4:30', '13:30 16:30'],
    ['we start at half two, and I would like to be home by half five', '14:30 17:30'],
    ['call 0900, out by 1200', '09:00 12:00'],
    ['kick off at 11 and wrap by 2', '11:00 14:00'],
    ['downbeat 7pm. Everybody is away before 10pm', '19:00 22:00'],
    ['starts 9.30, finishes 12.30', '09:30 12:30'],
    ['3to6', '15:00 18:00'],
    ['start 6 pm, end half past eight', '18:00 20:30'],
    ['starting at six in the evening, four hours', '18:00 22:00'],
    ['at 2pm, 90 minutes', '14:00 15:30'],
  ])('an hour to begin at and the next to end by are a window: %s', async (hours, window) => {
    expect((await read(`One oboe, Friday January 15 2027, ${hours}.`)).windows).toEqual([`01-15T${window}`])
  })

  it.each([
    ['A bass at 14:00 on 17/02/2027 - we finish at 17:00.', ['02-17T14:00 17:00']],
    ['A piano from 10pm on Feb 25, 2027 to 2am on Feb 26.', ['02-25T22:00 02:00']],
    ['A tuba, Jan 22nd 2027, 18:30 start, 21:00 finish.', ['01-22T18:30 21:00']],
    [
      'A cello. The room is ours on 16 January 2027, start at 9:30. It should take about 3 hours.',
      ['01-16T09:30 12:30'],
    ],
    [
      'A viola, 8 Feb 2027. Morning session 9.30-12.30, afternoon session 1.30-4.30.',
      ['02-08T09:30 12:30', '02-08T13:30 16:30'],
    ],
    [
      'Date: 27 Feb 2027\nSession 1: 10:00 - 12:00\nSession 2: 14:00 - 16:00',
      ['02-27T10:00 12:00', '02-27T14:00 16:00'],
    ],
    ['A harp. Mar 29, 2027. Setup 9:00-10:00, recording 10:00-13:00.', ['03-29T10:00 13:00']],
    ['Need: harp. Date: Feb 15 2027. Hours: 1p-4p.', ['02-15T13:00 16:00']],
    [
      'Feb 1 and Feb 2 2027. First day 10am-1pm, second day 2pm-5pm. A viola.',
      ['02-01T10:00 13:00', '02-02T14:00 17:00'],
    ],
    ['A viola, Feb 1 and Feb 2 2027. Day one: 10am-1pm. Day two: 2pm-5pm.', ['02-01T10:00 13:00', '02-02T14:00 17:00']],
    ['A viola, Feb 1 and Feb 2 2027, each day 2-5pm.', ['02-01T14:00 17:00', '02-02T14:00 17:00']],
    ['Could two cellists drop in on Feb 12 2027 from 5 to 7pm?', ['02-12T17:00 19:00']],
  ])('an end finds its start, hours their day: %s', async (body, windows) => {
    expect((await read(body)).windows).toEqual(windows)
  })

  it('an hour to be done by and one to begin after are two', async () => {
    expect((await read('One oboe, Jan 15 2027 before 12 or after 3.')).held).toContain('open_ended_time')
    expect((await read('One oboe, Jan 15 2027, meet at 11, Main Street 5.')).windows).toEqual([])
  })

  it.each(['2ish to 4ish', '2pm-ish till 4', '2ish, for 2 hours'])(
    'hours that are rough are read and told: %s',
    async (hours) => {
      const { windows, held } = await read(`A cello please, Jan 15 2027, ${hours}`)
      expect(windows).toEqual(['01-15T14:00 16:00'])
      expect(held).toContain('vague_time')
    },
  )

  it.each([
    'You can reach me on +1 203 555 0144 at any hour.',
    'Lunch is on us.',
    'Mornings are best to ring.',
    'There will be coffee all day.',
  ])('a part of a day said by itself is no hour of the day that has its own: %s', async (aside) => {
    expect((await read(`A harp on Friday, January 15, 2027, 1pm to 4pm. ${aside}`)).windows).toEqual([
      '01-15T13:00 16:00',
    ])
    expect((await read('A harp on January 15 or January 16, 2027. Afternoons are best.')).windows).toHaveLength(2)
  })

  it('what takes an hour or a day back is asked about, in a letter too', async () => {
    const { held } = await read('One viola, January 14 2027, 2-4pm. Sorry, I meant the 15th.')
    expect(held).toEqual(['not_understood'])
  })
})

describe('002-005 days that another day explains', () => {
  it.each([
    "March 12, 2027 - that's the Friday -",
    'March 12, 2027, which is a Friday,',
    "March 12, 2027 (it's a Friday)",
    '12 March 2027 - a Friday -',
  ])('the weekday behind a date is its own: %s', async (day) => {
    expect((await read(`A cello on ${day} 2pm-4pm`)).windows).toEqual(['03-12T14:00 16:00'])
  })

  it.each([
    ['Date: 03/12/2027 (Friday)', ['03-12T14:00 16:00']],
    ['Date: 03/12/2027 - that is the Friday', ['03-12T14:00 16:00']],
    ['Date (DD/MM/YYYY): 12/03/2027', ['03-12T14:00 16:00']],
    ['Date: 12.03.2027 (TT.MM.JJJJ)', ['03-12T14:00 16:00']],
    ['Date: 03/12/2027 (mm/dd/yyyy)', ['03-12T14:00 16:00']],
  ])('a form that says how its dates are written leaves no doubt: %s', async (day, windows) => {
    for (const hours of ['2pm-4pm', '2:00 PM to 4:00 PM', '14:00 until 16:00'])
      expect(await read(`Instrument: cello\n${day}\nSession hours: ${hours}`)).toEqual({ windows, held: [] })
  })

  it.each(['Hours: noon to 4', 'Hours: from 12 pm till 4 pm'])(
    'hours with two ends are no length: %s',
    async (hours) => {
      const { windows } = await read(`Instrument: cello\nDate: March 12, 2027\n${hours}`)
      expect(windows).toEqual(['03-12T12:00 16:00'])
    },
  )

  it('without it the order is asked about, and a weekday elsewhere is a day of its own', async () => {
    const form = 'Instrument: cello\nHours: 2pm-4pm\nDate: '
    expect((await read(`${form}3/12/2027`)).held).toEqual(['ambiguous_date_format'])
    expect((await read(`${form}03/12/2027, and Friday`)).held).not.toEqual([])
  })

  it.each([
    ['Saturday afternoon, the 23rd of January, 2 to 5', ['01-23T14:00 17:00']],
    ["Friday morning, March 12, 2027, ten o'clock to one", ['03-12T10:00 13:00']],
  ])('with the part of the day between them too: %s', async (day, windows) => {
    expect((await read(`A cello on ${day}`)).windows).toEqual(windows)
  })

  it('another day behind a part of the day is told', async () => {
    expect((await read('A cello on Friday morning, March 11, 2027, 10am-1pm')).held).toContain('weekday_mismatch')
  })

  it('one that is not, is told', async () => {
    expect((await read('A cello on March 12, 2027, that is the Thursday, 2pm-4pm')).held).toContain('weekday_mismatch')
  })

  it.each([
    ['Week of March 8: a violin on Mon and Thu, each day 11am-2pm', ['03-08T11:00 14:00', '03-11T11:00 14:00']],
    ['A violin in the week of January 11, 2027: Tuesday 10am-1pm', ['01-12T10:00 13:00']],
    ['A violin. Week of Jan 18 2027. Thursday 10am-1pm.', ['01-21T10:00 13:00']],
    ['A violin w/c 18 January 2027, on the Wednesday, 10am-1pm.', ['01-20T10:00 13:00']],
    ['Week of March 8: could you do Mon, each day 11am-2pm? Tuesday is out. A harp.', ['03-08T11:00 14:00']],
    ['Week commencing 18 Jan 2027: a violin, Monday 6-9pm', ['01-18T18:00 21:00']],
    ['A violin, Sunday week, 3 to 6 pm', ['12-20T15:00 18:00']],
  ])('weekdays are those of the week that is named: %s', async (body, windows) => {
    expect((await read(body)).windows).toEqual(windows)
  })

  it('a week alone is its working days', async () => {
    expect((await read('A violin, any day in the week of Jan 18 2027, 6-9pm')).windows).toHaveLength(5)
  })
})

describe('002-005 what a session is for', () => {
  const slot = 'on Friday, January 15, 2027, 2pm-4pm'

  it.each([
    'a cereal jingle',
    'our Advent recording',
    "my sister's wedding",
    'an indie short film',
    'unser neues Album',
    'the school play',
  ])('says nothing of when, and asks nobody: %s', async (thing) => {
    for (const body of [`One cello for ${thing} ${slot}.`, `For ${thing} we need one cello ${slot}.`])
      expect(await read(body)).toEqual({ windows: ['01-15T14:00 16:00'], held: [] })
  })

  it.each([
    'a while',
    'the foreseeable future',
    'a provisional slot',
    'our other date',
    'an unconfirmed gig',
    'a rescheduled session',
    'a maybe',
    'the organist who reads lips',
    'a rough 2pm-4pm',
  ])('a stretch, another day or a doubt is no such thing: %s', async (thing) => {
    expect((await read(`One cello for ${thing} ${slot}.`)).held).toContain('not_understood')
  })
})
