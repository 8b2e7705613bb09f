import { Booking } from '#entities/bookings/booking.ts'
import { Musician } from '#entities/bookings/musician.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { readRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { hasOptedOut } from '#src/outbox/opted-out.ts'
import { bookingCard } from './card/booking-card.ts'
import { bookingSubject } from './card/booking-subject.ts'
import { loadBookings } from './card/booking-view.ts'
import { readMusicianList } from './musicians/read-musician-list.ts'
import { type MusicianEntry, readMusicianEntry, saveMusician } from './musicians/save-musician.ts'
import { payList } from './pay/pay-list.ts'

const shared = { roles: ['booker'], pipeline: 'bookings' } satisfies Partial<Command>
const MOST_LISTED = 20

/** What one can type about bookings and musicians. */
export const bookingCommands: Command[] = [
  { name: 'booking', usage: '<ref>', help: 'a booking, with its buttons', ...shared, run: showBooking },
  {
    name: 'pay',
    usage: '[month]',
    example: 'pay 2026-01',
    help: 'who played in a month, as a list to download',
    ...shared,
    run: payList,
  },
  { name: 'bookings', help: 'the newest bookings', ...shared, run: listBookings },
  { name: 'musicians', usage: '[instrument]', help: 'who can be asked', ...shared, run: listMusicians },
  {
    name: 'musician add',
    usage: '<name>, <phone>, <instruments>[, <calendar>][, <zone>]',
    help: 'a musician who can be asked',
    ...shared,
    run: addMusician,
  },
  {
    name: 'musician edit',
    usage: '<M-1> <phone|name|instruments|calendar|zone|active|last> <value>',
    help: 'change a musician',
    ...shared,
    run: editMusician,
  },
  {
    name: 'musician import',
    usage: '<lines>',
    help: 'many musicians, one a line as in add',
    ...shared,
    run: importMusicians,
  },
]

async function showBooking({ app, member, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const ref = readRef(rest) ?? readRef(`B-${rest.trim()}`)
  const row = ref?.prefix === 'B' ? await em.findOne(Booking, { number: ref.number }) : null
  const [view] = row ? await loadBookings(em.fork(), [row.id]) : []
  if (!view) throw new Refusal(rest ? `There is no booking ${rest.slice(0, 20)}.` : 'Which one? Write: booking B-7')
  return { text: '', cards: [cardOf(bookingSubject, view, app, 'loud', member)] }
}

async function listBookings({ app }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const rows = await em.find(
    Booking,
    { id: { $ne: null } },
    { orderBy: { number: 'desc' }, limit: MOST_LISTED, fields: ['id'] },
  )
  if (rows.length === 0) return { text: 'No bookings yet.' }
  const views = await loadBookings(
    em.fork(),
    rows.map(({ id }) => id),
  )
  const lines = views.sort((a, b) => b.number - a.number).map((view) => bookingCard(view, app).title)
  return { text: lines.join('\n') }
}

async function listMusicians({ app, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const all = await em.find(Musician, { id: { $ne: null } }, { orderBy: { number: 'asc' } })
  const wanted = rest.trim().toLowerCase()
  const shown = all.filter(({ instruments }) => !wanted || instruments.includes(wanted))
  if (shown.length === 0) return { text: 'None. Write: musician add Maya Lin, +1 212 555 0101, violin/viola' }
  const stopped = await sql<{ phone: string }>(
    em,
    `select phone from musicians m where ${hasOptedOut("'sms'", 'm.phone')}`,
  )
  const silent = new Set(stopped.map(({ phone }) => phone))
  return {
    text: shown
      .slice(0, 60)
      .map((one) => describe(one, silent.has(one.phone)))
      .join('\n'),
  }
}

function describe(
  { number, name, phone, instruments, calendarId, active, zone }: Musician,
  isStopped: boolean,
): string {
  const notes = [calendarId ? '' : 'no calendar', active ? '' : 'not asked', isStopped ? 'wrote STOP' : ''].filter(
    Boolean,
  )
  return [`M-${number} ${name}`, instruments.join('/'), phone, zone, ...notes].join(' · ')
}

async function addMusician({ app, rest }: Asked): Promise<Reply> {
  const fields = readMusicianEntry(readEntry(rest), app.settings.BOOKING_TIMEZONE)
  const { musician } = await inTransaction(app, (tx) => saveMusician(tx, fields))
  return { text: describe(musician, false) }
}

/** `Maya Lin, +1 212 555 0101, violin/viola, maya@example.com, America/Chicago`: the last two may be left out. */
function readEntry(line: string): MusicianEntry {
  const [name = '', phone = '', instruments = '', ...rest] = line.split(',').map((part) => part.trim())
  const zone = rest.find((part) => !part.includes('@')) ?? ''
  const calendarId = rest.find((part) => part.includes('@')) ?? null
  if (!name || !phone || !instruments)
    throw new Refusal('Write it like: musician add Maya Lin, +1 212 555 0101, violin/viola')
  return { name, phone, instruments: instruments.replaceAll('/', ', '), zone, calendarId }
}

/** A list with a row of column names, as the API takes it, or lines as `musician add` takes them. */
async function importMusicians({ app, rest }: Asked): Promise<Reply> {
  const listed = readMusicianList(rest)
  const lines = rest
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const entries = listed ?? lines.map((line, at) => ({ line: at + 1, entry: readEntry(line) }))
  const rows = entries.map(({ line, entry }) => readMusicianEntry(entry, app.settings.BOOKING_TIMEZONE, line))
  await inTransaction(app, async (tx) => {
    for (const fields of rows) await saveMusician(tx, fields)
  })
  return { text: `${writeCount(rows.length, 'musician')} saved.` }
}

async function editMusician({ app, rest }: Asked): Promise<Reply> {
  const [, number, field = '', value = ''] = /^m-?(\d+)\s+(\w+)\s+(.+)$/is.exec(rest.trim()) ?? []
  const known = number ? await app.em.fork().findOne(Musician, { number: Number(number) }) : null
  if (!known) throw new Refusal('Which one? Write: musician edit M-3 phone +1 212 555 0101')
  const before = { ...known, instruments: known.instruments.join(', '), lastBookingAt: writeDay(known.lastBookingAt) }
  const fields = readMusicianEntry({ ...before, ...readChange(field.toLowerCase(), value.trim()) }, known.zone)
  const changed = await inTransaction(app, async ({ em }) => {
    const other = await em.findOne(Musician, { phone: fields.phone, id: { $ne: known.id } })
    if (other) throw new Refusal(`${other.name} has that number.`)
    await em.nativeUpdate(Musician, { id: known.id }, fields)
    return em.findOneOrFail(Musician, { id: known.id })
  })
  return { text: describe(changed, false) }
}

function writeDay(at: Date | null): string {
  return at?.toISOString().slice(0, 10) ?? ''
}

function readChange(field: string, value: string): Partial<MusicianEntry> {
  if (field === 'instruments') return { instruments: value.replaceAll('/', ', ') }
  if (field === 'calendar') return { calendarId: /^(none|no|-)$/i.test(value) ? null : value }
  if (field === 'last') return { lastBookingAt: value }
  if (field === 'active') return { active: /^(yes|on|true|1)$/i.test(value) }
  if (field === 'name' || field === 'phone' || field === 'zone') return { [field]: value }
  throw new Refusal(
    'I can change name, phone, instruments, calendar, zone, active and last (the day of the last session).',
  )
}
