import type { App } from '#src/app.ts'
import { clip } from '#src/cards/clip.ts'
import type { Arrived, Reader, StoredItem, Verdict } from '#src/inbox/reader.ts'
import type { IncomingMail } from '#src/integrations/google/gmail.ts'
import { readMessage } from '#src/reading/mail.ts'
import { MAILBOX } from './sources.ts'

type MailReading = Pick<Reader, 'step' | 'waits'> & {
  read(app: App, mail: IncomingMail, item: Arrived): Promise<Verdict>
}

/** A reader of the mailbox: its items are mails. */
export function readsMail({ read, ...own }: MailReading): Reader {
  return {
    ...own,
    source: MAILBOX,
    what: 'A mail',
    read: (app, item) => read(app, readMail(item), item),
    words,
  }
}

/** How the mailbox writes a mail into the inbox. */
export function writeMail(mail: IncomingMail): string {
  return JSON.stringify(mail)
}

function readMail({ body }: StoredItem): IncomingMail {
  const mail = JSON.parse(body) as Omit<IncomingMail, 'receivedAt'> & { receivedAt: string }
  return { ...mail, receivedAt: new Date(mail.receivedAt) }
}

/** Nobody is told of what no person wrote: newsletters, receipts, automatic answers. */
async function words(item: StoredItem): Promise<string | null> {
  const { raw } = readMail(item)
  const { from, subject, text, isAuto } = await readMessage(raw)
  if (isAuto || isBulk(raw)) return null
  const who = from.name ? `${from.name} <${from.address}>` : from.address
  return clip(`${who}\n${subject}\n\n${text}`, 1_500)
}

/** RFC 2919 and RFC 2369: what goes to many says how to leave. */
function isBulk(raw: string): boolean {
  const head = raw.slice(0, 100_000).split(/\r?\n\r?\n/, 1)[0] ?? ''
  return /^(list-unsubscribe|list-id|feedback-id)\s*:/im.test(head)
}
