import { Musician } from '#entities/bookings/musician.ts'
import { uuid } from '#entities/uuid.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { phoneIn } from '../reading/form/client.ts'
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
}

type Fields = Pick<Musician, 'name' | 'phone' | 'instruments' | 'calendarId' | 'zone' | 'active'>

/** What was written, in the forms we keep; a Refusal names every field that cannot be read. */
export function readMusicianEntry(entry: MusicianEntry, homeZone: string): Fields {
  const name = entry.name.trim().replace(/\s+/g, ' ')
  const phone = phoneIn(entry.phone, 'US') ?? (/^\+[1-9]\d{6,14}$/.test(entry.phone) ? entry.phone : null)
  const read = readInstrumentField(entry.instruments)
  const isKnown = !read.doubts.some(({ problem }) => problem === 'unknown_instrument')
  const instruments = isKnown ? Object.keys(read.instruments) : []
  const zone = entry.zone?.trim() ? canonicalZone(entry.zone.trim()) : homeZone
  const wrong = {
    ...(!name && { name: 'needed' }),
    ...(!phone && { phone: 'not a phone number' }),
    ...(instruments.length === 0 && { instruments: 'not instruments I know' }),
    ...(!zone && { zone: 'not a time zone such as America/New_York' }),
  }
  if (!phone || !zone || Object.keys(wrong).length > 0) throw new Refusal('Some of this cannot be read.', wrong)
  return { name, phone, instruments, calendarId: entry.calendarId?.trim() || null, zone, active: entry.active ?? true }
}

/** Adds a musician, or changes the one who has that number. */
export async function saveMusician(
  { em, at }: Pick<Tx, 'em' | 'at'>,
  fields: Fields,
): Promise<{ musician: Musician; isNew: boolean }> {
  const known = await em.findOne(Musician, { phone: fields.phone })
  if (known) await em.nativeUpdate(Musician, { id: known.id }, fields)
  const id = known?.id ?? uuid()
  if (!known) await em.insert(Musician, { id, ...fields, lastBookingAt: null, createdAt: at })
  const musician = await em.findOneOrFail(Musician, { id }, { refresh: true })
  return { musician, isNew: !known }
}
