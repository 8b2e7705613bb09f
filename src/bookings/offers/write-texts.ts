import type { Settings } from '#src/config.ts'
import { fillWords } from '#src/words/words.ts'
import type { Span } from '../span.ts'
import { writeDeadline, writeSession, writeStart } from '../write-times.ts'

export type Studio = Pick<Settings, 'STUDIO_NAME' | 'BOOKING_PAY' | 'STUDIO_ADDRESS' | 'MAIL_TEMPLATES'>
type Seat = { instrument: string; time: Span; zone: string }

/** Two segments of GSM-7. */
const MOST_CHARS = 306

/** One offer: both links where they fit, else one; the address where it still fits. The code answers by SMS. */
export function offerText(studio: Studio, seat: Seat, code: string, link: string): string {
  const both = `Yes ${link}/yes No ${link}/no or text YES ${code} / NO ${code}`
  const one = `YES ${code} / NO ${code} or ${link}`
  const write = (answer: string, where: string) =>
    fill(studio, 'offer', { ...ofSeat(studio, seat), where, answer }, ['answer'])
  const where = whereOf(studio)
  return firstThatFits([write(both, where), write(both, ''), write(one, where), write(one, '')])
}

export function confirmText(studio: Studio, seat: Seat, code: string, link: string): string {
  const write = (where: string) =>
    fill(studio, 'confirm', { ...ofSeat(studio, seat), where, link, code }, ['link', 'code'])
  return firstThatFits([write(whereOf(studio)), write('')])
}

export function releaseText(studio: Studio, time: Span, zone: string): string {
  return toGsm7(fill(studio, 'release', { start: writeStart(time, zone) }))
}

export function offText(studio: Studio, time: Span, zone: string): string {
  return toGsm7(fill(studio, 'off', { session: writeSession(time, zone) }))
}

export function holdText(studio: Studio, seat: Seat, code: string, until: Date, now: Date): string {
  const deadline = writeDeadline(until, seat.zone, now)
  return toGsm7(fill(studio, 'hold', { start: writeStart(seat.time, seat.zone), deadline, code }, ['code']))
}

function ofSeat({ BOOKING_PAY: pay }: Studio, { instrument, time, zone }: Seat) {
  return { instrument, session: writeSession(time, zone), pay: pay ? `, ${pay}` : '' }
}

function whereOf({ STUDIO_ADDRESS: address }: Studio): string {
  return address ? `At ${address}. ` : ''
}

/** `needs`: what a text without it could not be answered by. */
function fill(studio: Studio, name: string, values: Record<string, string>, needs: string[] = []): string {
  const all = { studio: studio.STUDIO_NAME, ...values }
  return fillWords(`bookings.${name}`, all, studio.MAIL_TEMPLATES, needs).text
}

/** The last one in any case. */
function firstThatFits(texts: string[]): string {
  return toGsm7(texts.find((text) => text.length <= MOST_CHARS) ?? texts.at(-1) ?? '')
}

const GSM_7 = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡' +
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
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
