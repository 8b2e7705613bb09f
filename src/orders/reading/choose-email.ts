import type { EmailFound, EmailsRead } from './emails.ts'
import type { Clean } from './normalise.ts'

export type EmailChoice = {
  chosen: EmailFound | null
  /** Every address, once, as it stands. */
  all: string[]
  /** More than one address that the writer may mean. */
  different: boolean
  broken: boolean
}
type Span = { start: number; end: number }

const LESS =
  /\b(?:not|old|wrong|instead of|don't use|no longer|ignore|isn't|except|was|before|paypal|venmo|cashapp|account|paying|payment|facebook|username|login|broken|hacked|nicht|antiguo|vieja|ancien)\b[^¦]{0,16}$/
const MORE =
  /\b(?:send|reply|invoice|write|reach|contact|link (?:to|at)|use|correct|right|new|better|best|actually|i mean|i meant|should be|mejor|correcto|bonne|richtige|instead|sorry|rather|prefer\w*|edit|correction|is)\b[^¦]{0,16}$/

/** The address to use: none that an attack brought in, the one the writer prefers, else the first. */
export function chooseEmail(clean: Clean, emails: EmailsRead, attacks: readonly Span[]): EmailChoice {
  const safe = emails.found.filter((email) => !attacks.some((span) => email.start < span.end && span.start < email.end))
  const all = [...new Set(emails.found.map(({ address }) => address))]
  const addresses = new Set(safe.map(({ address }) => address))
  const ranked = safe.map((email) => ({ email, rank: rankOf(clean, email, addresses.size > 1) }))
  const best = ranked.reduce<(typeof ranked)[number] | null>(
    (top, next) => (!top || next.rank > top.rank ? next : top),
    null,
  )
  const broken = emails.broken.some(
    (span) => !attacks.some((attack) => span.start < attack.end && attack.start < span.end),
  )
  return { chosen: best?.email ?? null, all, different: addresses.size > 1, broken }
}

function rankOf(clean: Clean, email: EmailFound, several: boolean): number {
  if (!several) return 0
  const before = clean.folded.slice(Math.max(0, email.start - 32), email.start)
  const lead = before.slice(before.lastIndexOf('@') + 1)
  const flawed = email.flaw === null ? 0 : -0.5
  if (LESS.test(lead)) return flawed - 1
  return MORE.test(lead) && !/\bemail is\b/.test(lead) ? flawed + 1 : flawed
}
