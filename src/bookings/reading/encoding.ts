/** Characters of Windows-1252 above Latin-1, by byte: what UTF-8 looks like when it was read as that. */
const windows = new Map(
  [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'].map((sign, at): [string, number] => [
    sign,
    0x80 + at,
  ]),
)
const signs = [...windows.keys()].join('')
const garbled = new RegExp(`(?:[\u00c2-\u00f4][\u0080-\u00bf${signs}]{1,3}){1,200}`, 'g')
const garbledOne = new RegExp(`[\u00c2-\u00f4][\u0080-\u00bf${signs}]{1,3}`, 'g')
const strict = new TextDecoder('utf-8', { fatal: true })

/** Text whose letters were garbled on the way, mended where that is certain; `isMended`: something was wrong. */
export function mendEncoding(text: string): { text: string; isMended: boolean } {
  const plain = mendQuotedPrintable(mendBase64(mendHeaderWords(text)))
  const mended = plain.replace(garbled, mendRun)
  return { text: mended, isMended: mended !== text || text.includes('\ufffd') }
}

/** A whole run at once; where that is no UTF-8, letter by letter. */
function mendRun(run: string): string {
  return decode(bytesOf(run)) ?? run.replace(garbledOne, mendLetter)
}

function bytesOf(run: string): Uint8Array {
  return Uint8Array.from(run, (sign) => windows.get(sign) ?? sign.charCodeAt(0))
}

function mendLetter(run: string): string {
  const bytes = bytesOf(run)
  for (let size = bytes.length; size > 1; size -= 1) {
    const read = decode(bytes.slice(0, size))
    if (read !== null) return read + [...run].slice(size).join('')
  }
  return run
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
