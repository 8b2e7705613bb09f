import type { App } from '#src/app.ts'
import { OutsideError } from '#src/errors.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader } from '#src/inbox/reader.ts'
import type { Gmail, IncomingMail } from '#src/integrations/google/gmail.ts'
import { writeMail } from './reads-mail.ts'
import { ARRIVED, MAILBOX, STUDIO_ARRIVED, STUDIO_MAILBOX } from './sources.ts'
import { FETCH_MAILS } from './steps.ts'

/** Each mail by itself: one that Gmail keeps refusing holds up no other, and a person hears of it. */
const fetchReader: Reader = {
  source: ARRIVED,
  step: FETCH_MAILS,
  what: 'A mail',
  async read(app, { source, body: id }) {
    const isStudios = source === STUDIO_ARRIVED
    const mail = await fetchMail(isStudios ? app.studioGmail : app.gmail, id)
    if (mail) await app.inlet(isStudios ? STUDIO_MAILBOX : MAILBOX, mail.id, writeMail(mail))
    return 'mine'
  },
  words: async ({ body: id }) => `Gmail does not hand out the mail ${id}. It is in the inbox of the account.`,
}

/** The same loop takes both accounts' mails. */
export const fetchReaders: Reader[] = [fetchReader, { ...fetchReader, source: STUDIO_ARRIVED }]

/** Fetches what has arrived, and stores it for those who read mails; returns how many were asked for. */
export function fetchMails(app: App): Promise<number> {
  return readInbox(app, fetchReader)
}

/** Null when somebody has deleted it since. */
export async function fetchMail(gmail: Gmail | null, id: string): Promise<IncomingMail | null> {
  if (!gmail) throw new OutsideError('gmail', 'Gmail is not connected here', { retry: 'later' })
  try {
    return await gmail.read(id)
  } catch (error) {
    if (error instanceof OutsideError && error.status === 404) return null
    throw error
  }
}
