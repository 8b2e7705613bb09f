/** A number word, or one of the words a compound is made of. `joined`: after "and", "y", "und" ... */
export type Part = { value: number; scale: boolean; languages: string; joined: boolean; next: number }

/** What may follow is smaller than this: after twenty a digit, in French after sixty a teen, after dix sept. */
export function floorOf(value: number, isFrench: boolean): number {
  if (isFrench && (value === 60 || value === 10)) return value === 60 ? 20 : 10
  return value < 20 ? 1 : value < 100 ? 10 : 100
}
