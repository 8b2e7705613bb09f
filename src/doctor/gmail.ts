import type { Needs } from '#src/app.ts'
import { OutsideError } from '#src/errors.ts'
import { off, ok, wrong } from './finding.ts'

export async function checkGmail({ gmail, settings }: Needs<'gmail' | 'settings'>) {
  if (!gmail) return off('orders are not written to by mail, and no reply is read. See docs/accounts/google.md.')
  const address = await gmail.address().catch(needsConnecting)
  if (address === null) return wrong(CONNECT)
  const { GMAIL_ADDRESS: expected } = settings
  if (expected && expected.toLowerCase() !== address.toLowerCase()) {
    return wrong(`${address} is connected, but GMAIL_ADDRESS is ${expected}. Change one, or connect the other account.`)
  }
  return ok(`mails leave from ${address}`)
}

/** The studio's own mailbox, where there is one. */
export async function checkStudioGmail({ studioGmail, settings }: Needs<'studioGmail' | 'settings'>) {
  const expected = settings.STUDIO_GMAIL_ADDRESS
  if (!studioGmail) return off('it needs GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET. See docs/accounts/google.md.')
  const address = await studioGmail.address().catch(needsConnecting)
  if (address === null) return wrong(`${expected} is not connected. ${CONNECT}`)
  if (expected?.toLowerCase() !== address.toLowerCase()) {
    return wrong(`${address} is connected, but STUDIO_GMAIL_ADDRESS is ${expected}. Connect that one.`)
  }
  return ok(`the studio\u2019s mails leave from ${address}`)
}

export const CONNECT =
  'Google refused our token. Type connect google to the bot, or run npx --no deskhand connect google. A consent screen in "Testing" ends it every 7 days.'

/** Null where only a person can help. */
export function needsConnecting(error: unknown): null {
  if (error instanceof OutsideError && error.code === 'invalid_grant') return null
  throw error
}
