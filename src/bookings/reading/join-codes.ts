import type { Lexicon } from '#src/reading/lexicon.ts'
import type { Match } from '#src/reading/match.ts'
import type { Token } from '#src/reading/tokens.ts'

/** A code becomes one token, gaps and all: its letters are words of ours ("I can T4K7"). */
export function joinCodes(tokens: readonly Token[], offered: Lexicon): Token[] {
  const joined: Token[] = []
  for (let at = 0; at < tokens.length; ) {
    const code = codeAt(tokens, at, offered)
    joined.push(...(code ? [code.value] : tokens.slice(at, at + 1)))
    at = code?.next ?? at + 1
  }
  return joined
}

function codeAt(tokens: readonly Token[], at: number, offered: Lexicon): Match<Token> | null {
  const [first, found] = [tokens[at], offered.at(tokens, at)]
  if (!first || found?.value.meaning !== 'code') return null
  const [last, after] = [tokens[found.next - 1], tokens[found.next]]
  if (!last || (after?.glued && (after.kind === 'word' || after.kind === 'number'))) return null
  return { value: { ...first, kind: 'number', text: found.value.word, end: last.end }, next: found.next }
}
