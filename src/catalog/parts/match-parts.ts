type Named = { name: string; price: string | null }
/** `isOpen`: nobody has decided about it, so that it may become another thing. */
export type Known = Named & { isOpen: boolean }

export type Matched<Part, Listed> = {
  same: [Part, Listed][]
  /** What the post names no longer. */
  gone: Part[]
  added: Listed[]
}

/**
 * Which part of a post each product is that its caption names now. By name and price, then by the name where as many
 * have it as before, in their order; what is left is the same where two of three stayed: most of the name's words, the
 * price, the place in the list. A part somebody decided about keeps most of its name in any case.
 */
export function matchParts<Part extends Known, Listed extends Named>(
  parts: Part[],
  listed: Listed[],
): Matched<Part, Listed> {
  const same: [Part, Listed][] = []
  const free = { parts: new Set(parts), listed: new Set(listed) }
  const pair = (isSame: (part: Part, one: Listed) => boolean) => {
    for (const one of free.listed) {
      const part = [...free.parts].find((other) => isSame(other, one))
      if (!part) continue
      free.parts.delete(part)
      free.listed.delete(one)
      same.push([part, one])
    }
  }
  pair((part, one) => isNamed(part, one) && isPriced(part, one))
  const asMany = namesOfAsMany([...free.parts], [...free.listed])
  pair((part, one) => isNamed(part, one) && asMany.has(fold(one.name)))
  pair((part, one) => {
    const isThere = parts.indexOf(part) === listed.indexOf(one)
    const stayed = [isAlike(part.name, one.name), isPriced(part, one), isThere]
    return !isNamed(part, one) && (part.isOpen || stayed[0] === true) && stayed.filter(Boolean).length >= 2
  })
  return { same, gone: [...free.parts], added: [...free.listed] }
}

/** Of `Dress` twice and once nobody knows which is left. */
function namesOfAsMany(parts: Named[], listed: Named[]): Set<string> {
  const count = (rows: Named[], name: string) => rows.filter((row) => fold(row.name) === name).length
  const names = listed.map(({ name }) => fold(name))
  return new Set(names.filter((name) => count(parts, name) === count(listed, name)))
}

function isNamed(part: Named, one: Named): boolean {
  return fold(part.name) === fold(one.name)
}

function isPriced(part: Named, one: Named): boolean {
  return Boolean(part.price) && Number(part.price) === Number(one.price)
}

/** More than half the words of the shorter name stand in the other. */
function isAlike(a: string, b: string): boolean {
  const [few = [], many = []] = [wordsOf(a), wordsOf(b)].sort((x, y) => x.length - y.length)
  return few.filter((word) => many.includes(word)).length * 2 > few.length
}

function wordsOf(name: string): string[] {
  return fold(name).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}
