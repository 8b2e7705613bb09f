import { deliveryKinds, senders } from '#src/desk/press/deliveries.ts'
import { SEND } from '#src/outbox/enqueue.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { defineStep, type Step } from './job.ts'

/** What leaves. */
export function createOutboxSteps(): Step[] {
  return [
    defineStep({
      name: SEND,
      what: 'Sending what is due',
      every: '1 minute',
      pipeline: 'outbox',
      run: (app) => sendDue(app, senders(app), deliveryKinds()),
    }),
  ]
}
