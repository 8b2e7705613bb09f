import { Agent, request } from 'undici'
import { SIGNATURE, signCall } from './call-signature.ts'
import { type Answer, readAnswer, readStanding, type Standing } from './rep-channel-answers.ts'

/** Where a channel's microservice is, and what proves to it that we call. */
export type ChannelTarget = {
  dockerUrl: string
  externalUrl: string
  secret: string
  /** The rep's account in the channel. */
  username: string | null
  password: string | null
}

/** An act as the bytes that are stored: a second try sends the same. `id` makes it one act for the channel. */
export type ChannelCall = { id: string; body: string }

export type RepChannels = {
  /**
   * Has a channel do an act: `POST <base>/activities`, signed, the rep's account as Basic credentials. The internal
   * address first; the external one only where no connection was made. Never throws for what the channel does.
   */
  act(target: ChannelTarget, call: ChannelCall): Promise<Answer>
  /** Asks what became of an act: `GET <base>/activities/<id>`. */
  ask(target: ChannelTarget, id: string): Promise<Standing>
}

export type RepChannelsConfig = { connectMs?: number; answerMs?: number }

type Reached = { url: string; status: number; retryAfter: string | null; body: string }
type Missed = { url: string; why: string; isSilent: boolean }

/** Failures before a connection stood: not a byte of the call has left. */
const NOT_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])
/** The same for people to read, on cards. */
const WORDS: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such address',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ECONNRESET: 'the line was cut',
  UND_ERR_SOCKET: 'the line was cut',
  UND_ERR_CONNECT_TIMEOUT: 'no connection was made in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half way',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer stopped half way',
  CERT_HAS_EXPIRED: 'its certificate has expired',
}
const MOST_BYTES = 64 * 1024

/** The microservices behind the reps' channels, over HTTP. The wire is ours: `docs/channels.md` describes it. */
export function createRepChannels({ connectMs = 3_000, answerMs = 20_000 }: RepChannelsConfig = {}): RepChannels {
  // No connection is kept: one that died in between would look as if bytes had left.
  const dispatcher = new Agent({
    pipelining: 0,
    connect: { timeout: connectMs },
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
  })

  async function call(base: string, method: 'POST' | 'GET', path: string, target: ChannelTarget, sent?: ChannelCall) {
    const url = `${base.replace(/\/+$/, '')}${path}`
    const body = sent?.body ?? ''
    const headers = {
      ...(sent && { 'content-type': 'application/json', 'idempotency-key': sent.id }),
      ...(target.username && { authorization: basic(target.username, target.password ?? '') }),
      [SIGNATURE]: signCall(target.secret, new Date(), { method, path: new URL(url).pathname, body }),
    }
    try {
      const answer = await request(url, { method, headers, dispatcher, ...(sent && { body }) })
      const text = await readCapped(answer.body)
      const retryAfter = [answer.headers['retry-after']].flat()[0] ?? null
      return { url, status: answer.statusCode, retryAfter, body: text } satisfies Reached
    } catch (error) {
      const code = codeOf(error)
      return { url, why: WORDS[code] ?? code, isSilent: !NOT_CONNECTED.has(code) } satisfies Missed
    }
  }

  async function reach(method: 'POST' | 'GET', path: string, target: ChannelTarget, sent?: ChannelCall) {
    const inside = await call(target.dockerUrl, method, path, target, sent)
    if (!('why' in inside) || inside.isSilent || target.externalUrl === target.dockerUrl) return inside
    return call(target.externalUrl, method, path, target, sent)
  }

  return {
    async act(target, sent) {
      const met = await reach('POST', '/activities', target, sent)
      if (!('why' in met)) return readAnswer(met, new Date())
      const { url, why } = met
      return met.isSilent ? { kind: 'silent', url, message: why } : { kind: 'unreachable', url, message: why }
    },
    async ask(target, id) {
      const met = await reach('GET', `/activities/${encodeURIComponent(id)}`, target)
      return 'why' in met ? { kind: 'unknown', message: met.why } : readStanding(met)
    },
  }
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

async function readCapped(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MOST_BYTES) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** undici and Node put the reason into `code`, of the error, of its cause, or of the first of several. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { code, cause } = error as Error & { code?: string; cause?: unknown }
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return code ?? (cause ? codeOf(cause) : error.message)
}
