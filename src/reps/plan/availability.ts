/** A switch that may turn round by itself at a time. */
export type Switch = { available: boolean; until: Date | null }

/** Whether it is on at a moment. */
export function isOn({ available, until }: Switch, at: Date): boolean {
  return until && at >= until ? !available : available
}

/** The first moment from `at` on at which it is on; null: not until someone turns it on. */
export function onFrom(state: Switch, at: Date): Date | null {
  if (isOn(state, at)) return at
  return !state.available && state.until ? state.until : null
}
