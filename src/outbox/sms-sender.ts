import type { Delivery } from '#entities/outbox/delivery.ts'
import type { Twilio } from '#src/integrations/twilio.ts'
import type { Sender } from './types.ts'

/** Twilio has no idempotency key: after a doubt the texts to that number since the first try are looked through. */
export function createSmsSender(twilio: Twilio): Sender {
  return {
    vendor: 'twilio',
    name: 'Twilio',
    noun: 'text',
    isText: true,
    async send(delivery) {
      const { sid } = await twilio.send({ to: delivery.recipient, text: textOf(delivery) })
      return { sid }
    },
    async settle(delivery, others) {
      const since = delivery.tryingSince ?? delivery.createdAt
      const found = await twilio.findSent({
        to: delivery.recipient,
        text: textOf(delivery),
        since,
        others: others.flatMap(({ sid }) => sid ?? []),
      })
      return found && { sid: found.sid }
    },
  }
}

function textOf({ payload }: Delivery): string {
  return String(payload.text)
}
