import { z } from 'zod'
import { OutsideError, type OutsideErrorOptions } from '#src/errors.ts'

/**
 * `percent`: the highest figure of the usage headers, null when there are none. `waitS`: how long Meta says to wait,
 * null when it does not.
 */
export type Usage = { percent: number | null; waitS: number | null }

export type GraphAnswer = { data: unknown; usage: Usage }

const TIMEOUT_MS = 20_000

/**
 * One call of Meta's Graph API. The token goes in a header, none when it is empty: an address ends up in logs.
 * Fails with an OutsideError('instagram'), its `code` Meta's own; without a status there was no answer.
 *
 * @see https://developers.facebook.com/docs/graph-api/guides/error-handling
 */
export async function askGraph(url: URL, token: string, method: Method = 'GET'): Promise<GraphAnswer> {
  const { response, text } = await fetchText(url, token, method)
  const usage = readUsage(response.headers)
  const data = readJson(text)
  if (response.ok && data !== null) return { data, usage }
  const error = errorShape.safeParse(data).data?.error
  throw error ? readError(response.status, error, usage) : readNonsense(response.status)
}

type Method = 'GET' | 'POST' | 'DELETE'

async function fetchText(url: URL, token: string, method: Method): Promise<{ response: Response; text: string }> {
  try {
    const headers = { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const response = await fetch(url, { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) })
    return { response, text: await response.text() }
  } catch (cause) {
    throw new OutsideError('instagram', 'no answer from Instagram', { retry: 'later', cause })
  }
}

const errorShape = z.object({
  error: z.object({
    message: z.string().catch('no reason given'),
    code: z.number(),
    is_transient: z.boolean().catch(false),
  }),
})
type GraphError = z.infer<typeof errorShape>['error']

const DEAD_TOKEN = [102, 190]
const LIMITS = [4, 17, 32, 341, 368, 613, 80002]
const OWN_TROUBLE = [1, 2]

function readError(status: number, error: GraphError, usage: Usage): OutsideError {
  const { code, message } = error
  const options: OutsideErrorOptions = { retry: 'never', status, code: String(code) }
  if (LIMITS.includes(code) || status === 429) {
    const words = 'too many calls, Instagram asks us to wait'
    return new OutsideError('instagram', words, { ...options, retryAfterS: usage.waitS, retry: 'later' })
  }
  if (DEAD_TOKEN.includes(code)) {
    return new OutsideError('instagram', 'Instagram no longer takes our token: connect the account again', options)
  }
  if (isPermission(code)) {
    return new OutsideError('instagram', `our token is not allowed to do this (${message})`, options)
  }
  if (OWN_TROUBLE.includes(code) || status >= 500 || error.is_transient) {
    const words = `Instagram has a problem of its own (${message})`
    return new OutsideError('instagram', words, { ...options, retry: 'later' })
  }
  return new OutsideError('instagram', message, options)
}

function isPermission(code: number): boolean {
  return code === 3 || code === 10 || (code >= 200 && code < 300)
}

/** Not Meta's own answer: a proxy's page, or a cut one. */
function readNonsense(status: number): OutsideError {
  const retry = status >= 500 || status === 429 || status < 400 ? 'later' : 'never'
  return new OutsideError('instagram', `an answer nobody can read (status ${status})`, { retry, status })
}

const figure = z.number().catch(0)
const usageShape = z.object({
  call_count: figure,
  total_time: figure,
  total_cputime: figure,
  estimated_time_to_regain_access: figure,
})

/** https://developers.facebook.com/docs/graph-api/overview/rate-limiting: percents; the wait is in minutes. */
function readUsage(headers: Headers): Usage {
  const app = readJson(headers.get('x-app-usage') ?? '')
  const accounts = Object.values(readJson(headers.get('x-business-use-case-usage') ?? '') ?? {}).flat()
  const figures = [app, ...accounts].flatMap((part) => usageShape.safeParse(part).data ?? [])
  const percents = figures.flatMap((part) => [part.call_count, part.total_time, part.total_cputime])
  const waitMin = Math.max(0, ...figures.map((part) => part.estimated_time_to_regain_access))
  return {
    percent: percents.length === 0 ? null : Math.max(...percents),
    waitS: waitMin === 0 ? null : waitMin * 60,
  }
}

function readJson(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
