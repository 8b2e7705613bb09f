import type { Needs } from '#src/app.ts'
import { readTwilioAccount } from '#src/integrations/twilio-account.ts'
import { off, ok, wrong } from './finding.ts'

export async function checkTwilio({ settings, twilio }: Needs<'settings' | 'twilio'>) {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM, TWILIO_API_URL } = settings
  if (!accountSid && !authToken) return off('bookings are off')
  if (!accountSid || !authToken) return wrong('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are needed, both.')
  if (!twilio) return wrong('TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID is missing: which number texts?')
  const apiUrl = TWILIO_API_URL ?? 'https://api.twilio.com'
  const { name, status, isTrial } = await readTwilioAccount({ accountSid, authToken, apiUrl })
  if (status !== 'active') return wrong(`the account is ${status}. Open the Twilio console.`)
  const sender = TWILIO_FROM ?? 'a messaging service'
  const hints = [
    ...(isTrial ? ['it is a trial: it texts verified numbers only'] : []),
    ...(isAmerican(TWILIO_FROM) ? ['texts to the US need A2P registration, or carriers drop them (error 30034)'] : []),
  ]
  return ok([`${name} texts from ${sender}`, ...hints].join(' · '))
}

/** A ten-digit number of the US or Canada; toll-free numbers are verified another way. */
function isAmerican(from: string | undefined): boolean {
  return from === undefined || (/^\+1\d{10}$/.test(from) && !/^\+18(00|33|44|55|66|77|88)/.test(from))
}
