const singleBytes = new Map<string, number>()
const decoder = new TextDecoder('windows-1252')
for (let byte = 0x80; byte <= 0xff; byte += 1) singleBytes.set(decoder.decode(Uint8Array.of(byte)), byte)
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * UTF-8 that was read under a single-byte label ("HauptstraÃŸe") as it was written, line by line: where the bytes of a
 * line are well-formed UTF-8, that beats the label. Twice encoded text is repaired too. Other text comes back as it is.
 */
export function repairMojibake(text: string): string {
  if (!/[\u0080-\u00ff\u2020-\u203a]/.test(text)) return text
  return text.split('\n').map(repairLine).join('\n')
}

function repairLine(line: string): string {
  let read = line
  for (let twice = 0; twice < 2; twice += 1) {
    const bytes = bytesOf(read)
    if (!bytes) break
    try {
      read = strict.decode(bytes)
    } catch {
      break
    }
  }
  return read
}

/** The bytes of a line of single-byte characters; null for plain ASCII and for everything that no such label gives. */
function bytesOf(line: string): Uint8Array | null {
  const bytes = new Uint8Array(line.length)
  let isPlain = true
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at)
    const byte = code < 0x80 ? code : singleBytes.get(line[at] ?? '')
    if (byte === undefined) return null
    if (byte >= 0x80) isPlain = false
    bytes[at] = byte
  }
  return isPlain ? null : bytes
}
