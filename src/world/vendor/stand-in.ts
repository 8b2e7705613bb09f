/** How a vendor misbehaves, for the sandbox's 'break it' buttons and the fault tests. */
export type Fault =
  | { kind: 'down' }
  | { kind: 'error'; status: number }
  | { kind: 'rate-limited'; retryAfterS: number }
  /** The vendor takes the call and acts on it, but the answer never arrives. */
  | { kind: 'lost-answer' }

/** A local vendor: its API on loopback, what a person sees of it, and what a person may do there. */
export type StandIn<View, Act> = {
  /** The API's base address on loopback. */
  url: string
  /** What the sandbox page shows of it. */
  view(): View
  /** What a person does there: writes a comment, presses a button, answers a mail. */
  act: Act
  /** Set to break it for every call until it is null again. */
  fault: Fault | null
  /** Called after anything visible has changed. */
  onChange(listener: () => void): void
  reset(): Promise<void>
  close(): Promise<void>
}

export type StandInOptions = {
  /** 0: any free port. */
  port?: number
  /** Where its memory is kept between runs; none: it forgets. */
  file?: string
}
