import { PriceAlert } from '#entities/prices/price-alert.ts'
import type { DeliveryKind, DeliveryKinds } from '#src/outbox/send-due.ts'
import { judgePromise } from './promise.ts'

/** An alert that has left: how long it took is kept, and told where the promise was broken. */
const alert: DeliveryKind = {
  called: 'price alert to',
  async onSent(tx, delivery) {
    const { alertId } = delivery.payload as { alertId: string }
    await tx.em.nativeUpdate(PriceAlert, { id: alertId }, { sentAt: tx.at })
    const sent = await tx.em.findOneOrFail(PriceAlert, { id: alertId }, { refresh: true })
    await judgePromise(tx, sent)
  },
  onDead: async () => false,
}

const plain = { onSent: async () => {}, onDead: async () => false }

export const priceDeliveries: DeliveryKinds = {
  'prices.alert': alert,
  'prices.confirm': { called: 'confirmation question to', ...plain },
  'prices.code': { called: 'confirmation code to', ...plain },
  'prices.digest': { called: 'daily prices to', ...plain },
}
