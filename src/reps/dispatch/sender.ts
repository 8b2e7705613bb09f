import type { Delivery } from '#entities/outbox/delivery.ts'
import { Request } from '#entities/reps/request.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import type { Answer } from '#src/integrations/rep-channel-answers.ts'
import type { RepChannels } from '#src/integrations/rep-channels.ts'
import type { Sender, VendorRef } from '#src/outbox/senders.ts'
import { lastLook, loadTarget } from './last-look.ts'
import type { Outcome } from './outcome.ts'

type SendingApp = Needs<'em' | 'clock' | 'ring' | 'keys'> & { settings: { REPS_GUARD_H: number } }

const VENDOR = 'rep-channel'
/** Questions what became of a call before a person is asked; the first comes after two seconds. */
const MOST_QUESTIONS = 3
const ASK_AFTER_S = 2

/**
 * Lets acts leave through their channel's microservice. Whatever it answers is kept on the delivery before anything
 * else is done with it, so that a crash in between changes nothing. A call without an answer is never made again before
 * the channel has said that it did not get it.
 */
export function createRepSender(app: SendingApp, channels: RepChannels): Sender {
  return {
    vendor: VENDOR,
    name: 'A channel of the reps',
    noun: 'message',
    async send(delivery, remember) {
      // An answer that was kept, and not yet acted on.
      if (delivery.vendorRef?.outcome) throw over('it was answered already')
      const look = await lastLook(app, delivery)
      if (look.to === 'nowhere') throw over('it does not leave now')
      if (look.to === 'sandbox') return { sandbox: 'yes' }
      const answer = await channels.act(look.target, {
        id: String(delivery.subjectId),
        body: String(delivery.payload.body),
      })
      return takeAnswer(answer, remember)
    },
    settle: (delivery) => settle(app, channels, delivery),
  }
}

async function takeAnswer(answer: Answer, remember: (ref: VendorRef) => Promise<void>): Promise<VendorRef> {
  if (answer.kind === 'done') {
    const ref = { url: answer.url, ...(answer.ref !== null && { ref: answer.ref }), done: 'yes' }
    await remember(ref)
    return ref
  }
  if (answer.kind === 'silent') {
    throw new OutsideError(VENDOR, answer.message, { retry: 'later', retryAfterS: ASK_AFTER_S })
  }
  await remember({ outcome: JSON.stringify(outcomeOf(answer)), url: answer.url })
  throw over(answer.message)
}

function outcomeOf(answer: Exclude<Answer, { kind: 'done' | 'silent' }>): Outcome {
  const { message } = answer
  if (answer.kind === 'unreachable') return { kind: 'unreachable', message }
  const { code } = answer
  return answer.kind === 'later'
    ? { kind: 'later', status: answer.status, code, message, waitS: answer.retryAfterS }
    : { kind: 'failed', code, message }
}

/** This try is at its end; what it means to the request is told by the delivery's own kind. */
function over(why: string): OutsideError {
  return new OutsideError(VENDOR, why, { retry: 'never' })
}

async function settle(app: SendingApp, channels: RepChannels, delivery: Delivery): Promise<VendorRef | null> {
  const { vendorRef, subjectId, payload } = delivery
  if (vendorRef?.done) return vendorRef
  if (vendorRef?.outcome) return null
  const em = app.em.fork()
  const request = await em.findOne(Request, { id: subjectId ?? '' })
  const wasCalled = request?.state === 'sending' && request.tries === payload.tries && request.evidence !== null
  if (!request || !wasCalled) return null
  const standing = await channels.ask(await loadTarget({ em }, app, request), request.id)
  if (standing.kind === 'done') return { done: 'yes', ...(standing.ref !== null && { ref: standing.ref }) }
  if (standing.kind === 'unknown') return stillUnknown(app, delivery, request, standing.message)
  const outcome: Outcome | null = standing.kind === 'failed' ? standing : null
  if (outcome) await keep(app, delivery, outcome)
  else await sql(em, 'update rep_requests set evidence = null where id = $1', [request.id])
  return null
}

async function keep(app: SendingApp, delivery: Delivery, outcome: Outcome): Promise<void> {
  delivery.vendorRef = { outcome: JSON.stringify(outcome) }
  await sql(app.em.fork(), 'update deliveries set vendor_ref = $3 where id = $1 and lease_token = $2', [
    delivery.id,
    delivery.leaseToken,
    JSON.stringify(delivery.vendorRef),
  ])
}

/** After a few questions a person is asked: the act stays as it is, in doubt. */
async function stillUnknown(app: SendingApp, delivery: Delivery, request: Request, said: string): Promise<never> {
  const asked = `${app.clock().toISOString()} ${said}`
  await sql(
    app.em.fork(),
    `update rep_requests set evidence = evidence || jsonb_build_object('asked', $2::text) where id = $1`,
    [request.id, asked],
  )
  // The call itself was the first of its tries.
  const isLast = delivery.attempts >= MOST_QUESTIONS
  throw new OutsideError(VENDOR, `nobody knows whether it was done: ${said}`, {
    retry: isLast ? 'never' : 'later',
    retryAfterS: ASK_AFTER_S,
  })
}
