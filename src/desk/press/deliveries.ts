import type { App } from '#src/app.ts'
import type { DeliveryKinds } from '#src/outbox/send-due.ts'
import { createSenders, type Senders } from '#src/outbox/senders.ts'
import { pipelines } from '#src/pipelines.ts'

/** Every kind of message that leaves, and what its leaving means to its record. */
export function deliveryKinds(): DeliveryKinds {
  return Object.assign({}, ...pipelines.map(({ deliveries }) => deliveries))
}

/** Every way to leave that is configured. */
export function senders(app: App): Senders {
  return Object.assign(createSenders(app), ...pipelines.map((pipeline) => pipeline.senders?.(app)))
}
