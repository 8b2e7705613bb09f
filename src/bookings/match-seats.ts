/**
 * Gives every seat someone of its own, by augmenting paths. `wishes[i]` are the people for seat i, the best first; a
 * seat takes the first of them it can have without leaving another empty. Null where nobody is left for a seat.
 */
export function matchSeats(wishes: readonly (readonly string[])[]): (string | null)[] {
  const seatOf = new Map<string, number>()
  for (let seat = 0; seat < wishes.length; seat += 1) place(seat, wishes, seatOf, new Set())
  const taken: (string | null)[] = wishes.map(() => null)
  for (const [person, seat] of seatOf) taken[seat] = person
  return taken
}

function place(
  seat: number,
  wishes: readonly (readonly string[])[],
  seatOf: Map<string, number>,
  tried: Set<string>,
): boolean {
  for (const person of wishes[seat] ?? []) {
    if (tried.has(person)) continue
    tried.add(person)
    const held = seatOf.get(person)
    if (held !== undefined && !place(held, wishes, seatOf, tried)) continue
    seatOf.set(person, seat)
    return true
  }
  return false
}

/** One entry for every chair: `{ violin: 2, cello: 1 }` -> violin, violin, cello. */
export function seatsOf(instruments: Record<string, number>): string[] {
  return Object.entries(instruments).flatMap(([instrument, count]) => Array.from({ length: count }, () => instrument))
}
