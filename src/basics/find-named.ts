/** Whom a typed name means: who is called just so, else whose name begins with its words. */
export function findNamed<One extends { name: string }>(all: readonly One[], asked: string): One[] {
  const wanted = fold(asked)
  const whole = all.filter(({ name }) => fold(name) === wanted)
  if (whole.length > 0 || !wanted) return whole
  return all.filter(({ name }) => fold(name).startsWith(`${wanted} `))
}

function fold(name: string): string {
  return name.trim().toLowerCase()
}
