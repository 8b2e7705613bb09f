import { PriceAlert } from '#entities/prices/price-alert.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import { writeCount } from '#src/basics/write-count.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { DeliveryKind, DeliveryKinds } from '#src/outbox/send-due.ts'

/** From the drop to the mail. The shop's own tier is what we cannot do better than. */
const PROMISE_S = 180
const LATE_KEY = 'prices:late'

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

/** From when it may leave: a text that waits for the morning is not late. */
async function judgePromise(tx: Tx, { dueAt, sentAt, tierS, reason }: PriceAlert): Promise<void> {
  if (reason === 'unreachable' || reason === 'correction') return
  const tookS = Math.round(((sentAt ?? tx.at).getTime() - dueAt.getTime()) / 1000)
  if (tookS + tierS <= PROMISE_S || tookS < 30) return closeAlert(tx, LATE_KEY)
  await openAlert(tx, {
    key: LATE_KEY,
    pipeline: 'prices',
    title: `A price alert left ${writeCount(Math.ceil(tookS / 60), 'minute')} after the drop was seen`,
    detail: 'The promise is three minutes. The mail server was slow or away; nothing is lost.',
    step: null,
  })
}

const plain = { onSent: async () => {}, onDead: async () => false }

export const priceDeliveries: DeliveryKinds = {
  'prices.alert': alert,
  'prices.confirm': { called: 'confirmation question to', ...plain },
  'prices.code': { called: 'confirmation code to', ...plain },
  'prices.digest': { called: 'daily prices to', ...plain },
}
