export type ImageSize = { width: number; height: number }

/** Pixels of a PNG, GIF, JPEG or WebP, from its head; null: not a picture Telegram would take. */
export function readImageSize(bytes: Uint8Array): ImageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  if (bytes.length < 26) return null
  if (head.startsWith('\x89PNG')) return { width: view.getUint32(16), height: view.getUint32(20) }
  if (head.startsWith('GIF8')) return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  if (head.startsWith('\xff\xd8')) return readJpegSize(view)
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return readWebpSize(view, head.slice(12, 16))
  return null
}

/** The first start-of-frame segment holds the size. */
function readJpegSize(view: DataView): ImageSize | null {
  for (let at = 2; at + 9 < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
  }
  return null
}

function readWebpSize(view: DataView, kind: string): ImageSize | null {
  if (view.byteLength < 30) return null
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  const bits = view.getUint32(21, true)
  if (kind === 'VP8L') return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
  const threeBytes = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1
  return kind === 'VP8X' ? { width: threeBytes(24), height: threeBytes(27) } : null
}
