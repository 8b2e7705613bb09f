import { isHost, isTop, PLAIN_TOP, PROVIDER_NAMES, splitHost } from './domains.ts'
import type { Piece } from './email-pieces.ts'
import { isSpelt, type Side } from './email-side.ts'

/** Rightwards from i: label, dot, label ... up to the top-level domain. */
export function readHost(pieces: Piece[], i: number, sign: Piece): Side | null {
  let at = pieces[i]?.kind === 'space' ? i + 1 : i
  if (isSpelt(pieces, at, 1)) return readSpeltHost(pieces, at)
  const first = pieces[at]
  if (first?.kind === 'odd') return { text: '', start: 0, end: first.end, last: at, repaired: false, odd: true }
  if (first?.kind !== 'atom') return null
  const host: Host = { labels: [first.v], ends: [first.end], lasts: [at], repaired: false }
  const spaced = at > i && sign.v === '@' && spaceAround(pieces, i)
  for (let count = 0; count < 8; count++) {
    const next = nextLabel(pieces, at, host, spaced)
    if (next < 0) break
    at = next
  }
  return finishHost(host)
}

type Host = { labels: string[]; ends: number[]; lasts: number[]; repaired: boolean }

function spaceAround(pieces: Piece[], i: number): boolean {
  return pieces[i]?.kind === 'space' && pieces[i - 2]?.kind === 'space'
}

/** Takes the next ".label" after piece `at`; returns its place, or -1 when the host ends here. */
function nextLabel(pieces: Piece[], at: number, host: Host, spaced: boolean): number {
  const gap = pieces[at + 1]?.kind === 'space'
  const mark = gap ? at + 2 : at + 1
  const dots = countDots(pieces, mark)
  if (dots === 0) return joinBroken(pieces, mark, host, gap)
  const gapAfter = pieces[mark + dots]?.kind === 'space'
  const label = gapAfter ? mark + dots + 1 : mark + dots
  const piece = pieces[label]
  const spoken = pieces[mark]?.spoken ?? false
  if (piece?.kind !== 'atom' || endsBefore(host, piece, { spoken, gap, gapAfter })) return -1
  const stray = !spoken && (gap || gapAfter) && (!spaced || gap !== gapAfter)
  if (stray || dots > 1 || pieces[mark]?.v === ',') host.repaired = true
  pushLabel(host, piece, label)
  return label
}

type Gaps = { spoken: boolean; gap: boolean; gapAfter: boolean }

/** "gmail.com. Thanks": past a space only a plain top-level domain goes on, and none that is complete already. */
function endsBefore(host: Host, piece: Piece, { spoken, gap, gapAfter }: Gaps): boolean {
  const complete = host.labels.length > 1 && isTop(host.labels.at(-1) ?? '')
  if (spoken) return gapAfter && complete && !isTop(piece.v)
  return (gap || gapAfter) && (complete || !PLAIN_TOP.has(piece.v))
}

function pushLabel(host: Host, piece: Piece, at: number): void {
  host.labels.push(piece.v)
  host.ends.push(piece.end)
  host.lasts.push(at)
}

/** Dots in a row; a comma or semicolon before a plain top-level domain counts as one. */
function countDots(pieces: Piece[], mark: number): number {
  let dots = 0
  while (dots < 3 && pieces[mark + dots]?.kind === 'dot') dots++
  if (dots > 0) return dots
  const slip = pieces[mark]?.v === ',' || pieces[mark]?.v === ';' || pieces[mark]?.v === ':'
  const top = pieces[mark + 1]?.v ?? ''
  return slip && /^(?:com|net|org)$/.test(top) && pieces[mark - 1]?.kind === 'atom' ? 1 : 0
}

/** "gma il.com": a space inside a well-known provider. "gmail com": its dot left out. */
function joinBroken(pieces: Piece[], next: number, host: Host, gap: boolean): number {
  const piece = pieces[next]
  const so = host.labels[0] ?? ''
  if (!gap || piece?.kind !== 'atom' || host.labels.length !== 1) return -1
  if (PROVIDER_NAMES.has(so) && /^(?:com|co)$/.test(piece.v)) {
    host.repaired = true
    pushLabel(host, piece, next)
    return next
  }
  if (!PROVIDER_NAMES.has(so + piece.v)) return -1
  host.repaired = true
  host.labels[0] = so + piece.v
  host.ends[0] = piece.end
  host.lasts[0] = next
  return next
}

function finishHost(host: Host): Side | null {
  const one = host.labels.length === 1 ? splitHost(host.labels[0] ?? '') : null
  if (one) return side(one, host.ends[0] ?? 0, host.lasts[0] ?? 0, true)
  if (host.labels.length < 2) return null
  trimTail(host)
  const text = host.labels.join('.')
  return isHost(text) ? side(text, host.ends.at(-1) ?? 0, host.lasts.at(-1) ?? 0, host.repaired) : null
}

function side(text: string, end: number, last: number, repaired: boolean): Side {
  return { text, start: 0, end, last, repaired, odd: false }
}

/** "gmail.com.thanks", "gmail.com2black", "gmail.com-", "gmail.comthanks": what follows the top is not part of it. */
function trimTail(host: Host): void {
  const known = host.labels.findIndex((label, n) => n > 0 && isTop(label) && !isTop(host.labels[n + 1] ?? 'com'))
  if (known > 0) for (const list of [host.labels, host.ends, host.lasts]) list.length = known + 1
  const top = host.labels.at(-1) ?? ''
  const letters = /^(?:xn--[a-z0-9-]+|[a-z]+)/.exec(top)?.[0] ?? ''
  const run = letters === top && !isTop(top) && top.length > 5
  const kept = run ? (/^(?:com|net|org)(?=[a-z]{3})/.exec(top)?.[0] ?? top) : letters
  if (!kept || kept === top) return
  host.repaired ||= run
  host.labels[host.labels.length - 1] = kept
  host.ends[host.ends.length - 1] = (host.ends.at(-1) ?? 0) - (top.length - kept.length)
}

function readSpeltHost(pieces: Piece[], from: number): Side | null {
  let text = ''
  let end = 0
  let last = from
  for (let at = from; text.length < 64; at += 2) {
    const piece = pieces[at]
    if (piece?.v.length !== 1 || piece.kind === 'other' || piece.kind === 'space') break
    text += piece.v
    end = piece.end
    last = at
    if (pieces[at + 1]?.v !== ' ') break
  }
  const cut = text.replace(/(\.(?:com|net|org|example))\w+$/, '$1')
  const spare = text.length - cut.length
  return isHost(cut) ? side(cut, end - 2 * spare, last - 2 * spare, false) : null
}
