import { Temporal } from 'temporal-polyfill'
import { readTimesText, resolvePairs, writeSpan } from '#src/bookings/reading/read-times.ts'

const rec = process.argv[3] ?? '2026-02-06T15:30:00-05:00'
const zone = 'America/New_York'
const show = (s: string, field = true) => {
  const t = readTimesText(s, field)
  const received = Temporal.Instant.from(rec)
  const setting = {
    zone,
    otherZone: null,
    received,
    today: received.toZonedDateTimeISO(zone).toPlainDate(),
    is24: t.is24,
    isDayFirst: t.isForeign,
    isForeign: t.isForeign,
  }
  const r = resolvePairs(t.pairs.offered, setting)
  console.log(
    JSON.stringify(s),
    '\n   ',
    r.windows
      .map((w) => {
        const x = writeSpan(w)
        return x.start + ' / ' + x.end
      })
      .join('\n    '),
    '|',
    r.doubts.map((d) => d.problem + (d.about ? `(${d.about})` : '')).join(' '),
    t.pairs.withdrawn.length ? 'withdrawn ' + t.pairs.withdrawn.length : '',
    t.pairs.looseTimes.length ? 'loose' : '',
  )
}
for (const s of process.argv[2]
  ? [process.argv[2]]
  : [
      'Tues 3-5pm or Wed after 6',
      'mornings of June 22-24, 2026',
      'Oct 6, 2026, noon to 2',
      'Oct 8, 2026, half past three till five in the afternoon',
      'May 12, 2-4 PM\nMay 14, 9-11 AM',
      '2026-02-17 14:00 – 16:30',
      '01/20/2026 3pm EDT to 5pm EDT',
      'September 10, 2026 9–11am (Arizona time)',
      'August 7, 2026, 10:00 PM - 1:00 AM',
      'Tuesday, January 13, 2026, 3:00 PM - 5:00 PM',
      'Tuesday Jan 14, 2026 3-5 PM',
      'Mon-Fri 2-4pm',
      'June 5:\n - 2-4pm\n - 6-8pm',
      'June 5, June 6 and June 8, 10am-noon',
      '3-5pm on Tuesday or 6-8pm Wednesday',
      'July 1, 2026 10pm - July 2, 2026 2am',
      'March 3 at 3pm for 2 hours',
      '22 juin 2026 de 14h à 16h',
      'mardi 23 juin 2026, 14h30-16h',
      '24.12.2026 19 Uhr bis 21 Uhr',
      'Saturday the 14th, 1pm - 4pm',
      'tomorrow 2pm–4pm',
      'next Tuesday between 10 and noon',
      'any time on March 3, 2026',
      'March 8, 2026 2:30 AM - 4:30 AM',
      'Nov 1, 2026 1:30 AM - 3 AM',
      '5pm - 3pm on March 3, 2026',
      '2026-09-22T18:00:00Z to 2026-09-22T20:00:00Z',
      '3/4/2026 2-4pm',
      '1400-1600 on 3 March 2026',
      'March 3rd from 2 to 4',
      'Dec 31, 2026 11pm - 1am',
      'two to four on Friday afternoon',
      'Wednesday 2/11 1:00p-3:00p; Thursday 2/12 9a-11a',
      'Fri Feb 13 (2-4pm) / Sat Feb 14 (10am-12pm)',
      'Between 3pm and 6pm ET, Thursday March 5 2026',
      'May 5, 2026: 2 PM, 4 PM, or 6 PM',
      'evenings next week',
      'Feb 10 2pm-4pm EST, Feb 12 2pm-4pm EST',
      'All day Saturday March 7, 2026',
      '11-1 Monday',
      '2026-03-10, 15:00-17:00',
      'March 10 2026 3 PM until 5 PM or March 11 2026 3 PM until 5 PM',
    ])
  show(s)
