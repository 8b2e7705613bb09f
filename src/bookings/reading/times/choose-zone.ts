import { Temporal } from 'temporal-polyfill'
import { type Field, valuesOf } from '../form/field.ts'
import { fold } from '../form/fold.ts'
import type { Doubt } from '../problems.ts'
import type { Window } from './resolve-pair.ts'
import { zoneLabel } from './time-labels.ts'
import type { Pair } from './time-pairs.ts'
import { readZoneField, readZones } from './zones.ts'

const MOST_TEXT = 6000

type Texts = { answer: string; notes: string }
type Zones = { zone: string; otherZone: string | null }

/**
 * Beside the times first, then the field for it, then the notes; `otherZone`: one of the later ones says something
 * else. Notes beside an answer may speak of anything: a zone that only they name stands against the studio's own.
 */
export function chooseZone({ answer, notes }: Texts, pairs: readonly Pair[], fields: Field[], home: string): Zones {
  const beside = pairs.flatMap((pair) => (pair.kind === 'dated' && pair.time?.zone ? [pair.time.zone] : []))
  const around = beside.length > 0 ? beside.slice(0, 1) : readZones(fold(answer.slice(0, MOST_TEXT)))
  const field = valuesOf(fields, 'timezone').map((value) => readZoneField(fold(value)))
  const sure = [...around, ...field].flatMap((one) => (one ? [one.zone] : []))
  const told = readZones(fold(notes.slice(0, MOST_TEXT))).map(({ zone }) => zone)
  const stated = sure.length > 0 || answer === '' ? [...sure, ...told] : [...told, home]
  const zone = stated[0] ?? home
  return { zone, otherZone: stated.find((one) => differs(one, zone)) ?? null }
}

/** Two zones for the same times; the same instant said in two zones is none. */
export function zoneDoubts(windows: readonly Window[], zone: string, otherZone: string | null): Doubt[] {
  const others = windows.flatMap(({ start, end }) => (start ?? end)?.timeZoneId ?? [])
  const other = otherZone ?? others.find((one) => differs(one, zone))
  return other ? [{ problem: 'tz_conflict', about: `${zoneLabel(zone)} and ${zoneLabel(other)}` }] : []
}

export function differs(one: string, zone: string): boolean {
  return one !== zone && offsetsOf(one) !== offsetsOf(zone)
}

/** Winter and summer offset of a zone: New York and Toronto do not differ. */
function offsetsOf(zone: string): string {
  return [1, 7]
    .map((month) => Temporal.PlainDate.from({ year: 2026, month, day: 1 }).toZonedDateTime(zone).offset)
    .join()
}
