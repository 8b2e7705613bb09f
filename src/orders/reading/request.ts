import type { Token } from '#src/reading/tokens.ts'

const POLITE = '(?:(?:please|pls|plz|kindly) )*'
const TAKE = `(?:i|we) ${POLITE}(?:get|have|order|grab|claim|buy|take|reserve|save|hold|do)`
const GIVE = `(?:you|u) ${POLITE}(?:get|give|send|put|set|pack|add|reserve|save|hold|do)`
const REQUEST = new RegExp(`^(?:can|could|may|will|would) (?:${TAKE}|${GIVE})(?: (?:me|us|aside|down|for))*(?= )`)
const MOST_WORDS = 12

/** "Can I get", "could you please put me down for": where an order in the form of a question ends, or null. */
export function requestEnd(tokens: readonly Token[], at: number): number | null {
  const near = tokens.slice(at, at + MOST_WORDS).map(({ text }) => `${text} `)
  const [said] = REQUEST.exec(near.join('')) ?? []
  return said === undefined ? null : at + said.split(' ').length
}
