import { OutsideError } from '#src/errors.ts'

const TIMEOUT_MS = 15_000
const MOST_BYTES = 20_000_000
/** Where Instagram keeps its pictures. */
const HOSTS = /(?:^|\.)(?:cdninstagram\.com|fbcdn\.net)$/

/**
 * A picture of a post. Only from Instagram's own hosts, or the host its API is set to be at: an address in an answer
 * must not lead us anywhere else. Fails with an OutsideError('pictures').
 */
export async function fetchPicture(address: string, graphUrl: string): Promise<Buffer> {
  const url = checkAddress(address, graphUrl)
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((cause) => {
    throw new OutsideError('pictures', 'no answer from Instagram', { retry: 'later', cause })
  })
  if (!response.ok || !response.body) {
    const retry = response.status >= 500 || response.status === 429 ? 'later' : 'never'
    throw new OutsideError('pictures', `Instagram answered ${response.status}`, { retry, status: response.status })
  }
  return readCapped(response.body)
}

function checkAddress(address: string, graphUrl: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  const isMeta = url?.protocol === 'https:' && url.port === '' && HOSTS.test(url.hostname)
  const isGraph = url !== null && url.origin === new URL(graphUrl).origin
  if (url && (isMeta || isGraph)) return url
  throw new OutsideError('pictures', 'the picture is not on a host of Instagram', { retry: 'never', code: 'host' })
}

async function readCapped(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > MOST_BYTES)
      throw new OutsideError('pictures', 'the picture is too large', { retry: 'never', code: 'size' })
    parts.push(part)
  }
  return Buffer.concat(parts)
}
