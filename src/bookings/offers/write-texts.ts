import type { Settings } from '#src/config.ts'
import type { Span } from '../plan/order-times.ts'
import { writeDeadline, writeSession, writeStart } from '../write-times.ts'

type Studio = Pick<Settings, 'STUDIO_NAME' | 'BOOKING_PAY' | 'STUDIO_ADDRESS'>
type Seat = { instrument: string; time: Span; zone: string }

/** Two segments of GSM-7. */
const MOST_CHARS = 306

/** One offer: both links where they fit, else one; the address where it still fits. The code answers by SMS. */
export function offerText(studio: Studio, seat: Seat, code: string, link: string): string {
  const { instrument, time, zone } = seat
  const pay = studio.BOOKING_PAY ? `, ${studio.BOOKING_PAY}` : ''
  const what = `${studio.STUDIO_NAME}: ${instrument}, ${writeSession(time, zone)}${pay}.`
  const [short, both] = [
    `${what} First yes gets it. `,
    `Yes ${link}/yes No ${link}/no or text YES ${code} / NO ${code}`,
  ]
  const one = `YES ${code} / NO ${code} or ${link}`
  const where = studio.STUDIO_ADDRESS ? `At ${studio.STUDIO_ADDRESS}. ` : ''
  const tries = [`${short}${where}${both}`, `${short}${both}`, `${short}${where}${one}`]
  return toGsm7(tries.find((text) => text.length <= MOST_CHARS) ?? `${short}${one}`)
}

export function confirmText(studio: Studio, seat: Seat, code: string, link: string): string {
  const pay = studio.BOOKING_PAY ? `, ${studio.BOOKING_PAY}` : ''
  const what = `${studio.STUDIO_NAME}: you're booked. ${seat.instrument}, ${writeSession(seat.time, seat.zone)}${pay}.`
  const rest = `Calendar: ${link} If you cannot come, text NO ${code}`
  const where = studio.STUDIO_ADDRESS ? `${what} At ${studio.STUDIO_ADDRESS}. ${rest}` : ''
  return toGsm7(where && where.length <= MOST_CHARS ? where : `${what} ${rest}`)
}

export function releaseText(studio: Studio, time: Span, zone: string): string {
  return toGsm7(
    `${studio.STUDIO_NAME}: thanks for holding ${writeStart(time, zone)}. It was not needed, you are free then.`,
  )
}

export function offText(studio: Studio, time: Span, zone: string): string {
  return toGsm7(`${studio.STUDIO_NAME}: the session ${writeSession(time, zone)} is off. Sorry, and thank you.`)
}

export function holdText(studio: Studio, seat: Seat, code: string, until: Date, now: Date): string {
  const deadline = writeDeadline(until, seat.zone, now)
  const start = writeStart(seat.time, seat.zone)
  return toGsm7(
    `${studio.STUDIO_NAME}: still filling ${start}. You stay pencilled in; we'll confirm by ${deadline}. NO ${code} frees you.`,
  )
}

export const FILLED = 'Thanks, that seat is filled.'
export const OTHER_TIME = 'Thanks, the session went to another time.'
export const OFF = 'Thanks, that session is off.'
export const OVER = 'Thanks, that session is over.'
export const EXPIRED = 'Thanks, that offer has expired.'
export const NOTED = 'Thanks, noted.'
export const NONE_NOTED = 'Thanks, noted: none of these dates.'
export const ELSEWHERE = 'You are booked for another session at that time.'
export const UNKNOWN_CODE = 'I do not know that code. Please look at the text again.'

/** To words that are neither yes nor no. `code`: of the one offer they may be about. */
export function helpText(code: string | null): string {
  const how = code ? `Text YES ${code} to take it or NO ${code} to pass.` : 'Text YES or NO with the code of the offer.'
  return `I only read yes or no, so the studio has your words. ${how}`
}

export function pencilledText(time: Span, zone: string, until: Date, now: Date): string {
  return `You're pencilled in for ${writeStart(time, zone)}. We'll confirm by ${writeDeadline(until, zone, now)}.`
}

export function bookedText({ instrument, time, zone }: Seat): string {
  return `You're booked: ${instrument}, ${writeSession(time, zone)}.`
}

export function steppedBackText(time: Span, zone: string): string {
  return `Thanks for telling us. You are off for ${writeStart(time, zone)}.`
}

export function conflictText(time: Span, zone: string, code: string): string {
  return toGsm7(
    `Your calendar has something else on ${writeStart(time, zone)}, so I did not put you down. Clear it and text YES ${code} again.`,
  )
}

/** Several offers are open: which one is meant. */
export function whichText(offers: { code: string; time: Span; zone: string }[]): string {
  const list = offers.slice(0, 4).map(({ code, time, zone }) => `YES ${code} (${writeStart(time, zone)})`)
  return toGsm7(`Which one? ${list.join(', ')}. Or NO with its code, or "no to all".`)
}

const GSM_7 = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)

/**
 * One other character would more than double a text's price: accents that GSM-7 has not are dropped, the rest is left
 * out. At most two segments; what is too long loses its beginning's words, never its codes and link.
 * @see https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
 */
export function toGsm7(text: string): string {
  const plain = [...text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, '-')]
    .map((char) => (GSM_7.has(char) ? char : char.normalize('NFKD').replace(/\p{M}/gu, '')))
    .flatMap((piece) => [...piece].filter((char) => GSM_7.has(char)))
    .join('')
  return plain.length <= MOST_CHARS ? plain : `...${plain.slice(plain.length - MOST_CHARS + 3)}`
}
