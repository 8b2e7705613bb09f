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

export function token(fits: (token: Token) => boolean): Rule<Token> {
  return (tokens, at) => {
    const one = tokens[at]
    return one && fits(one) ? { value: one, next: at + 1 } : null
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

/** The tokens before the next place where `stop` fits, at most `most` of them. */
export function until(stop: Rule<unknown>, most = 12): Rule<Token[]> {
  return (tokens, at) => {
    for (let next = at; next < tokens.length && next - at <= most; next++)
      if (stop(tokens, next)) return { value: tokens.slice(at, next), next }
    return null
  }
}

export function read<T, R>(rule: Rule<T>, as: (value: T, tokens: readonly Token[], at: number) => R): Rule<R> {
  return (tokens, at) => {
    const match = rule(tokens, at)
    return match && { value: as(match.value, tokens, at), next: match.next }
  }
}

export type Found<T> = { value: T; from: number; to: number }

/** Reads as much as the rule can from left to right. `left`: the runs of tokens that it could not. */
export function consume<T>(tokens: readonly Token[], rule: Rule<T>): { found: Found<T>[]; left: Token[][] } {
  const found: Found<T>[] = []
  const left: Token[][] = []
  for (let at = 0, wasRead = true; at < tokens.length; ) {
    const match = rule(tokens, at)
    const isRead = match !== null && match.next > at
    const next = isRead ? match.next : at + 1
    if (isRead) found.push({ value: match.value, from: at, to: next })
    else if (wasRead) left.push(tokens.slice(at, next))
    else left.at(-1)?.push(...tokens.slice(at, next))
    wasRead = isRead
    at = next
  }
  return { found, left }
}
