import { lookup } from 'node:dns'
import { type Dispatcher, interceptors, request as send } from 'undici'
import { OutsideError } from '#src/errors.ts'
import { type Allowed, whyNotFetched } from './guard-address.ts'
import { createPublicAgent, forbidden, type Resolve } from './public-agent.ts'
import { readRetryAfter } from './retry-after.ts'

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
export function createWeb(allowed: Allowed, resolve: Resolve = lookup): Web {
  const agent = createPublicAgent(allowed, resolve, TIMEOUT_MS)
  const inflating = agent.compose(interceptors.decompress({ skipErrorResponses: false }))
  return {
    get: (url, request = {}) => follow(inflating, allowed, url, request),
    close: () => agent.destroy(),
  }
}

async function follow(agent: Dispatcher, allowed: Allowed, from: string, request: PageRequest): Promise<Page> {
  const ending = new AbortController()
  const timer = setTimeout(() => ending.abort(tooSlow()), request.timeoutMs ?? TIMEOUT_MS)
  try {
    let url = readUrl(from)
    for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
      const why = whyNotFetched(url, allowed)
      if (why) throw forbidden(why)
      const answer = await ask(agent, url, request, ending.signal)
      const location = MOVED.includes(answer.statusCode) ? headerOf(answer, 'location') : null
      if (location === null) return await readPage(url, answer, request.maxBytes ?? MAX_BYTES)
      await answer.body.dump()
      url = readUrl(location, url)
    }
  } catch (error) {
    throw readFailure(error)
  } finally {
    clearTimeout(timer)
  }
  throw new OutsideError('web', 'it redirects in circles', { retry: 'later', status: 508, code: 'TOO_MANY_REDIRECTS' })
}

type Answer = Dispatcher.ResponseData

function ask(dispatcher: Dispatcher, url: URL, request: PageRequest, signal: AbortSignal): Promise<Answer> {
  const { etag, lastModified, accept = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.5' } = request
  const headers = {
    'user-agent': AGENT,
    accept,
    'accept-encoding': 'gzip, deflate, br',
    'accept-language': 'en;q=0.8,*;q=0.5',
    ...(etag && { 'if-none-match': etag }),
    ...(lastModified && { 'if-modified-since': lastModified }),
  }
  return send(url, { dispatcher, headers, signal })
}

/** Inflated as it comes; counted as it is inflated, so that a small bomb is not a big one. */
async function readPage(url: URL, answer: Answer, maxBytes: number): Promise<Page> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBytes) throw new OutsideError('web', `the page is bigger than ${maxBytes >> 20} MB`, tooBig)
    chunks.push(chunk)
  }
  return {
    url: url.href,
    status: answer.statusCode,
    body: Buffer.concat(chunks),
    contentType: headerOf(answer, 'content-type') ?? '',
    etag: headerOf(answer, 'etag'),
    lastModified: headerOf(answer, 'last-modified'),
    retryAfterS: readRetryAfter(headerOf(answer, 'retry-after')),
  }
}

function headerOf({ headers }: Answer, name: string): string | null {
  return [headers[name]].flat()[0] ?? null
}

const tooBig = { retry: 'later', status: 413, code: 'TOO_BIG' } as const

function readUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base)
  if (!url) throw forbidden('That is no web address.')
  return url
}

function tooSlow(): OutsideError {
  return new OutsideError('web', 'no answer in time', { retry: 'later', code: 'TIMEOUT' })
}

function readFailure(error: unknown): OutsideError {
  if (error instanceof OutsideError) return error
  const { code = 'FAILED' } = error as { code?: string }
  if (code.includes('TIMEOUT')) return tooSlow()
  const [, words = 'its answer is broken'] = FAILURES.find(([codes]) => codes.test(code)) ?? []
  return new OutsideError('web', words, { retry: 'later', code, cause: error })
}

/** For who reads why a page could not be seen; what the system called it is the cause. */
const FAILURES: [RegExp, string][] = [
  [/^ENOTFOUND$|^EAI_/, 'there is no website at this address'],
  [/^E(?!PROTO)[A-Z]+$|^UND_ERR_SOCKET$/, 'the website does not take the call'],
  [/CERT|^ERR_(?:TLS|SSL)|^DEPTH_ZERO|^EPROTO$/, 'its certificate is not in order, so it may be another website'],
]
