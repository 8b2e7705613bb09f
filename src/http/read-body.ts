import type { Incoming } from './web.ts'

export const BODY_CAP = 1_000_000
/** How much of a body that is too large we listen to, so that its sender hears the answer, no broken connection. */
const PATIENCE = 8 * BODY_CAP

/** Reads the body onto the request: `read`, `too-large`, or `gone` when the sender went away half-way. */
export function readBody(request: Incoming): Promise<'read' | 'too-large' | 'gone'> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  const hasBody = length !== undefined ? Number(length) > 0 : encoding !== undefined
  if (!hasBody) {
    if (request.method !== 'GET' && request.method !== 'HEAD') request.rawBody = Buffer.alloc(0)
    return Promise.resolve('read')
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= BODY_CAP) chunks.push(chunk)
      else chunks.length = 0
      if (size > PATIENCE) resolve('too-large')
    })
    request.on('end', () => {
      if (size > BODY_CAP) return resolve('too-large')
      request.rawBody = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
      resolve('read')
    })
    request.on('close', () => resolve('gone'))
    request.on('error', () => resolve('gone'))
  })
}
