import type { Step } from '../job.ts'
import type { RunStep } from './run-step.ts'

type Hand = { again: boolean; done: Promise<void> }

/** What this process has in hand: a step never runs beside itself here. */
export type Hands = {
  /**
   * Runs the step, and once more for whoever rang meanwhile. In hand already: returns at once, one more run is
   * certain.
   */
  take(step: Step, before: () => Promise<void>): Promise<void>
  /** The same for a bell. A name that is not known here is another process's. */
  start(step: string): void
  /** Runs the step for a person, after the run in hand. Throws what it throws. */
  takeAsked(step: Step): Promise<void>
  /** True when the step is in hand, and will run once more. */
  again(step: string): boolean
  /** Starts nothing more from this moment, and waits for what runs. */
  finish(patienceMs: number): Promise<void>
  /** After the finish: what still runs, and what was to run once more. */
  left(): { running: string[]; owed: string[] }
}

export function createHands(steps: Step[], run: RunStep): Hands {
  const inHand = new Map<string, Hand>()
  const owed = new Set<string>()
  let closing = false

  async function loop(step: Step, hand: Hand, first: () => Promise<void>): Promise<void> {
    try {
      await first()
      // Between the last look at `again` and giving the step out of hand nothing else can happen: a ring finds either.
      while (hand.again && !closing) {
        hand.again = false
        await run(step, false)
      }
    } finally {
      inHand.delete(step.name)
      if (hand.again) owed.add(step.name)
    }
  }

  function hold(step: Step, first: () => Promise<void>): Promise<void> {
    const hand: Hand = { again: false, done: Promise.resolve() }
    inHand.set(step.name, hand)
    hand.done = loop(step, hand, first)
    return hand.done
  }

  const again = (name: string) => {
    const hand = inHand.get(name)
    if (hand) hand.again = true
    return hand !== undefined
  }

  async function take(step: Step, before: () => Promise<void>): Promise<void> {
    if (again(step.name)) return
    if (closing) owed.add(step.name)
    else
      await hold(step, async () => {
        await before()
        await run(step, false)
      })
  }

  return {
    again,
    take,
    start(name) {
      const step = steps.find((each) => each.name === name)
      if (step) void take(step, async () => undefined)
    },
    async takeAsked(step) {
      for (let hand = inHand.get(step.name); hand; hand = inHand.get(step.name)) await hand.done.catch(() => undefined)
      await hold(step, () => run(step, true))
    },
    async finish(patienceMs) {
      closing = true
      const late = AbortSignal.timeout(patienceMs)
      const patience = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()))
      await Promise.race([Promise.allSettled([...inHand.values()].map(({ done }) => done)), patience])
    },
    left: () => ({ running: [...inHand.keys()], owed: [...owed] }),
  }
}
