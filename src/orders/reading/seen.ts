import type { Offer } from '../read-sale.ts'
import { type Attack, readAttacks } from './attacks.ts'
import { chooseEmail, type EmailChoice } from './choose-email.ts'
import { type EmailsRead, readEmails } from './emails.ts'
import { type Intent, readIntent } from './intent.ts'
import { readItems } from './items.ts'
import type { ItemsRead } from './items-read.ts'
import { type Clean, normalise } from './normalise.ts'
import { type Reservation, readReservations } from './reservations.ts'

/** All that was seen in a comment, before anything is decided. */
export type Seen = {
  clean: Clean
  blank: string
  choice: EmailChoice
  items: ItemsRead
  intent: Intent
  reservations: Reservation[]
  attacked: boolean
  hostile: boolean
  glued: boolean
}

export function lookAt(text: string, offer: Offer): Seen {
  const clean = normalise(text)
  const emails = readEmails(clean)
  const attacks = readAttacks(clean, emails.found)
  const choice = chooseEmail(clean, emails, attacks.injected)
  const spans = [...emails.found, ...emails.broken, ...attacks.injected, ...attacks.payloads]
  const blank = blankOut(clean.folded, spans)
  const read = readBlank(clean, blank, offer, { emails, attacks: attacks.kinds })
  const glued = read.lines.length === 0 ? readGlued(clean, choice, offer) : null
  return {
    clean,
    blank,
    choice,
    items: glued ?? read,
    intent: readIntent(blank),
    reservations: readReservations(blank),
    attacked: attacks.kinds.includes('injection'),
    hostile: attacks.kinds.includes('hostile'),
    glued: glued !== null,
  }
}

/** A payload is left out, unless the whole order stands inside it. */
function readBlank(
  clean: Clean,
  blank: string,
  offer: Offer,
  { emails, attacks }: { emails: EmailsRead; attacks: Attack[] },
): ItemsRead {
  const read = readItems(blank, offer)
  if (read.lines.length > 0 || attacks.includes('injection') || !attacks.includes('hostile')) return read
  return readItems(blankOut(clean.folded, [...emails.found, ...emails.broken]), offer)
}

const NOISE = /https?:\/\/[^\s"'<>]{1,500}|www\.[^\s"'<>]{1,300}|[#@][\p{L}\d_][\p{L}\d_.]{0,60}/gu

/** Addresses, attacks, links, tags and mentions taken out; positions stay. A mark keeps the sides apart. */
function blankOut(folded: string, spans: readonly { start: number; end: number }[]): string {
  const units = folded.split('')
  const wipe = (start: number, end: number) => {
    for (let i = start; i < end; i++) units[i] = ' '
    if (end > start) units[start] = '¦'
  }
  for (const { start, end } of spans) wipe(start, end)
  for (const match of units.join('').matchAll(NOISE)) wipe(match.index, match.index + match[0].length)
  return units.join('')
}

/** "1blackkit@example.com": the order stuck to the address. Read from it only when nothing else is written. */
function readGlued(clean: Clean, choice: EmailChoice, offer: Offer): ItemsRead | null {
  const { chosen } = choice
  if (!chosen) return null
  const match = /^(\d{1,2})([a-z]{3,})/.exec(chosen.address)
  const colour = offer.colours.find((name) => match?.[2]?.startsWith(name.toLowerCase().replaceAll(' ', '')))
  if (!match || !colour) return null
  const end = chosen.start + (match[1]?.length ?? 0) + colour.length
  const read = readItems(clean.folded.slice(chosen.start, end), offer)
  const lines = read.lines.map((line) => ({ ...line, start: line.start + chosen.start, end: line.end + chosen.start }))
  return lines.length > 0 ? { ...read, lines } : null
}
