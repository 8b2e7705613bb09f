import type { Token } from '../tokens.ts'

/** `/=`, `/-`, `,-`, `.-`, `=`: written after whole sums. */
export function markAt(tokens: readonly Token[], at: number): number {
  const signs = tokens.slice(at, at + 3).map(({ text, glued }) => (glued ? text : ' '))
  const [mark = ''] = /^(?:[/,.:][=-]|,\/=|=)/.exec(signs.map((sign) => sign[0]).join('')) ?? []
  return at + mark.length
}
