import { step } from '#entities/actor.ts'
import type { Delivery } from '#entities/outbox/delivery.ts'
import type { Evidence, Request } from '#entities/reps/request.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { DeliveryKinds } from '#src/outbox/send-due.ts'
import { lockRequest } from './last-look.ts'
import { type Outcome, settleAct } from './outcome.ts'
import { ACT } from './write-call.ts'

/** What an act means to its request when it has left, and when this try is at its end. */
export const repDeliveries: DeliveryKinds = {
  [ACT]: {
    called: 'outreach to',
    async onSent(tx, delivery) {
      const request = await lockRequest(tx, delivery)
      if (request?.state !== 'sending') return
      await settleAct(tx, request, { kind: 'done', ref: delivery.vendorRef?.ref ?? null }, step(ACT))
    },
    /** Whatever became of it stands on the request: the delivery itself needs no card. */
    onDead: settleTry,
    onDoubt: settleTry,
  },
}

async function settleTry(tx: Tx, delivery: Delivery, error: string): Promise<boolean> {
  const request = await lockRequest(tx, delivery)
  if (request?.state === 'sending')
    await settleAct(tx, request, await outcomeOf(tx, delivery, request, error), step(ACT))
  return true
}

async function outcomeOf(tx: Tx, delivery: Delivery, request: Request, error: string): Promise<Outcome> {
  const [kept] = await sql<{ outcome: string | null }>(
    tx.em,
    `select vendor_ref ->> 'outcome' as outcome from deliveries where id = $1`,
    [delivery.id],
  )
  if (kept?.outcome) return JSON.parse(kept.outcome) as Outcome
  if (!request.evidence) return { kind: 'deferred' }
  return { kind: 'doubtful', evidence: { ...request.evidence, said: wordsOf(request.evidence, error) } }
}

function wordsOf({ said, asked }: Evidence, error: string): string {
  return asked ? `${said}; asked what became of it, ${asked.slice(asked.indexOf(' ') + 1)}` : `${said}: ${error}`
}
