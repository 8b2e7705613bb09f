import { gaxios } from 'google-auth-library'
import { OutsideError, type OutsideErrorOptions } from '#src/errors.ts'
import { readRetryAfter } from '../retry-after.ts'
import { googleNames } from './google-names.ts'

/** Google's two shapes: the API's own, and the token endpoint's (RFC 6749). */
type Answer = {
  error?:
    | string
    | { message?: string; status?: string; errors?: { reason?: string }[]; details?: { reason?: string }[] }
  error_description?: string
}

const busyReasons = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'dailyLimitExceeded', 'quotaExceeded'])

/**
 * Calls Google; what fails comes out as an OutsideError, anything else (a bug of ours) as it was thrown.
 * A 401 and a revoked grant are both code `invalid_grant`: only a person can mend either, by connecting again.
 * Without a status nobody knows whether Google took the call.
 *
 * @see https://developers.google.com/workspace/gmail/api/guides/handle-errors
 * @see https://developers.google.com/identity/protocols/oauth2#expiration
 */
export async function callGoogle<Result>(vendor: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof gaxios.GaxiosError) throw readGoogleError(vendor, error)
    throw error
  }
}

function readGoogleError(vendor: string, error: gaxios.GaxiosError): OutsideError {
  const { response } = error
  // The SDK's error holds the whole request, tokens included: only its own cause is carried on.
  if (!response || response.status < 400) {
    return new OutsideError(vendor, `no answer (${error.code ?? error.message})`, {
      retry: 'later',
      cause: error.cause,
    })
  }
  const { code, said } = readAnswer(response.data as Answer | string | undefined, response.status)
  const options: OutsideErrorOptions = { retry: 'never', status: response.status, code }
  if (response.status === 401 || code === 'invalid_grant') return refusedToken(vendor, code, options)
  if (!isWorthAnotherTry(response.status, code)) return new OutsideError(vendor, said, options)
  const retryAfterS = readRetryAfter(response.headers.get('retry-after'))
  return new OutsideError(vendor, said, { ...options, retry: 'later', retryAfterS })
}

function refusedToken(vendor: string, code: string, options: OutsideErrorOptions): OutsideError {
  if (code === 'invalid_client') return new OutsideError(vendor, 'Google refused our client id or secret', options)
  const name = googleNames[vendor] ?? 'Google'
  return new OutsideError(vendor, `${name} refused our token`, { ...options, code: 'invalid_grant' })
}

function readAnswer(data: Answer | string | undefined, status: number): { code: string; said: string } {
  const error = typeof data === 'object' ? data.error : undefined
  if (typeof error === 'string') {
    return { code: error, said: (data as Answer).error_description ?? error }
  }
  const code = error?.details?.find((detail) => detail.reason)?.reason ?? error?.errors?.[0]?.reason ?? error?.status
  return { code: code ?? String(status), said: error?.message ?? `answered ${status}` }
}

function isWorthAnotherTry(status: number, code: string): boolean {
  return status === 429 || status === 408 || status >= 500 || (status === 403 && busyReasons.has(code))
}
