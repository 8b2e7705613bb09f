export type Door = 'slack' | 'telegram' | 'link' | 'web' | 'api' | 'cli' | 'job'

/** Who moved a record, and through which door they came in. A step has no person. */
export type Actor = {
  personId: string | null
  name: string
  via: Door
}

/** A step of a pipeline as an actor. */
export function step(name: string): Actor {
  return { personId: null, name, via: 'job' }
}
