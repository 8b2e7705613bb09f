/** By age: Instagram's ids grow. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1)
}
