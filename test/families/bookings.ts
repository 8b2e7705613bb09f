/** Booking mails made of a day, hours and a zone; what they must be read as, or else a problem is named. */
export type BookingMade = { name: string; body: string; start: string; end: string; isPlain: boolean }

type Day = { said: string; date: string; isPlain?: boolean }
type Hours = { said: string; start: string; end: string; isPlain?: boolean }

/** The mails come on Friday, 20 November 2026. */
const days: Day[] = [
  { said: 'Wednesday, December 9, 2026', date: '2026-12-09', isPlain: true },
  { said: 'Dec 9, 2026', date: '2026-12-09', isPlain: true },
  { said: 'Dec 9th 2026', date: '2026-12-09', isPlain: true },
  { said: '9 December 2026', date: '2026-12-09', isPlain: true },
  { said: '2026-12-09', date: '2026-12-09', isPlain: true },
  { said: '12/19/2026', date: '2026-12-19', isPlain: true },
  { said: '12-19-26', date: '2026-12-19' },
  { said: '9-Dec-26', date: '2026-12-09' },
  { said: "Dec 9 '26", date: '2026-12-09' },
  { said: 'Wed Dec 9', date: '2026-12-09', isPlain: true },
  { said: 'the 9th of December 2026', date: '2026-12-09', isPlain: true },
  { said: 'Tuesday, December 9, 2026', date: '2026-12-09' },
  { said: 'December 9', date: '2026-12-09', isPlain: true },
  { said: '9.12.2026', date: '2026-12-09' },
  { said: '9 de diciembre de 2026', date: '2026-12-09' },
  { said: '9. Dezember 2026', date: '2026-12-09' },
  { said: 'le 9 décembre 2026', date: '2026-12-09' },
  { said: '12/09/2026', date: '2026-12-09' },
]

const hours: Hours[] = [
  { said: '1:00 PM - 4:00 PM', start: '13:00', end: '16:00', isPlain: true },
  { said: '1-4pm', start: '13:00', end: '16:00', isPlain: true },
  { said: '1pm to 4pm', start: '13:00', end: '16:00', isPlain: true },
  { said: 'from 1 to 4 p.m.', start: '13:00', end: '16:00', isPlain: true },
  { said: 'between 1pm and 4pm', start: '13:00', end: '16:00', isPlain: true },
  { said: '13:00-16:00', start: '13:00', end: '16:00', isPlain: true },
  { said: '1300-1600', start: '13:00', end: '16:00' },
  { said: '13h-16h', start: '13:00', end: '16:00' },
  { said: '13 Uhr bis 16 Uhr', start: '13:00', end: '16:00' },
  { said: '10am-12pm', start: '10:00', end: '12:00', isPlain: true },
  { said: '10 AM till noon', start: '10:00', end: '12:00', isPlain: true },
  { said: '10:00 AM - 12:00 noon', start: '10:00', end: '12:00', isPlain: true },
  { said: '11-1pm', start: '11:00', end: '13:00', isPlain: true },
  { said: '11:30am-1:15pm', start: '11:30', end: '13:15', isPlain: true },
  { said: '3pm (2h)', start: '15:00', end: '17:00' },
  { said: '3pm for 2 hours', start: '15:00', end: '17:00', isPlain: true },
  { said: '3 pm, two hours', start: '15:00', end: '17:00' },
  { said: 'half past two to four in the afternoon', start: '14:30', end: '16:00' },
  { said: '8pm-10pm', start: '20:00', end: '22:00', isPlain: true },
  { said: '9:00 - 11:30 in the morning', start: '09:00', end: '11:30', isPlain: true },
  { said: '3-5', start: '15:00', end: '17:00' },
  { said: '2pm – 3:30pm', start: '14:00', end: '15:30', isPlain: true },
  { said: 'at 4pm until 6pm', start: '16:00', end: '18:00', isPlain: true },
]

const zones: [said: string, offset: string, isPlain?: boolean][] = [
  ['', '-05:00', true],
  [' EST', '-05:00', true],
  [' ET', '-05:00', true],
  [' Eastern', '-05:00', true],
  [' PST', '-08:00', true],
  [' Pacific time', '-08:00', true],
  [' CT', '-06:00', true],
  [' (Los Angeles time)', '-08:00'],
  [' GMT', '+00:00'],
  [' CET', '+01:00'],
  [' UTC-7', '-07:00'],
  [' EDT', '-05:00'],
]

const form = (when: string) =>
  [
    ...['Name: Orla Westcott', 'Email: orla.w@example.com', 'Phone: (917) 555-0130', 'Instruments: violin'],
    `Preferred times: ${when}\n`,
  ].join('\n')
const letter = (when: string) =>
  [
    `Hi Dane,\n\nI'd like to book a violin on ${when}. My number is (917) 555-0130.\n`,
    'Best,\nOrla Westcott\norla.w@example.com',
  ].join('\n')

export function bookingsMade(): BookingMade[] {
  return days.flatMap((day) =>
    hours.flatMap((hour) =>
      zones.flatMap(([zone, offset, sure = false]) => {
        const when = `${day.said}, ${hour.said}${zone}`
        const isPlain = (day.isPlain ?? false) && (hour.isPlain ?? false) && sure
        const start = `${day.date}T${hour.start}:00${offset}`
        const end = `${day.date}T${hour.end}:00${offset}`
        return [form, letter].map((write, at) => ({
          name: `${at === 0 ? 'form' : 'letter'}: ${when}`,
          body: write(when),
          start,
          end,
          isPlain,
        }))
      }),
    ),
  )
}
