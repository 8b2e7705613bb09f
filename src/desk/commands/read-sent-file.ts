import { clip } from '#src/cards/clip.ts'
import type { SentFile } from '#src/cards/command.ts'
import { Refusal } from '#src/errors.ts'

const MOST_BYTES = 4_000_000

/** The text of a file someone sent: in UTF-8 or as a spreadsheet saves it, UTF-16 with its mark or Windows' own. */
export async function readSentFile({ name, size, load }: SentFile): Promise<string> {
  const called = `'${clip(name, 60)}'`
  const tooLarge = `${called} is larger than 4 MB. Send it in parts.`
  if (size > MOST_BYTES) throw new Refusal(tooLarge)
  const bytes = await load()
  if (bytes.length > MOST_BYTES) throw new Refusal(tooLarge)
  const text = decode(bytes)
  if (text.includes('\0')) throw new Refusal(`${called} is no text. Save it as CSV, and send that.`)
  if (!text.trim()) throw new Refusal(`${called} is empty.`)
  return text
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder('windows-1252').decode(bytes)
    throw error
  }
}
