import { labelWords, roleOf } from './labels.ts'

/** A mail inside a mail: what the inner one says, who sent it, and what was written above it. */
export type Forwarded = { body: string; from: string; subject: string; above: string }

const forwarded = /^[-\s]*(?:begin |start of )?forwarded (?:message|by)\b[^\n]{0,60}$/i
const foreign = /^-{2,}\s*(?:message (?:transfere|d'origine)|mensaje reenviado|weitergeleitete nachricht)/i
const original = /^(?:-{2,}\s*(?:original message|urspr\S{1,3}ngliche nachricht)|_{10,}\s*$)/i
const header = /^[ \t>*]*([\p{L}-]{1,20}(?: \p{L}{1,10})?)\**[ \t]*:\**[ \t]*(.*)$/u
const SENT = new Set(['sent', 'date', 'gesendet', 'envoye', 'enviado'])

/** The mail below a forwarding marker or a block of headers; null where nothing was forwarded. */
export function cutForwarded(text: string): Forwarded | null {
  const lines = text.split('\n')
  const at = lines.findIndex((line, i) => leastHeaders(line) !== null || opensBlock(lines, i))
  if (at < 0) return null
  const least = leastHeaders(lines[at] ?? '')
  const { headers, rest } = readHeaders(lines.slice(least === null ? at : at + 1))
  if (headers.length < (least ?? 3)) return null
  const pick = (role: string) => headers.find(({ label }) => roleOf(label) === role)?.value ?? ''
  return { body: dequote(rest), from: pick('from'), subject: pick('subject'), above: lines.slice(0, at).join('\n') }
}

/** How many headers must stand below a marker to make it a forward; null where the line is none. */
function leastHeaders(line: string): number | null {
  if (line.length > 140 || !/[-_]{2}|forwarded/i.test(line)) return null
  const bare = line.replace(/^[ \t>]+/, '')
  if (forwarded.test(bare) || foreign.test(bare.normalize('NFKD').replace(/\p{M}/gu, ''))) return 0
  return original.test(bare) ? 2 : null
}

/** 'From:' with 'Sent:' or 'Date:' below, as Outlook quotes a mail. */
function opensBlock(lines: readonly string[], at: number): boolean {
  const from = headerOf(lines[at] ?? '')
  if (!from || roleOf(from.label) !== 'from' || !/@|\p{L}{3}/u.test(from.value)) return false
  return SENT.has(labelWords(headerOf(lines[at + 1] ?? '')?.label ?? ''))
}

type Header = { label: string; value: string }

function headerOf(line: string): Header | null {
  const [, label = '', value = ''] = header.exec(line.slice(0, 400)) ?? []
  return ['from', 'subject', 'other', 'date'].includes(roleOf(label) ?? '') ? { label, value: value.trim() } : null
}

function readHeaders(lines: string[]): { headers: Header[]; rest: string } {
  const headers: Header[] = []
  let at = 0
  for (; at < lines.length && at < 15; at += 1) {
    const line = lines[at] ?? ''
    const read = headerOf(line)
    if (read) headers.push(read)
    else if (line.replace(/[>\s]/g, '') !== '' || headers.length > 0) break
  }
  return { headers, rest: lines.slice(at).join('\n') }
}

/** Takes the `>` off where most lines and the first carry one, however often the mail was quoted. */
export function dequote(text: string): string {
  const lines = text.split('\n')
  const said = lines.filter((line) => line.trim() !== '')
  const quoted = said.filter((line) => /^\s*>/.test(line))
  if (quoted[0] !== said[0] || quoted.length * 2 < said.length) return text
  return lines.map((line) => line.replace(/^[>\s]*> ?/, '')).join('\n')
}
