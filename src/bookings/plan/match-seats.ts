/**
 * Gives every seat someone of its own, by augmenting paths. `wishes[i]` are the people for seat i, the best first; a
 * seat takes the first who is free, and makes another seat move on only when nobody is. Null: nobody is left for it.
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
  const people = wishes[seat] ?? []
  const free = people.find((person) => !seatOf.has(person) && !tried.has(person))
  if (free !== undefined) {
    seatOf.set(free, seat)
    return true
  }
  for (const person of people) {
    const held = seatOf.get(person)
    if (held === undefined || tried.has(person)) continue
    tried.add(person)
    if (!place(held, wishes, seatOf, tried)) continue
    seatOf.set(person, seat)
    return true
  }
  return false
}

/** One entry for every chair: `{ violin: 2, cello: 1 }` -> violin, violin, cello. */
export function seatsOf(instruments: Record<string, number>): string[] {
  return Object.entries(instruments).flatMap(([instrument, count]) => Array.from({ length: count }, () => instrument))
}
