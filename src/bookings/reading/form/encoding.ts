import { repairMojibake } from '#src/reading/mojibake.ts'

const strict = new TextDecoder('utf-8', { fatal: true })

/** Text whose letters were garbled on the way, mended where that is certain; `isMended`: something was wrong. */
export function mendEncoding(text: string): { text: string; isMended: boolean } {
  const plain = mendQuotedPrintable(mendBase64(mendHeaderWords(text)))
  const mended = repairMojibake(plain)
  return { text: mended, isMended: mended !== text || text.includes('\ufffd') }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

/** `=?UTF-8?B?...?=` left in the text. */
function mendHeaderWords(text: string): string {
  return text.replace(/=\?utf-8\?([bq])\?([^?\s]{1,400})\?=/gi, (whole, kind: string, word: string) => {
    const bytes = /b/i.test(kind)
      ? Buffer.from(word, 'base64')
      : Buffer.from(fromQuoted(word.replace(/_/g, ' ')), 'latin1')
    return decode(bytes) ?? whole
  })
}

/** A body that was sent without its Content-Transfer-Encoding. */
function mendQuotedPrintable(text: string): string {
  const isQuoted = /=3D|=20(?:\r?\n|$)|=(?:C3|E2=80|C2)=[0-9A-F]{2}|=0D=0A/.test(text)
  if (!isQuoted) return text
  const raw = fromQuoted(text.replace(/=[ \t]*\r?\n/g, ''))
  // Only bytes may be decoded again; a text with true letters beyond Latin-1 keeps them.
  return decode(Buffer.from(raw, 'latin1')) ?? raw
}

function fromQuoted(text: string): string {
  return text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function mendBase64(text: string): string {
  const bare = text.trim()
  if (bare.length < 80 || !/^[A-Za-z0-9+/\r\n]+={0,2}$/.test(bare)) return text
  const read = decode(Buffer.from(bare, 'base64'))
  return read !== null && /[a-z]{2,20} [a-z]{2,20}|[a-z]{1,20}: /i.test(read.slice(0, 2_000)) ? read : text
}
