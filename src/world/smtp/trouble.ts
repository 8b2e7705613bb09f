import type { Fault } from '#src/world/vendor/stand-in.ts'

/** Where in a conversation something goes wrong. */
export type Stage = 'recipient' | 'data'
/** A reply code, or the connection cut. */
export type Trouble = { kind: 'fail'; code: number } | { kind: 'cut' }

/** The standing fault and the trouble planned for the next mail. */
export type Troubles = {
  fault: Fault | null
  plan(at: Stage, trouble: Trouble): void
  /** What goes wrong at this stage; what was planned is used up by it. */
  take(at: Stage): Trouble | null
}

export function createTroubles(): Troubles {
  let planned: { at: Stage; trouble: Trouble } | null = null
  return {
    fault: null,
    plan(at, trouble) {
      planned = { at, trouble }
    },
    take(at) {
      const standing = at === 'data' ? readFault(this.fault) : null
      if (standing || planned?.at !== at) return standing
      const { trouble } = planned
      planned = null
      return trouble
    },
  }
}

/** What is not the mail's fault is a 451 here, whatever HTTP status the fault names. */
function readFault(fault: Fault | null): Trouble | null {
  if (fault?.kind === 'error') return { kind: 'fail', code: 451 }
  return fault?.kind === 'lost-answer' ? { kind: 'cut' } : null
}

export function refusal(responseCode: number): Error {
  return Object.assign(new Error(SENTENCES[responseCode] ?? 'Refused'), { responseCode })
}

const SENTENCES: Record<number, string> = {
  421: 'Too many connections, try again later',
  450: 'Mailbox busy',
  451: 'Local error in processing',
  535: 'Invalid login',
  550: 'No such mailbox',
  552: 'Mailbox full',
  554: 'Rejected as spam',
}
