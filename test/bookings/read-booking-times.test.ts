import { describe, expect, test } from 'vitest'
import { type BookingMail, readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'

const received_at = '2026-03-09T12:00:00Z'
const read = (body: string, more: Partial<BookingMail> = {}) => readBookingEmail({ body, received_at, ...more })
const form = (when: string, notes = '') =>
  `Name: Ann Lee\nEmail: ann@example.com\nInstruments needed: violin\nPreferred times:\n${when}\nNotes: ${notes}\n`
const times = async (when: string, more: Partial<BookingMail> = {}) =>
  (await read(form(when), more)).times.map(({ start, end }) => `${start} ${end}`)

describe('002-005 available times are extracted', () => {
  test.each([
    [
      'Wed March 18, 2026 2-4pm or Thu March 19, 2026 10am-noon',
      ['2026-03-18T14:00:00-04:00 2026-03-18T16:00:00-04:00', '2026-03-19T10:00:00-04:00 2026-03-19T12:00:00-04:00'],
    ],
    [
      'March 18 and 20, 2026, half past three till five in the afternoon',
      ['2026-03-18T15:30:00-04:00 2026-03-18T17:00:00-04:00', '2026-03-20T15:30:00-04:00 2026-03-20T17:00:00-04:00'],
    ],
    [
      '3-5pm on Tuesday or 6-8pm Wednesday',
      ['2026-03-10T15:00:00-04:00 2026-03-10T17:00:00-04:00', '2026-03-11T18:00:00-04:00 2026-03-11T20:00:00-04:00'],
    ],
    [
      'March 18, 2026:\n - 2-4pm\n - 6-8pm',
      ['2026-03-18T14:00:00-04:00 2026-03-18T16:00:00-04:00', '2026-03-18T18:00:00-04:00 2026-03-18T20:00:00-04:00'],
    ],
    [
      'weekdays after 6pm, from March 16 to March 17, 2026',
      ['2026-03-16T18:00:00-04:00 null', '2026-03-17T18:00:00-04:00 null'],
    ],
    ['March 18, 2026 at 3pm for 2 hours', ['2026-03-18T15:00:00-04:00 2026-03-18T17:00:00-04:00']],
    ['March 18, 2026 10 PM - March 19, 2026 1 AM', ['2026-03-18T22:00:00-04:00 2026-03-19T01:00:00-04:00']],
    ['mornings of March 18-19, 2026', ['null 2026-03-18T12:00:00-04:00', 'null 2026-03-19T12:00:00-04:00']],
    ['Mittwoch, 18. M\u00e4rz 2026, 14 Uhr bis 16 Uhr', ['2026-03-18T14:00:00-04:00 2026-03-18T16:00:00-04:00']],
    ['mercredi 18 mars 2026 de 14h \u00e0 16h30', ['2026-03-18T14:00:00-04:00 2026-03-18T16:30:00-04:00']],
    ['18 de marzo de 2026, de 14:00 a 16:00', ['2026-03-18T14:00:00-04:00 2026-03-18T16:00:00-04:00']],
    ['1400-1600 on 18 March 2026', ['2026-03-18T14:00:00-04:00 2026-03-18T16:00:00-04:00']],
    ['2026-03-18T18:00:00Z to 2026-03-18T20:00:00Z', ['2026-03-18T14:00:00-04:00 2026-03-18T16:00:00-04:00']],
    ['March 18, 2026 2-4pm, not March 19', ['2026-03-18T14:00:00-04:00 2026-03-18T16:00:00-04:00']],
    [
      'March 18, 2026 after 2pm, or all day March 19, 2026',
      ['2026-03-18T14:00:00-04:00 null', '2026-03-19T00:00:00-04:00 2026-03-20T00:00:00-04:00'],
    ],
    [
      'March 18, 2026 from 10 in the morning until 2 in the afternoon',
      ['2026-03-18T10:00:00-04:00 2026-03-18T14:00:00-04:00'],
    ],
    [
      '90-minute session on March 18, 2026: 9:30am or 3pm',
      ['2026-03-18T09:30:00-04:00 2026-03-18T11:00:00-04:00', '2026-03-18T15:00:00-04:00 2026-03-18T16:30:00-04:00'],
    ],
    [
      'March 18, 2026 2-4pm. Backup: March 20, same time',
      ['2026-03-18T14:00:00-04:00 2026-03-18T16:00:00-04:00', '2026-03-20T14:00:00-04:00 2026-03-20T16:00:00-04:00'],
    ],
    ['2026-03-18T14:00:00-04:00/2026-03-18T16:00:00-04:00', ['2026-03-18T14:00:00-04:00 2026-03-18T16:00:00-04:00']],
    ['February 30, 2026 1pm-3pm', []],
    ['March 18, 2026, 5:00 PM - 3:00 PM', []],
  ])('%s', async (when, expected) => {
    expect(await times(when)).toEqual(expected)
  })

  test('B1: a weekday that does not fit is asked with both days', async () => {
    const { problems, sentences, choices } = await read(form('Tuesday Jan 14, 2026 3-5 PM'), {
      received_at: '2026-01-05T14:00:00Z',
    })
    expect(problems).toEqual(['weekday_mismatch'])
    expect(sentences).toEqual(['Jan 14 is a Wednesday.'])
    expect(choices.map(({ label }) => label)).toEqual(['Tue Jan 13', 'Wed Jan 14'])
    expect(choices[0]?.times).toEqual([{ start: '2026-01-13T15:00:00-05:00', end: '2026-01-13T17:00:00-05:00' }])
  })

  test('without AM or PM both readings are offered', async () => {
    const { problems, choices } = await read(form('Thursday March 19, 2026 7-9'))
    expect(problems).toEqual(['ambiguous_ampm'])
    expect(choices.map(({ label }) => label)).toEqual(['Thu Mar 19, 7-9 AM', 'Thu Mar 19, 7-9 PM'])
  })

  test.each([
    ['May 12, 2-4 PM', 'missing_year', 'No year is given: read as May 12, 2026.'],
    ['Tuesday 2-4 PM', 'date_inferred', 'No date is given: read as Tue Mar 10.'],
    ['3/4/2027 2-4 PM', 'ambiguous_date_format', 'The date could be Mar 4 or Apr 3.'],
    ['March 2, 2026 2-4 PM', 'past_date', 'Mon Mar 2 has passed.'],
    ['all day March 18, 2026', 'all_day', 'No hours are given for Wed Mar 18: read as the whole day.'],
    ['March 18, 2026 after 6 PM', 'open_ended_time', 'A time has no start or no end: Wed Mar 18, from 6 PM.'],
    ['whatever suits', 'no_times', 'It does not say when.'],
    ['March 18, 2026 2-4 PM, March 18, 2026 3-5 PM', 'overlapping_times', 'Two of the times overlap.'],
    ['March 18, 2026 2-5 PM (4 hours)', 'conflicting_times', 'The times are not as long as it says: 4 hours.'],
    ['March 18, 2026, 90 min, 2-5 PM', 'conflicting_times', 'The times are not as long as it says: 90 minutes.'],
  ])('%s is asked about', async (when, problem, sentence) => {
    const { problems, sentences } = await read(form(when))
    expect([problems, sentences]).toEqual([[problem], [sentence]])
  })

  test.each([
    ['March 18, 2026 10:00 AM - 12:00 noon', '2026-03-18T10:00:00-04:00 2026-03-18T12:00:00-04:00'],
    ['March 18, 2026 midnight to noon', '2026-03-18T00:00:00-04:00 2026-03-18T12:00:00-04:00'],
    ["March 3 '28, 2-4pm", '2028-03-03T14:00:00-05:00 2028-03-03T16:00:00-05:00'],
    ['13-Jan-27, 2pm-4pm', '2027-01-13T14:00:00-05:00 2027-01-13T16:00:00-05:00'],
    ['March 18, 2026 3pm (2h)', '2026-03-18T15:00:00-04:00 2026-03-18T17:00:00-04:00'],
    ['March 18, 2026 3-5pm (2h)', '2026-03-18T15:00:00-04:00 2026-03-18T17:00:00-04:00'],
  ])('%s is one window on the day it names', async (when, expected) => {
    expect(await times(when)).toEqual([expected])
  })

  test('a length of all sessions together fits them', async () => {
    const { times, problems } = await read(form('March 18, 2026, two sessions, 10 AM-1 PM and 2-5 PM (6 hours)'))
    expect(times).toHaveLength(2)
    expect(problems).not.toContain('conflicting_times')
  })

  test.each([
    ['March 18, 2026 2-4pm, weather permitting', "'weather', 'permitting'"],
    ['March 18, 2026 2-4pm but not the Thursday', "'but', 'not'"],
    ['March 18, 2026 2-4pm (bring the 2030 capos)', "'bring', 'capos'"],
  ])('a word about the time that nobody knows is shown to Dane: %s', async (when, piece) => {
    const { problems, sentences } = await read(form(when))
    expect(problems).toEqual(['not_understood'])
    expect(sentences.join(' ')).toContain(piece)
  })

  test.each<[string, string, string[], string[]]>([
    ['a zone of several countries is asked', 'March 18, 2026, 1 PM - 3 PM IST', [], ['not_understood']],
    [
      'an earlier booking is not moved unseen',
      'March 18, 2026, 1 PM - 3 PM',
      ['Please move my booking of March 2 to this.'],
      ['not_understood'],
    ],
    ['one date that begins with its month tells the others', '3/12/2026 11:00-13:00\n3/18/2026 11:00-13:00', [], []],
    ['months of another language', '18. März 2026, 10:00 - 12:00 Uhr (Berlin)', [], []],
    ['numbered lines', '1) 3/17/2026 2pm-4pm\n2) 3/18/2026 2pm-4pm', [], []],
  ])('%s', async (_, when, [notes = ''], problems) => {
    expect(
      (await read(form(when, notes).replace('ann@example.com', 'ann@example.com\nPhone: 212-555-0133'))).problems,
    ).toEqual(problems)
  })

  test('words in place of a phone number are named', async () => {
    const body = form('March 18, 2026, 1 PM - 3 PM').replace('Instruments', 'Phone: call me\nInstruments')
    expect((await read(body)).problems).toEqual(['invalid_phone'])
  })

  test('whom a letter greets is no word about the time', async () => {
    const { problems } = await read('Hi Dane, could we book a cellist for Thursday April 9, 2026 from 10am to 1pm?', {
      from: 'Omar Reed <omar@reed.example>',
    })
    expect(problems).toEqual([])
  })

  test('a zone that only the notes name is asked about, and the times stay in the studio’s or that one', async () => {
    const { problems, choices } = await read(form('March 18, 2026 2-4pm', 'We are on London time.'))
    expect(problems).toContain('tz_conflict')
    expect(choices.map(({ times: [one] }) => one?.start?.slice(-6))).toContain('-04:00')
  })

  test.each(['2 violins (not cello)', 'no drums, one bass guitar', 'violin 1 & 2', 'violin who can also sing'])(
    'a word about the players that nobody knows is shown to Dane: %s',
    async (asked) => {
      const { problems } = await read(
        `Name: Ann\nEmail: a@b.example\nInstruments: ${asked}\nWhen: March 18, 2026 2-4pm`,
      )
      expect(problems).toEqual(['not_understood'])
    },
  )

  test('when the form was sent, and when a forwarded mail was, is no time of the session', async () => {
    const sent =
      'Submitted: March 2, 2026 3:10 PM\nReceived on: March 2, 2026 at 3:11pm\nIP: 10.0.0.1\nReferrer: 4/5/2026\n'
    expect((await read(sent + form('March 18, 2026 2-4pm'))).times).toHaveLength(1)
    const header =
      'FYI\n\nFrom: Dane <dane@custom-tracks.com>\nSent: Monday, March 2, 2026 9:02 AM\nTo: x@y.example\nSubject: Fwd\n\n'
    const { client, times: found } = await read(header + form('March 18, 2026 2-4pm'), {
      from: 'Dane <dane@custom-tracks.com>',
    })
    expect([client.email, found.length]).toEqual(['ann@example.com', 1])
  })

  test('a letter is signed with its own address, which goes before the sender’s', async () => {
    const body =
      'I need a violinist on Feb 17 2027 from 10:00 to 12:30. Best, Noa Weiss, noa@weiss.example, 917 555 0190'
    const { client, problems } = await read(body, { from: 'client@example.com' })
    expect(client).toEqual({ name: 'Noa Weiss', email: 'noa@weiss.example', phone: '+19175550190' })
    expect(problems).toEqual([])
  })

  test('notes that speak of another day change nothing', async () => {
    const { times, problems } = await read(
      form('March 18, 2026 2-4pm', 'It is just a demo, the release is on April 2, 2026 at 9am.'),
    )
    expect([times.length, problems]).toEqual([1, []])
  })

  test.each([
    'Could we start at 3pm instead?',
    'We may need the room till 5:30, or later.',
    'Starting at noon would be best.',
  ])('notes that wish for another hour hold the texts: %s', async (notes) => {
    const { times, problems, sentences } = await read(form('March 19, 2026 2-4pm', notes))
    expect([times.length, problems]).toEqual([1, ['not_understood']])
    expect(sentences.join(' ')).toContain(notes)
  })

  test.each(['Chart to follow later, 40 bars.', 'Bring two mics instead of one.', 'We meet at 1:30 for coffee.'])(
    'notes that speak of something else hold nothing: %s',
    async (notes) => {
      expect((await read(form('March 19, 2026 2-4pm', notes))).problems).toEqual([])
    },
  )

  test.each([
    ['jueves 19 de marzo de 2026 de 10 a 13 h', '10:00', '13:00'],
    ['19 mars 2026 de 9 à 12 h', '09:00', '12:00'],
  ])('an hour behind a join is no length: %s', async (when, start, end) => {
    expect((await read(form(when))).times).toEqual([
      { start: `2026-03-19T${start}:00-04:00`, end: `2026-03-19T${end}:00-04:00` },
    ])
  })

  test('notes that take a slot back win over the slot', async () => {
    const when = 'March 18, 2026 2-4pm\nMarch 19, 2026 2-4pm'
    const { times, problems } = await read(form(when, "Sorry, I can't do March 18 after all."))
    expect([times.map(({ start }) => start), problems]).toEqual([['2026-03-19T14:00:00-04:00'], ['conflicting_times']])
  })
})

describe('002-037 time zones', () => {
  test.each([
    ['March 7, 2026 1-3 PM\nMarch 8, 2026 1-3 PM', ['-05:00', '-04:00'], 'America/New_York'],
    ['Oct 31, 2026 1-3 PM\nNov 1, 2026 1-3 PM', ['-04:00', '-05:00'], 'America/New_York'],
    ['March 18, 2026 1-3 PM Pacific', ['-07:00'], 'America/Los_Angeles'],
    ['March 18, 2026 9-11am (Arizona time)', ['-07:00'], 'America/Phoenix'],
    ['March 18 and April 1, 2026, 15:00-17:00 London time', ['+00:00', '+01:00'], 'Europe/London'],
    ['March 18, 2026 1-3 PM America/Chicago', ['-05:00'], 'America/Chicago'],
    ['March 18, 2026 2-4 PM Nairobi time', ['+03:00'], 'Africa/Nairobi'],
  ])('%s', async (when, offsets, timezone) => {
    const reading = await read(form(when), { received_at: '2026-01-05T14:00:00Z' })
    expect(reading.times.map(({ start }) => start?.slice(-6))).toEqual(offsets)
    expect(reading.timezone).toBe(timezone)
  })

  test.each([
    [
      'March 8, 2026 2:30 AM - 4:30 AM',
      '2026-03-08T03:30:00-04:00 2026-03-08T04:30:00-04:00',
      ['nonexistent_local_time'],
    ],
    [
      'Nov 1, 2026 1:30 AM - 3 AM',
      '2026-11-01T01:30:00-04:00 2026-11-01T03:00:00-05:00',
      ['ambiguous_local_time', 'spans_dst_change'],
    ],
    ['March 8, 2026 1 AM - 4 AM', '2026-03-08T01:00:00-05:00 2026-03-08T04:00:00-04:00', ['spans_dst_change']],
    ['July 14, 2026 2-4 PM EST', '2026-07-14T14:00:00-04:00 2026-07-14T16:00:00-04:00', ['tz_abbrev_mismatch']],
    ['Aug 18, 2026, 2 PM ET (11 AM PT) - 4 PM ET (1 PM PT)', '2026-08-18T14:00:00-04:00 2026-08-18T16:00:00-04:00', []],
    [
      'Aug 18, 2026, 2 PM ET (12 PM PT) - 4 PM ET (2 PM PT)',
      '2026-08-18T14:00:00-04:00 2026-08-18T16:00:00-04:00',
      ['tz_conflict'],
    ],
  ])('%s', async (when, expected, problems) => {
    const reading = await read(form(when), { received_at: '2026-01-05T14:00:00Z' })
    expect(reading.times.map(({ start, end }) => `${start} ${end}`)).toEqual([expected])
    expect(reading.problems).toEqual(problems)
  })

  test("the studio's own zone is a setting", async () => {
    const { times, timezone } = await readBookingEmail(
      { body: form('July 14, 2026 2-4 PM'), received_at },
      { timezone: 'Africa/Kampala' },
    )
    expect([timezone, times[0]?.start]).toEqual(['Africa/Kampala', '2026-07-14T14:00:00+03:00'])
  })
})
