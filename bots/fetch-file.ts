import { Refusal } from '#src/errors.ts'

const TIMEOUT_MS = 20_000
const MOST_BYTES = 20_000_000

/** A file that somebody sent, of at most 20 MB. Whatever fails is told to them: nothing tries again but they. */
export async function fetchFile(address: string, headers: Record<string, string>): Promise<Buffer> {
  const response = await fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(didNotCome)
  if (!response.ok || !response.body) return didNotCome(new Error(`status ${response.status}`))
  // Slack answers with its page to sign in at where the app may not read files.
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new Refusal('I may not open what you sent: the Slack app needs the permission files:read.')
  }
  return readCapped(response.body).catch(didNotCome)
}

export function didNotCome(cause: unknown): never {
  if (cause instanceof Refusal) throw cause
  throw new Refusal('What you sent did not reach me. Send it again.', null, { cause })
}

async function readCapped(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > MOST_BYTES) throw new Refusal('That file is too large: 20 MB at most.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
