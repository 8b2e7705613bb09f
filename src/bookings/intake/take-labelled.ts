import type { App } from '#src/app.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader } from '#src/inbox/reader.ts'
import { fetchMail } from '#src/mailbox/fetch-mails.ts'
import { LABELLED } from '#src/mailbox/sources.ts'
import { readMessage } from '#src/reading/mail.ts'
import { TAKE_LABELLED } from '../steps.ts'
import { receiveBookingMail } from './receive.ts'

/**
 * The second way in, beside the webhook: mails that carry the label. One that came by both is stored once,
 * by its Message-ID.
 */
export const labelReader: Reader = {
  source: LABELLED,
  step: TAKE_LABELLED,
  what: 'A mail under the label',
  async read(app, { body: id }) {
    const mail = await fetchMail(app.studioGmail ?? app.gmail, id)
    if (!mail) return 'mine'
    const { messageId, subject, from } = await readMessage(mail.raw)
    await receiveBookingMail(app, {
      messageId: messageId || null,
      subject,
      from: from.name ? `${from.name} <${from.address}>` : from.address,
      body: mail.raw.replaceAll('\r\n', '\n'),
      receivedAt: mail.receivedAt,
    })
    return 'mine'
  },
  words: async ({ body: id }) => `Gmail does not hand out the mail ${id}. It is in the account, under the label.`,
}

/** Fetches the mails that were put under the label; returns how many were asked for. */
export function takeLabelled(app: App): Promise<number> {
  return readInbox(app, labelReader)
}
