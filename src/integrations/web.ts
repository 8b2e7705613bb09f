import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, fetch, type Response } from 'undici'
import { OutsideError } from '#src/errors.ts'
import { type Allowed, bareHost, isPublic, whyNotFetched } from './guard-address.ts'

export type PageRequest = {
  /** What the page had when it was last seen: an unchanged page is not sent again. */
  etag?: string | null
  lastModified?: string | null
  accept?: string
  /** Reading stops here, counted after inflating; 5 MB. */
  maxBytes?: number
  /** For everything, from the name look-up to the last byte; 10 s. */
  timeoutMs?: number
}

export type Page = {
  /** Where it was in the end, after redirects. */
  url: string
  status: number
  /** Empty when the page is unchanged (304). */
  body: Buffer
  contentType: string
  etag: string | null
  lastModified: string | null
  /** What the site asks us to wait, in seconds. */
  retryAfterS: number | null
}

export type Web = {
  /**
   * One GET with at most five redirects, each checked like the first address. Any answer of the site is an answer,
   * also 404 and 503. Fails with an OutsideError('web'), its `code`: FORBIDDEN (an address we do not ask: private, not
   * http, an odd port), TOO_BIG, TOO_MANY_REDIRECTS, TIMEOUT, or the system's own (ENOTFOUND, ECONNREFUSED ...).
   */
  get(url: string, request?: PageRequest): Promise<Page>
  close(): Promise<void>
}

const MAX_BYTES = 5 * 1024 * 1024
const TIMEOUT_MS = 10_000
const MOST_REDIRECTS = 5
const MOVED = [301, 302, 303, 307, 308]
const AGENT = 'Mozilla/5.0 (compatible; Deskhand/1.0; price watch)'

/**
 * Pages of strangers. No request reaches a private address but those allowed: the address is checked as written and
 * again as resolved, at the moment of connecting, for the first request and for every redirect.
 *
 * @see https://undici.nodejs.org/#/docs/api/Connector (`lookup` is never asked about IP literals)
 */
export function createWeb(allowed: Allowed): Web {
  const agent = createAgent(allowed)
  return {
    get: (url, request = {}) => follow(agent, allowed, url, request),
    close: () => agent.destroy(),
  }
}

function createAgent(allowed: Allowed): Agent {
  const plain = buildConnector({ timeout: TIMEOUT_MS })
  const guarded = buildConnector({ timeout: TIMEOUT_MS, lookup: lookUpPublic } as buildConnector.BuildOptions)
  return new Agent({
    connections: 32,
    connect(options, done) {
      const host = bareHost(options.hostname)
      const port = options.port || (options.protocol === 'https:' ? '443' : '80')
      if (allowed.has(`${host}:${port}`)) return plain(options, done)
      if (isIP(host) && !isPublic(host)) return done(forbidden('That address is not on the public internet.'), null)
      return guarded(options, done)
    },
  })
}

/** Only the public ones of a name's addresses; none: nobody connects. */
const lookUpPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '', 0)
    const open = addresses.filter(({ address }) => isPublic(address))
    const [first] = open
    const refusal: Error = forbidden(`${hostname} is not on the public internet.`)
    if (!first) return done(refusal, '', 0)
    return options.all ? done(null, open) : done(null, first.address, first.family)
  })
}

async function follow(agent: Agent, allowed: Allowed, from: string, request: PageRequest): Promise<Page> {
  const signal = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS)
  let url = readUrl(from)
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const why = whyNotFetched(url, allowed)
    if (why) throw forbidden(why)
    const response = await ask(agent, url, request, signal)
    const location = MOVED.includes(response.status) ? response.headers.get('location') : null
    if (location === null) return readPage(url, response, request.maxBytes ?? MAX_BYTES)
    await response.body?.cancel()
    url = readUrl(location, url)
  }
  throw new OutsideError('web', 'it redirects in circles', { retry: 'later', status: 508, code: 'TOO_MANY_REDIRECTS' })
}

async function ask(agent: Agent, url: URL, request: PageRequest, signal: AbortSignal): Promise<Response> {
  const { etag, lastModified, accept = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.5' } = request
  const headers = {
    'user-agent': AGENT,
    accept,
    'accept-language': 'en;q=0.8,*;q=0.5',
    ...(etag && { 'if-none-match': etag }),
    ...(lastModified && { 'if-modified-since': lastModified }),
  }
  try {
    return await fetch(url, { dispatcher: agent, redirect: 'manual', headers, signal })
  } catch (error) {
    throw readFailure(error)
  }
}

/** Inflated as it comes; counted as it is inflated, so that a small bomb is not a big one. */
async function readPage(url: URL, response: Response, maxBytes: number): Promise<Page> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength
      if (size > maxBytes) {
        throw new OutsideError('web', `the page is bigger than ${maxBytes >> 20} MB`, tooBig)
      }
      chunks.push(chunk)
    }
  } catch (error) {
    throw readFailure(error)
  }
  const header = (name: string) => response.headers.get(name)
  return {
    url: url.href,
    status: response.status,
    body: Buffer.concat(chunks),
    contentType: header('content-type') ?? '',
    etag: header('etag'),
    lastModified: header('last-modified'),
    retryAfterS: readRetryAfter(header('retry-after')),
  }
}

const tooBig = { retry: 'later', status: 413, code: 'TOO_BIG' } as const

function readUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base)
  if (!url) throw forbidden('That is no web address.')
  return url
}

function readRetryAfter(value: string | null): number | null {
  if (value === null) return null
  const seconds = /^\d{1,6}$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null
}

function forbidden(message: string): OutsideError {
  return new OutsideError('web', message, { retry: 'never', status: 403, code: 'FORBIDDEN' })
}

/** undici wraps what went wrong in a TypeError; what we threw at connect is inside. */
function readFailure(error: unknown): OutsideError {
  if (error instanceof OutsideError) return error
  const cause = (error as Error & { cause?: unknown }).cause
  if (cause instanceof OutsideError) return cause
  const { name, code } = (cause ?? error) as { name?: string; code?: string }
  if ((error as Error).name === 'TimeoutError' || name === 'TimeoutError' || code?.includes('TIMEOUT')) {
    return new OutsideError('web', 'no answer in time', { retry: 'later', code: 'TIMEOUT', cause: error })
  }
  const words = cause instanceof Error ? cause.message : (error as Error).message
  return new OutsideError('web', words, { retry: 'later', code: code ?? 'FAILED', cause: error })
}
