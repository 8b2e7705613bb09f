/** Somebody's words at the end of a sentence: `"Yes, for $5 more."`, and a stop where they have none. */
export function quote(words: string): string {
  return /[.!?…]$/.test(words) ? `"${words}"` : `"${words}".`
}
