/** `2 violins, cello` */
export function writeInstruments(instruments: Record<string, number>): string {
  return Object.entries(instruments)
    .map(([name, count]) => writeCounted(name, count))
    .join(', ')
}

/** `cello`, `2 violins`, `2 double basses` */
function writeCounted(name: string, count: number): string {
  return count === 1 ? name : `${count} ${writePlural(name)}`
}

/** English names of instruments: all add an s, those that hiss an es; drums are many already. */
export function writePlural(name: string): string {
  if (/[^s]s$/.test(name)) return name
  return /(?:s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`
}
