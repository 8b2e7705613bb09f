import type { Delivery } from '#entities/outbox/delivery.ts'
import type { Gmail, OutgoingMail, SentMail } from '#src/integrations/google/gmail.ts'
import { type GmailVendor, googleNames } from '#src/integrations/google/google-names.ts'
import type { Sender, VendorRef } from './types.ts'

/** What a mail delivery carries. */
export type MailPayload = Pick<OutgoingMail, 'subject' | 'text' | 'html' | 'thread' | 'headers'>

/**
 * Gmail tells apart what left and what did not: the draft's id is kept before it is sent, and a draft that is gone was
 * sent. A crash before the id is kept leaves a draft nobody sends; no sent mail carries our id then.
 */
export function createGmailSender(gmail: Gmail, vendor: GmailVendor): Sender {
  return {
    vendor,
    name: googleNames[vendor] ?? vendor,
    noun: 'mail',
    async send(delivery, remember) {
      const draftId = delivery.vendorRef?.draftId ?? (await keepDraft(gmail, delivery, remember))
      return refOf(draftId, await gmail.send(draftId))
    },
    // A draft that is not kept is never sent.
    mayHaveLeft: ({ vendorRef }) => vendorRef !== null,
    async settle(delivery) {
      const draftId = delivery.vendorRef?.draftId
      if (!draftId) return findSent(gmail, delivery)
      const became = await gmail.whatBecameOf(draftId, messageIdOf(delivery))
      return became === 'unsent' ? null : refOf(draftId, became)
    },
  }
}

/** The draft is not known: a crash before its id was kept, or a restored backup that is older than the mail. */
async function findSent(gmail: Gmail, delivery: Delivery): Promise<VendorRef | null> {
  const since = delivery.tryingSince ?? delivery.createdAt
  return gmail.findSent({ to: delivery.recipient, rfcMessageId: messageIdOf(delivery), since })
}

async function keepDraft(gmail: Gmail, delivery: Delivery, remember: (ref: VendorRef) => Promise<void>) {
  const headers = { ...mailOf(delivery).headers, 'Message-ID': messageIdOf(delivery) }
  const { draftId } = await gmail.draft({ ...mailOf(delivery), to: delivery.recipient, headers })
  await remember({ draftId })
  return draftId
}

function mailOf({ payload }: Delivery): MailPayload {
  return payload as MailPayload
}

function messageIdOf({ id }: Delivery): string {
  return `<${id}@deskhand>`
}

function refOf(draftId: string, sent: SentMail): VendorRef {
  return { draftId, ...sent }
}
