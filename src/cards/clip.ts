/** The first `most` characters, with an ellipsis where something was cut. Never splits a character. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most - 1)
  const whole = /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut
  return `${whole.trimEnd()}…`
}

/** Control characters and direction overrides out: they can make a card say what it does not. */
export function tame(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
}

/** Somebody's words at the end of a sentence: `"Yes, for $5 more."`, and a stop where they have none. */
export function quote(words: string): string {
  return /[.!?…]$/.test(words) ? `"${words}"` : `"${words}".`
}
