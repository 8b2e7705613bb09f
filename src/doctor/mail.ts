import type { Needs } from '#src/app.ts'
import { verifyMail } from '#src/integrations/mail-verify.ts'
import { off, ok, wrong } from './finding.ts'

export async function checkMail({ settings }: Needs<'settings'>) {
  const { MAIL_URL, MAIL_FROM } = settings
  if (!MAIL_URL) return off('price alerts by mail are off')
  if (!MAIL_FROM) return wrong('MAIL_FROM is missing: who the mails are from, such as Shop <hello@example.com>.')
  const { host, isLimited } = await verifyMail(MAIL_URL)
  if (isLimited)
    return wrong(
      `${host} is still in the SES sandbox: it writes to verified addresses only. Ask AWS for production access.`,
    )
  return ok(`${host} takes mails from ${MAIL_FROM}`)
}
