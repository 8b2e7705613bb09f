import { saysAway } from '#src/reading/automatic.ts'
import { directsElsewhere } from '#src/reading/deputies.ts'
import type { FoundAddress } from './find-addresses.ts'

/**
 * Who is away and names another to write to, and says nothing of sending, gave the address below it to everybody: an
 * answer by itself, of a server that set no header for it.
 */
export function isSignatureOfAway({ lines: [first = ''] }: FoundAddress, text: string): boolean {
  const before = text.slice(0, Math.max(0, text.indexOf(first)))
  const body = before.slice(0, Math.max(0, before.lastIndexOf('\n\n')))
  return saysAway(body) && directsElsewhere(body) && !SENDING.test(body)
}

const SENDING = /dress|direcci|indirizzo|endere|ship|send|deliver|order|livr|envi|liefer|schick|anwani|tuma/i

/**
 * Part of an address, and below it that its writer is away: no program begins with the first, but it may thank for a
 * message and sign above it.
 */
export function standsAboveAway({ lines: [first = ''] }: FoundAddress, text: string): boolean {
  const at = first === '' ? -1 : text.indexOf(first)
  return at >= 0 && text.slice(0, at).split(/\s+/).filter(Boolean).length <= MOST_ABOVE
}

/** Part of an address, and above it that its writer is away: a signature, or the answer; a person tells them apart. */
export function standsBelowAway({ lines: [first = ''] }: FoundAddress, text: string): boolean {
  const at = first === '' ? -1 : text.indexOf(first)
  return at >= 0 && saysAway(text.slice(0, at))
}

/** "Hi Sam,", a name. */
const MOST_ABOVE = 3
