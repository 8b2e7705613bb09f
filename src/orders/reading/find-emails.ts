import { fold, pieceOf, type Text } from '#src/reading/text.ts'
import { type Flaw, GLUE, hosts, readHost } from './email-hosts.ts'
import { unspelt, unspoken } from './spoken-emails.ts'

/** An address of a text, or what is meant for one. `flaw`: why it must not be written to before a person looked. */
export type EmailFound = { address: string; start: number; end: number; flaw: Flaw }

const MOST = 40

/**
 * The e-mail addresses of a text, lower case, as far as they can be read for certain: plain, spaced, spelt letter by
 * letter, or spoken ("at", "arroba", "[dot]"). A slip with one obvious mending is mended and marked; a look-alike
 * letter, a quoted name and a missing host are `broken`. Ends are checked by the public suffix list. Linear.
 */
export function findEmails(text: Text): EmailFound[] {
  const found: EmailFound[] = []
  const literal = scan(unspelt(text.text))
  const sound = literal.filter(({ flaw }) => flaw !== 'broken')
  const spoken = scan(unspoken(sound.reduce((rest, { start, end }) => blankOut(rest, start, end), text.text)))
  // "anna@gmail dot com" is broken as it stands, and whole as it is said.
  const half = literal.filter((one) => !sound.includes(one) && !spoken.some(({ start }) => start === one.start))
  for (const one of [...sound, ...half, ...spoken]) {
    if (found.length >= MOST) break
    found.push({ ...one, flaw: isOdd(text, one) ? 'broken' : one.flaw })
  }
  return [...found, ...hostless(text.text, found)].sort((a, b) => a.start - b.start)
}

function blankOut(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)
}

/** Every `@` with a name before and a host after it. */
function scan(view: string): EmailFound[] {
  const found: EmailFound[] = []
  for (let at = view.indexOf('@'); at >= 0 && found.length < MOST; ) {
    const signs = /^[@\u2060]+/.exec(view.slice(at, at + 20))?.[0].replace(/\u2060+$/, '').length ?? 1
    const one = readAround(view, at, signs)
    if (one) found.push(one)
    at = view.indexOf('@', one ? one.end : at + signs)
  }
  return found
}

function readAround(view: string, at: number, signs: number): EmailFound | null {
  const before = nameBefore(view, at) || nameAbove(view, at)
  const gap = /^[ \n](?=[a-z\d-]+\.[a-z])/.test(view.slice(at + signs, at + signs + 40)) ? 1 : 0
  const after = view.slice(at + signs + gap, at + signs + gap + 260)
  const local = before.replaceAll(GLUE, '').trimEnd()
  const host = readHost(after)
  if (!/[a-z\d]/.test(local) || local.length > 64 || !host) return null
  const repaired = signs > 1 || gap > 0 || before.endsWith('\n') || local.includes('..') || local.endsWith('.')
  const name = local.replace(/\.{2,}/g, '.').replace(/\.$/, '')
  const flaw = host.flaw ?? (repaired ? 'repaired' : null)
  const start = at - before.length
  return { address: `${name}@${host.host}`, start, end: at + signs + gap + host.length, flaw }
}

function nameBefore(view: string, at: number): string {
  const run = /[a-z\d._%+'\u2060-]+$/.exec(view.slice(Math.max(0, at - 90), at))?.[0] ?? ''
  return run.replace(/^[\u2060.'%-]+/, '')
}

/** "kit.marlow", and "@example.com" in the next line; a plain word above is one, and "@kit.art" a mention. */
function nameAbove(view: string, at: number): string {
  const above = /[a-z\d_%+-]+(?:[._\d][a-z\d_%+-]*)+\n$/.exec(view.slice(Math.max(0, at - 90), at))?.[0] ?? ''
  return /[a-z]/.test(above) ? above : ''
}

/** Not what it looks like: letters of another alphabet or with accents, a quoted name, letters glued before it. */
function isOdd(text: Text, { start, end }: EmailFound): boolean {
  const before = text.text.slice(Math.max(0, start - 1), start)
  if (/\p{L}|\p{M}/u.test(before) || (before === '"' && text.text[end] !== '"')) return true
  const piece = pieceOf(text, start, end)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
  return fold(piece) !== piece.replaceAll('。', '.').replace(/ ät /, ' at ')
}

/** "cyrus.vance.gmail.com": a provider's host with a name before it and no sign. */
function hostless(text: string, found: EmailFound[]): EmailFound[] {
  const broken: EmailFound[] = []
  for (const { 0: run, index } of text.matchAll(
    /(?<![a-z\d@._-])[a-z\d_-]{1,40}(?:\.[a-z\d_-]{1,40}){2,6}(?![a-z\d@])/g,
  )) {
    const end = index + run.length
    const host = run.split('.').slice(-2).join('.')
    const isTaken = found.some((one) => one.start < end && index < one.end)
    if (!isTaken && hosts.includes(host) && !run.startsWith('www.'))
      broken.push({ address: run, start: index, end, flaw: 'broken' })
  }
  return broken
}
