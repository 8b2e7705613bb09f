import type { Needs } from '#src/app.ts'
import { OutsideError } from '#src/errors.ts'
import type { Gmail } from '#src/integrations/google/gmail.ts'
import { off, ok, wrong } from './finding.ts'

type Mailbox = {
  gmail: Gmail | null
  /** Whose it should be, and the setting that says so. */
  expected: string | undefined
  setting: string
  isOff: string
  leave: string
}

export function checkGmail({ gmail, settings }: Needs<'gmail' | 'settings'>) {
  return look({
    ...{ gmail, expected: settings.GMAIL_ADDRESS, setting: 'GMAIL_ADDRESS', leave: 'mails leave from' },
    isOff: 'orders are not written to by mail, and no reply is read. See docs/accounts/google.md.',
  })
}

/** The studio's own mailbox, where there is one. */
export function checkStudioGmail({ studioGmail: gmail, settings }: Needs<'studioGmail' | 'settings'>) {
  const setting = 'STUDIO_GMAIL_ADDRESS'
  return look({
    ...{ gmail, expected: settings[setting], setting, leave: 'the studio\u2019s mails leave from' },
    isOff: 'it needs GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET. See docs/accounts/google.md.',
  })
}

async function look({ gmail, expected, setting, isOff, leave }: Mailbox) {
  if (!gmail) return off(isOff)
  const address = await gmail.address().catch(needsConnecting)
  if (address === null) return wrong(expected ? `${expected} is not connected. ${CONNECT}` : CONNECT)
  if (expected && expected.toLowerCase() !== address.toLowerCase()) {
    return wrong(`${address} is connected, but ${setting} is ${expected}. Change one, or connect the other account.`)
  }
  return ok(`${leave} ${address}`)
}

export const CONNECT =
  'Google refused our token. Type connect google to the bot, or run npx --no deskhand connect google. ' +
  'A consent screen in "Testing" ends it every 7 days.'

/** Null where only a person can help. */
export function needsConnecting(error: unknown): null {
  if (error instanceof OutsideError && error.code === 'invalid_grant') return null
  throw error
}
