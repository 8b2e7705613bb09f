import { Musician } from '#entities/bookings/musician.ts'
import { uuid } from '#entities/uuid.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { phoneIn } from '../reading/client/phone.ts'
import { readInstrumentField } from '../reading/instruments/read-instruments.ts'
import { canonicalZone } from '../reading/times/zones.ts'

/** A musician as a person writes one down. */
export type MusicianEntry = {
  name: string
  phone: string
  /** `violin, viola` */
  instruments: string
  calendarId?: string | null
  zone?: string
  active?: boolean
  /** The day of their last session, before we knew them: `2026-01-31`. */
  lastBookingAt?: string
}

type Fields = Pick<Musician, 'name' | 'phone' | 'instruments' | 'calendarId' | 'zone' | 'active' | 'lastBookingAt'>

/** What was written, in the forms we keep; a Refusal names every field that cannot be read. */
export function readMusicianEntry(entry: MusicianEntry, homeZone: string, line?: number): Fields {
  const name = entry.name.trim().replace(/\s+/g, ' ')
  const phone = phoneIn(entry.phone, 'US') ?? (/^\+[1-9]\d{6,14}$/.test(entry.phone) ? entry.phone : null)
  const instruments = readInstruments(entry.instruments)
  const zone = entry.zone?.trim() ? canonicalZone(entry.zone.trim()) : homeZone
  const last = readDay(entry.lastBookingAt)
  const wrong = {
    ...(!name && { name: 'needed' }),
    ...(!phone && { phone: 'not a phone number' }),
    ...(instruments.length === 0 && { instruments: 'not instruments I know' }),
    ...(!zone && { zone: 'not a time zone such as America/New_York' }),
    ...(last === undefined && { lastBookingAt: 'not a day such as 2026-01-31' }),
  }
  if (!phone || !zone || last === undefined || Object.keys(wrong).length > 0)
    throw new Refusal(sayWrong(entry, wrong, line), wrong)
  const rest = { calendarId: entry.calendarId?.trim() || null, active: entry.active ?? true }
  return { name, phone, instruments, zone, ...rest, lastBookingAt: last }
}

function readInstruments(text: string): string[] {
  const read = readInstrumentField(text)
  const isKnown = !read.doubts.some(({ problem }) => problem === 'unknown_instrument')
  return isKnown ? Object.keys(read.instruments) : []
}

/** Null where none is given, undefined where it is no day. */
function readDay(text = ''): Date | null | undefined {
  const day = text.trim()
  if (!day) return null
  const noon = DAY.test(day) ? new Date(`${day}T12:00:00Z`) : null
  // 31 February would be a day in March.
  return noon && writeDay(noon) === day ? noon : undefined
}

function writeDay(at: Date): string {
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10)
}

const DAY = /^20\d\d-\d\d-\d\d$/

/** `Row 3: phone '555' is not a phone number` */
function sayWrong(entry: MusicianEntry, wrong: Record<string, string>, line?: number): string {
  const parts = Object.entries(wrong).map(([field, why]) => {
    const given = String(entry[field as keyof MusicianEntry] ?? '').slice(0, 40)
    return why === 'needed' ? `${field} is needed` : `${field} '${given}' is ${why}`
  })
  return `${line ? `Row ${line}: ` : ''}${parts.join('; ')}.`
}

/** Adds a musician, or changes the one who has that number. */
export async function saveMusician(
  { em, at }: Pick<Tx, 'em' | 'at'>,
  fields: Fields,
): Promise<{ musician: Musician; isNew: boolean }> {
  const known = await em.findOne(Musician, { phone: fields.phone })
  const lastBookingAt = fields.lastBookingAt ?? known?.lastBookingAt ?? null
  if (known) await em.nativeUpdate(Musician, { id: known.id }, { ...fields, lastBookingAt })
  const id = known?.id ?? uuid()
  if (!known) await em.insert(Musician, { id, ...fields, createdAt: at })
  const musician = await em.findOneOrFail(Musician, { id }, { refresh: true })
  return { musician, isNew: !known }
}
