import { isDigit, type Token } from './tokens.ts'

type SignKind = 'word' | 'sep' | 'and' | 'or' | 'not' | 'each' | 'stop' | 'ask' | 'bind' | 'plus'

export type Sign = { kind: SignKind; v: string; start: number; end: number }

/** A map, not an object: the words come from outside, and "constructor" is one. */
export const SIGNS = new Map<string, SignKind>()

const addSigns = (kind: SignKind, words: string) => {
  for (const word of words.split(' ')) SIGNS.set(word, kind)
}

addSigns('stop', '. ! … ; 。')

addSigns('ask', '? ¿')

addSigns('sep', ', / | • · ¦ ( ) [ ] 👉 👇 、 ·')

addSigns('bind', '- : = x * > ~')

addSigns('plus', '+ plus')

addSigns(
  'and',
  '& and n y e et und na och en و ו with con avec mit pamoja also aussi auch también tambien pia ademas ve и と',
)

addSigns('or', 'or o ou oder ama au או او')

addSigns(
  'not',
  'not except excluding exclude minus without sin excepto salvo menos dont sauf sans pas ausser außer ohne nicht kein keine isipokuwa bila si sio nao senza tranne exceto sem nao não scratch scrap nix ditch forget drop remove skip no non nein hapana لا بدون ما לא בלי חוץ',
)

addSigns(
  'each',
  'each apiece cada chaque chacun chacune jede jeden jedem jeder jeweils ciascuno ciascuna ogni kila elk elke mỗi لكل כל ea',
)

/** The sign a token is, by what stands beside it. */
export function signAt(tokens: Token[], i: number): Sign {
  const { v, start, end } = tokens[i] as Token
  return { kind: kindAt(tokens, i), v: isDecoration(tokens[i]) ? '' : v, start, end }
}

function kindAt(tokens: Token[], i: number): SignKind {
  const token = tokens[i]
  const v = token?.v ?? ''
  if (v === '\n') return 'stop'
  if (isExcept(tokens, i)) return 'not'
  if (v === '/' && isSlashed(tokens, i)) return 'bind'
  if (v === '.' && token?.glued && tokens[i + 1]?.glued && isDigit(tokens[i - 1])) return 'bind'
  if (isSaidOf(tokens, i)) return 'word'
  return SIGNS.get(v) ?? (token?.kind === 'word' ? 'word' : 'sep')
}

/** "each skein is 200 m" and "if not" say nothing about amounts. */
function isSaidOf(tokens: Token[], i: number): boolean {
  const v = tokens[i]?.v
  if (v === 'each') return /^(?:is|has|was|costs?|weighs?|comes)$/.test(tokens[i + 2]?.v ?? '')
  return v === 'not' && tokens[i - 1]?.v === 'if'
}

function isDecoration(token: Token | undefined): boolean {
  return token !== undefined && token.kind !== 'word' && !SIGNS.has(token.v)
}

/** "instead of red", "everything but gold". */
function isExcept(tokens: Token[], i: number): boolean {
  const [before, token, after] = [tokens[i - 1], tokens[i], tokens[i + 1]]
  if (token?.v === 'instead') return after?.v === 'of' && !isDigit(tokens[i + 2])
  return token?.v === 'but' && !isDigit(after) && ALL_BUT.test(before?.v ?? '')
}

SIGNS.set("don't", 'not')

const ALL_BUT = /^(?:everything|all|them|colou?rs?|each|any)$/

/** "black/2 red/1". */
function isSlashed(tokens: Token[], i: number): boolean {
  const [before, slash, after] = [tokens[i - 1], tokens[i], tokens[i + 1]]
  return before?.kind === 'word' && isDigit(after) && (slash?.glued ?? false) && (after?.glued ?? false)
}
