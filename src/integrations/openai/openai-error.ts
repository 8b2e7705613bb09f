import type { APIError } from 'openai'
import { OutsideError, type OutsideErrorOptions } from '#src/errors.ts'
import { sdk } from '#src/integrations/sdk.ts'
import { readRetryAfter } from '../retry-after.ts'

/** Who speaks the interface: `{ vendor: 'gemini', name: 'Gemini' }`. */
export type Speaker = { vendor: string; name: string }

const OPENAI: Speaker = { vendor: 'openai', name: 'OpenAI' }

/**
 * The SDK's error as ours; what is no error of the vendor comes back as it was.
 *
 * @see https://platform.openai.com/docs/guides/error-codes
 */
export function readOpenAiError(error: unknown, who = OPENAI): unknown {
  const vendor = sdk.openai()
  if (error instanceof vendor.APIConnectionTimeoutError) {
    return new OutsideError(who.vendor, 'no answer in time', { retry: 'later', code: 'timeout' })
  }
  // The SDK reads a body that says it is JSON and is not with JSON.parse, and lets it throw.
  if (error instanceof vendor.APIConnectionError || error instanceof SyntaxError) {
    return new OutsideError(who.vendor, `no answer from ${who.name}`, { retry: 'later', cause: error.cause })
  }
  return error instanceof vendor.APIError && error.status ? readStatus(error, error.status, who) : error
}

function readStatus(error: APIError, status: number, { vendor, name }: Speaker): OutsideError {
  const code = error.code ?? error.type ?? String(status)
  const options: OutsideErrorOptions = { retry: 'never', status, code }
  // The vendor's own sentence shows the first and last letters of the key.
  if (status === 401) return new OutsideError(vendor, `${name} refused our key`, options)
  if (code === 'insufficient_quota') return new OutsideError(vendor, `our account at ${name} is empty`, options)
  const later = { ...options, retry: 'later', retryAfterS: readRetryAfter(error.headers?.get('retry-after')) } as const
  if (status === 429) {
    return new OutsideError(vendor, `too many calls, ${name} asks us to wait`, later)
  }
  if (status >= 500 || status === 408 || status === 409) {
    return new OutsideError(vendor, `${name} has a problem of its own (status ${status})`, later)
  }
  return new OutsideError(vendor, error.message, options)
}
