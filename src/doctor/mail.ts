import type { Needs } from '#src/app.ts'
import { verifyMail } from '#src/integrations/mail-verify.ts'
import { off, ok, wrong } from './finding.ts'

/** What people run to try things out, by the names they give it. */
const CATCHERS = /^(mailpit|mailhog|maildev|mailcatcher)\b/i

export async function checkMail({ settings }: Needs<'settings'>) {
  const { MAIL_URL, MAIL_FROM, GOOGLE_CLIENT_ID } = settings
  if (!MAIL_URL)
    return off(
      GOOGLE_CLIENT_ID
        ? 'MAIL_URL is not set: every mail leaves by Gmail'
        : 'neither MAIL_URL nor Gmail: no mail leaves',
    )
  if (!MAIL_FROM) return wrong('MAIL_FROM is missing: who the mails are from, such as Shop <hello@example.com>.')
  const { host, isLimited } = await verifyMail(MAIL_URL)
  if (isLimited)
    return wrong(
      `${host} is still in the SES sandbox: it writes to verified addresses only. Ask AWS for production access.`,
    )
  if (CATCHERS.test(host)) return wrong(`${host} is a mail catcher: it keeps every mail and sends none on.`)
  return ok(`${host} takes mails from ${MAIL_FROM}`)
}
