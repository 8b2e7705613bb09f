import type { Settings } from '#src/config.ts'
import { fillLine } from '#src/words/words.ts'
import type { Span } from '../span.ts'
import { writeDeadline, writeSession, writeStart } from '../write-times.ts'
import { toGsm7 } from './write-texts.ts'

type Studio = Pick<Settings, 'MAIL_TEMPLATES'>

/** What says the same whatever the offer. */
export type Plain =
  | 'filled'
  | 'other-time'
  | 'off'
  | 'over'
  | 'expired'
  | 'noted'
  | 'none-noted'
  | 'elsewhere'
  | 'unknown-code'

/** A short answer to a musician, as a text or on the page of their link. */
export function plainAnswer(studio: Studio, name: Plain): string {
  return say(studio, name, {})
}

/** To words that are neither yes nor no. `code`: of the one offer they may be about. */
export function helpText(studio: Studio, code: string | null): string {
  return code ? say(studio, 'help-one', { code }, ['code']) : say(studio, 'help', {})
}

/** To words of who is booked. */
export function heardText(studio: Studio, code: string): string {
  return say(studio, 'heard', { code }, ['code'])
}

export function pencilledText(studio: Studio, { time, zone }: When, until: Date, now: Date): string {
  return say(studio, 'pencilled', { start: writeStart(time, zone), deadline: writeDeadline(until, zone, now) })
}

export function bookedText(studio: Studio, { instrument, time, zone }: When & { instrument: string }): string {
  return say(studio, 'booked', { instrument, session: writeSession(time, zone) })
}

export function steppedBackText(studio: Studio, { time, zone }: When): string {
  return say(studio, 'stepped-back', { start: writeStart(time, zone) })
}

export function conflictText(studio: Studio, { time, zone }: When, code: string): string {
  return say(studio, 'conflict', { start: writeStart(time, zone), code }, ['code'])
}

/** Several offers are open: which one is meant. */
export function whichText(studio: Studio, offers: (When & { code: string })[]): string {
  const list = offers.slice(0, 4).map(({ code, time, zone }) => `YES ${code} (${writeStart(time, zone)})`)
  return say(studio, 'which', { list: list.join(', ') }, ['list'])
}

/** To whoever runs the studio: who plays when. */
export function ownerText(studio: Studio, booked: Record<'ref' | 'client' | 'session' | 'who', string>): string {
  return say(studio, 'owner-booked', booked)
}

type When = { time: Span; zone: string }

function say({ MAIL_TEMPLATES }: Studio, name: string, values: Record<string, string>, needs: string[] = []): string {
  return toGsm7(fillLine('bookings.answers', name, values, MAIL_TEMPLATES, needs))
}
