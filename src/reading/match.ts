import type { Token } from './tokens.ts'

/** What a rule read, and where reading goes on. */
export type Match<T> = { value: T; next: number }

/** A rule of a grammar: what stands at `at`, or null. A rule that reads something always moves on. */
export type Rule<T> = (tokens: readonly Token[], at: number) => Match<T> | null

/** One of these words or signs. */
export function word(...texts: string[]): Rule<string> {
  const known = new Set(texts)
  return (tokens, at) => {
    const token = tokens[at]
    return token && known.has(token.text) ? { value: token.text, next: at + 1 } : null
  }
}

/** All of them, one after the other. */
export function seq<T extends unknown[]>(...rules: { [K in keyof T]: Rule<T[K]> }): Rule<T> {
  return (tokens, at) => {
    const values: unknown[] = []
    let next = at
    for (const rule of rules) {
      const match = rule(tokens, next)
      if (!match) return null
      values.push(match.value)
      next = match.next
    }
    return { value: values as T, next }
  }
}

export function opt<T>(rule: Rule<T>): Rule<T | null> {
  return (tokens, at) => rule(tokens, at) ?? { value: null, next: at }
}

/** The first that fits. */
export function any<T>(...rules: Rule<T>[]): Rule<T> {
  return (tokens, at) => {
    for (const rule of rules) {
      const match = rule(tokens, at)
      if (match) return match
    }
    return null
  }
}

/** One or more. */
export function many<T>(rule: Rule<T>): Rule<T[]> {
  return (tokens, at) => {
    const values: T[] = []
    let next = at
    for (let match = rule(tokens, next); match && match.next > next; match = rule(tokens, next)) {
      values.push(match.value)
      next = match.next
    }
    return values.length > 0 ? { value: values, next } : null
  }
}
