/** A caption as the grammar sees it, with the way back to what was written. */
export type Source = {
  written: string
  /** Folded to NFKC; what nobody sees is gone. Blanked stretches are spaces. */
  text: string
  /** For each character of `text`, where it stands in `written`; one more for the end. */
  at: number[]
  isCut: boolean
}

/** A choice of the buyer, where it stands in the text. */
export type Found = { at: number; end: number; option: string; values: string[] }

/** Instagram takes 2,200 characters. */
const MOST = 10_000
const UNSEEN = /\p{Cf}|\p{Cc}|\p{M}/u

/** `K\u200bSH 1,\u200b300` is `KSH 1,300`, keycaps and mathematical digits are digits. */
export function openSource(caption: string): Source {
  const written = caption.slice(0, MOST)
  const at: number[] = []
  let text = ''
  let place = 0
  for (const char of written) {
    const folded = char === '\n' ? char : UNSEEN.test(char) ? '' : plain(char.normalize('NFKC'))
    for (let i = 0; i < folded.length; i++) at.push(place)
    text += folded
    place += char.length
  }
  at.push(place)
  return { written, text, at, isCut: caption.length > MOST }
}

function plain(text: string): string {
  return text
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[“”„«»]/g, '"')
    .replace(/\p{Zs}/gu, ' ')
}

/** The words as they were written. */
export function quote({ written, at }: Source, start: number, end: number): string {
  return written.slice(at[start] ?? 0, at[end] ?? written.length).trim()
}

/** The text without what a pattern finds, everything else in its place. */
export function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, (found) => found.replace(/[^\n]/g, ' '))
}
