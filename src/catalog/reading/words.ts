/** A list of words as a set: data, one meaning a line. */
export function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(/\s+/).filter(Boolean))
}
