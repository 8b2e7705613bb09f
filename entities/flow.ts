/** A state machine as a table: state -> verb -> next state. */
export type Flow = Record<string, Record<string, string>>

export type StateOf<F extends Flow> = keyof F & string

/** The record's state does not allow the verb. */
export class IllegalMove extends Error {
  override readonly name = 'IllegalMove'
  readonly verb: string
  readonly state: string

  constructor(verb: string, state: string) {
    super(`cannot ${verb} while ${state}`)
    this.verb = verb
    this.state = state
  }
}

export function nextState(flow: Flow, state: string, verb: string): string {
  const to = flow[state]?.[verb]
  if (to === undefined) throw new IllegalMove(verb, state)
  return to
}
