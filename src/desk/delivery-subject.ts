import { Delivery } from '#entities/outbox/delivery.ts'
import { writeRef } from '#src/cards/ref.ts'
import { defineSubject, type Offer } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import { SEND } from '#src/outbox/enqueue.ts'
import { deliveryKind } from '#src/outbox/kind.ts'

const offers: Partial<Record<Delivery['state'], Offer[]>> = {
  dead: [{ verb: 'retry' }, { verb: 'drop' }],
  doubtful: [{ verb: 'settle' }, { verb: 'resend' }, { verb: 'drop' }],
}

const again = { attempts: 0, nextTryAt: null, tryingSince: null, vendorRef: null } as const

/** A message that could not leave, or of which nobody knows whether it did. */
export const deliverySubject = defineSubject<Delivery, Delivery>({
  kind: deliveryKind,
  load: (em, ids) => em.find(Delivery, { id: { $in: ids } }),
  card: (delivery, app) => ({
    title: `${writeRef(deliveryKind, delivery)} ${titleOf(delivery)}`,
    tone: delivery.state === 'sent' ? 'good' : deliveryKind.waits(delivery) ? 'todo' : 'done',
    facts: [
      { label: 'To', value: delivery.recipient },
      { label: 'Says', value: String(delivery.payload.subject ?? delivery.payload.text ?? delivery.kind) },
      ...(delivery.lastError ? [{ label: 'Error', value: delivery.lastError }] : []),
    ],
    footer: footerOf(delivery, app.settings.STORE_TIMEZONE, app.clock()),
  }),
  offers: ({ state }) => offers[state] ?? [],
  verbs: {
    retry: { label: 'Try again', past: 'tried again', style: 'primary' },
    drop: { label: 'Give up', past: 'gave up', style: 'danger' },
    settle: { label: 'It arrived', past: 'settled', style: 'primary' },
    resend: { label: 'Send again', past: 'sent again' },
  },
  act: {
    retry: ({ tx }) => sendAgain(tx),
    resend: ({ tx }) => sendAgain(tx),
    settle: ({ tx }) => ({ set: { sentAt: tx.at } }),
  },
  mayPress: ({ role }) => role === 'admin',
})

function sendAgain(tx: { ring(step: string): void }) {
  tx.ring(SEND)
  return { set: again, tell: 'It leaves now.' }
}

function titleOf({ state, recipient }: Delivery): string {
  if (state === 'dead') return `Message to ${recipient} could not leave`
  if (state === 'doubtful') return `Did the message to ${recipient} arrive?`
  return `Message to ${recipient}`
}

function footerOf({ state, sentAt }: Delivery, zone: string, now: Date): string {
  if (state === 'dead') return 'Mend the reason, then try again; or give up.'
  if (state === 'doubtful') return 'The connection broke while it left. Look in the mailbox before sending it again.'
  if (state === 'cancelled') return 'It will not leave.'
  return sentAt ? `Left ${writeWhen(sentAt, zone, now)}` : 'It leaves soon.'
}
