import type { Needs } from '#src/app.ts'
import { OutsideError } from '#src/errors.ts'
import { BudgetSpent, takeCall } from './budget.ts'
import { pausedUntil, pauseVendor } from './pauses.ts'

type Calling = Needs<'em' | 'clock'>

/** What the vendors allow a minute and a day. */
const ALLOWED: Record<string, { minute: number; day: number }> = {
  openai: { minute: 500, day: 10_000 },
  gemini: { minute: 1_000, day: 1_000_000 },
}

const MINUTE_S = 60
const DAY_S = 86_400

/** A model that says nothing keeps everyone who asks it waiting: it is asked again after this long. */
const REST_S = 10

/**
 * One call to a model out of what all processes share. Throws BudgetSpent when this minute's are spent. A model that
 * gave no answer in time, names a time, or has given all of a day, is left alone by everyone until then: meanwhile it
 * fails here at once.
 */
export async function callModel<T>(app: Calling, vendor: string, call: () => Promise<T>): Promise<T> {
  const until = await pausedUntil(app.em.fork(), `model:${vendor}`, app.clock())
  if (until) throw resting(app, vendor, until)
  const { minute, day } = ALLOWED[vendor] ?? { minute: 500, day: 10_000 }
  const ofMinute = { budget: `model:${vendor}/minute`, most: minute, perS: MINUTE_S }
  const ofDay = { budget: `model:${vendor}/day`, most: day, perS: DAY_S }
  const turn = await takeCall(app.em, [ofMinute, ofDay], app.clock())
  if (!turn.taken) {
    if (turn.spent === ofDay) throw resting(app, vendor, turn.freeAt)
    throw new BudgetSpent(turn.spent.budget, turn.freeAt)
  }
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    const restS = error.code === 'timeout' ? REST_S : error.retryAfterS
    if (restS === null) throw error
    const until = new Date(app.clock().getTime() + restS * 1000)
    await pauseVendor(app.em.fork(), `model:${vendor}`, until)
    throw resting(app, vendor, until, error)
  }
}

function resting({ clock }: Calling, vendor: string, until: Date, cause?: unknown): OutsideError {
  const retryAfterS = Math.max(1, Math.ceil((until.getTime() - clock().getTime()) / 1000))
  return new OutsideError(vendor, 'it does not answer now', { retry: 'later', retryAfterS, cause })
}
