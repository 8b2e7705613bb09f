/** What a look at one vendor found. `off`: nothing is configured, which is no fault. */
export type Finding = {
  vendor: string
  state: 'ok' | 'off' | 'wrong'
  /** ok: what works. off: what cannot be done without it. wrong: what is wrong and how to mend it. */
  says: string
}

/** Looks at one vendor with one harmless call. */
export type Check = () => Promise<Omit<Finding, 'vendor'>>

/** Looks at every vendor, or at the one that is named. Never throws for what a vendor does. */
export type Doctor = (only?: string) => Promise<Finding[]>

export function ok(says: string): Omit<Finding, 'vendor'> {
  return { state: 'ok', says }
}

export function off(says: string): Omit<Finding, 'vendor'> {
  return { state: 'off', says }
}

export function wrong(says: string): Omit<Finding, 'vendor'> {
  return { state: 'wrong', says }
}

const WORDS = { ok: 'ok', off: 'not configured', wrong: 'not working' }

/** `Slack ok · @deskhand is in #orders` */
export function writeFinding({ vendor, state, says }: Finding): string {
  return `${vendor} ${WORDS[state]} · ${says}`
}
