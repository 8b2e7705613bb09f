import type { Lexicon } from '#src/reading/lexicon.ts'
import type { Match } from '#src/reading/match.ts'
import type { Token } from '#src/reading/tokens.ts'

/** A code becomes one token, gaps and all: its letters are words of ours ("I can T4K7"). */
export function joinCodes(tokens: readonly Token[], offered: Lexicon): Token[] {
  const joined: Token[] = []
  for (let at = 0; at < tokens.length; ) {
    const code = codeAt(tokens, at, offered)
    const run = code || at > 0 ? null : gluedAt(tokens, offered)
    joined.push(...(run?.value ?? (code ? [code.value] : tokens.slice(at, at + 1))))
    at = (run ?? code)?.next ?? at + 1
  }
  return joined
}

/** "YESM4T9": an answer and a code without a space. */
function gluedAt(tokens: readonly Token[], offered: Lexicon): Match<Token[]> | null {
  const [first] = tokens
  if (first?.kind !== 'word') return null
  const behind = tokens.findIndex(({ glued }, place) => place > 0 && !glued)
  const next = behind < 0 ? tokens.length : behind
  const run = tokens
    .slice(0, next)
    .map(({ text }) => text)
    .join('')
  const code = [...offered.all()].find(({ word, meaning }) => meaning === 'code' && run.endsWith(word.toLowerCase()))
  const said = run.slice(0, run.length - (code?.word.length ?? 0))
  if (!code || said === '') return null
  const end = first.start + said.length
  const last = { ...first, kind: 'number' as const, text: code.word, start: end, end: tokens[next - 1]?.end ?? end }
  return { value: [{ ...first, text: said, end }, last], next }
}

function codeAt(tokens: readonly Token[], at: number, offered: Lexicon): Match<Token> | null {
  const [first, found] = [tokens[at], offered.at(tokens, at)]
  if (!first || found?.value.meaning !== 'code') return null
  const [last, after] = [tokens[found.next - 1], tokens[found.next]]
  if (!last || (after?.glued && (after.kind === 'word' || after.kind === 'number'))) return null
  return { value: { ...first, kind: 'number', text: found.value.word, end: last.end }, next: found.next }
}
