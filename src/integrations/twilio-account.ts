import { OutsideError } from '#src/errors.ts'

/** `isTrial`: it texts only numbers that were verified by hand, with a preamble. */
export type TwilioAccount = { name: string; status: string; isTrial: boolean }

const TIMEOUT_MS = 15_000

type Asked = { accountSid: string; authToken: string; apiUrl: string }

/**
 * The account behind the credentials: `status` is active, suspended or closed. Fails with an OutsideError('twilio'):
 * status 401 is a wrong SID or token.
 *
 * @see https://www.twilio.com/docs/iam/api/account
 */
export async function readTwilioAccount({ accountSid, authToken, apiUrl }: Asked): Promise<TwilioAccount> {
  const url = `${apiUrl.replace(/\/$/, '')}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}.json`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const response = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    (cause: unknown) => {
      throw new OutsideError('twilio', 'no answer', { retry: 'later', cause })
    },
  )
  const { status } = response
  const body = await response.text()
  if (status === 401)
    throw new OutsideError('twilio', 'Twilio refused our account SID or token', { retry: 'never', status })
  if (status !== 200) throw new OutsideError('twilio', `answered ${status}`, { retry: 'later', status })
  const { friendly_name, status: state, type } = JSON.parse(body) as Record<string, string | undefined>
  return { name: friendly_name ?? accountSid, status: state ?? 'unknown', isTrial: type === 'Trial' }
}
