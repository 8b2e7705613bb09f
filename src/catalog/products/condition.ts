import { loadLexicon } from '#src/reading/lexicon.ts'
import { normalise } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'

/** `used`; what `denies` it before; what may stand `between`. */
const WORDS = loadLexicon('caption-condition')

/** Whether the words of a thing say that somebody had it before: `thrift grade A`, and not `brand new, not mitumba`. */
export function conditionOf(texts: (string | null)[]): 'new' | 'used' {
  return texts.some((text) => saysUsed(tokenise(normalise(text ?? '').text))) ? 'used' : 'new'
}

function saysUsed(tokens: Token[]): boolean {
  return tokens.some((_, at) => {
    if (WORDS.at(tokens, at)?.value.meaning !== 'used') return false
    const before = tokens.slice(0, at).findLast(({ text }) => WORDS.get(text)?.meaning !== 'between')
    return WORDS.get(before?.text ?? '')?.meaning !== 'denies'
  })
}
