import type { Token } from '#src/reading/tokens.ts'
import type { Piece } from './pieces.ts'
import { postcodeIn } from './postcodes.ts'
import { isUnderstood, saidAt } from './spoken.ts'
import { addressWordAt, courtesy, regionNamed, weekdays } from './words.ts'

/** Money and program text. */
const noAddress = /[$€£=<>{}[\]`_•\\]/u

/** "c/o Best Thanks Studio": behind it stands a name, whatever its words say elsewhere. */
const CARE_OF = /^(?:[cC]\/[oO]|[aA]ttn|ATTN)[.:]?(?:\s+\p{Lu}[\p{L}'’.&-]*)+$/u

/** The runs of words that are no sentence's: "Here is my address 550 Bellflower Dr" -> "550 Bellflower Dr". */
export function addressRuns(piece: Piece, spoken: ReadonlySet<string>): { runs: Token[][]; said: Token[] } {
  const { tokens } = piece
  if (tokens.length > 40 || piece.text.length > 300 || noAddress.test(piece.text)) return { runs: [], said: tokens }
  if (CARE_OF.test(piece.text)) return { runs: [tokens], said: [] }
  if (isUnderstood(tokens) && !isState(tokens, piece)) return { runs: [], said: tokens }
  if (tokens.some((_, at) => isSetRight(tokens, at))) return { runs: [], said: tokens }
  if (greetsAnother(piece, spoken)) return { runs: [], said: tokens }
  const { runs, said, meant } = cutRuns(piece, spoken)
  const isWish = WISHES.some((meaning) => meant.has(meaning))
  const trimmed = runs.map((run) => trimWeak(run, piece))
  const isKept = (run: Token[]) =>
    isPlace(run, piece) && (said.length === 0 || isWritten(run, piece)) && !(isWish && isAmount(run))
  return { runs: trimmed.filter(isKept), said: [...said, ...trimmed.filter((run) => !isKept(run)).flat()] }
}

/** "It's 1350 not 1305": which number is meant, and no place. */
function isSetRight(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === 'not' && [at - 1, at + 1].every((beside) => tokens[beside]?.kind === 'number')
}

/** "Dear Dora Fielding", but not "Hola, soy Dora Fielding". */
function greetsAnother({ tokens, text, start }: Piece, spoken: ReadonlySet<string>): boolean {
  const said = saidAt(tokens, 0, spoken)
  const after = tokens[said?.next ?? 0]
  return said?.meaning === 'greet' && !(after && SELF.test(text.slice(after.start - start)))
}

const SELF = /^(?:soy|sono|sou|ich bin|je suis|ik ben|i['’]?m|i am|this is|it['’]?s|c['’]est) /i

/** `meant`: what the words of sentences between the runs mean. */
function cutRuns(piece: Piece, spoken: ReadonlySet<string>) {
  const { tokens } = piece
  const runs: Token[][] = [[]]
  const said: Token[] = []
  const meant = new Set<string>()
  for (let at = 0; at < tokens.length; ) {
    const { next, meaning } = saidAt(tokens, at, spoken) ?? {}
    if (meaning) meant.add(meaning)
    if (isBetween(runs.at(-1), tokens, at, piece)) runs.push([])
    else if (next === undefined) runs.at(-1)?.push(...tokens.slice(at, at + 1))
    else {
      said.push(...tokens.slice(at, next))
      runs.push([])
    }
    at = next ?? at + 1
  }
  return { runs, said, meant }
}

const WISHES = ['ask', 'change', 'cancel']

/** "make it 3 instead of 2": numbers of a wish are no house's. */
function isAmount(run: readonly Token[]): boolean {
  return run.every(({ kind, text }) => {
    if (kind === 'number') return text.length < 4
    return kind !== 'word' || courtesy.get(text) !== null
  })
}

/** "Alderwick Lane in Springfield": a street and its town. */
function isBetween(run: Token[] | undefined, tokens: readonly Token[], at: number, piece: Piece): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]]
  if (!token || !next || !run || sourceOf(token, piece) !== 'in') return false
  return isWritten(run, piece) && isWritten([next], piece)
}

/** "OR" and "IN" alone are states, "or" is none. */
function isState(run: readonly Token[], piece: Piece): boolean {
  const [only] = run
  return (
    run.length === 1 &&
    only !== undefined &&
    /^[A-Z]{2}$/.test(sourceOf(only, piece)) &&
    regionNamed(only.text) !== null
  )
}

function trimWeak(run: Token[], piece: Piece): Token[] {
  if (isState(run, piece)) return run
  let [from, to] = [0, run.length]
  while (from < to && (isWeak(run[from], piece) || isVerb(run, from, piece))) from += 1
  while (to > from && isWeak(run[to - 1], piece)) to -= 1
  return run.slice(from, to)
}

const weak = new Set(['at', 'in', 'for', 'and', 'or', 'on', 'from', 'with', 'so', 'by', 'address', 'also'])

function isWeak(token: Token | undefined, piece: Piece): boolean {
  if (!token) return false
  if (token.kind === 'mark') return !'#〒'.includes(token.text)
  // "Calle 31 SO" points south-west.
  return !/^[A-Z]{2}$/.test(sourceOf(token, piece)) && weak.has(token.text)
}

/** "live in Springfield": a word of sentences before "in" or "at" belongs to no place. */
function isVerb(run: readonly Token[], at: number, piece: Piece): boolean {
  const [token, next] = [run[at], run[at + 1]]
  if (!token || !/^\p{Ll}/u.test(sourceOf(token, piece))) return false
  return courtesy.get(token.text)?.meaning === 'weak' && isWeak(next, piece)
}

function isPlace(run: readonly Token[], piece: Piece): boolean {
  const words = run.filter(({ kind }) => kind === 'word' || kind === 'number')
  return isState(run, piece) || words.some(({ kind, text }) => kind === 'number' || courtesy.get(text) === null)
}

/**
 * Beside words of a sentence only what is written like a name, names a part of an address or is a bare number is a
 * place: "want 3 red now" is none, nor is "Friday".
 */
function isWritten(run: readonly Token[], piece: Piece): boolean {
  if (run.every(({ kind }) => kind !== 'word')) return true
  const isNamed = (token: Token) =>
    /^[\p{Lu}\p{Lo}]/u.test(sourceOf(token, piece)) && courtesy.get(token.text) === null && !weekdays().has(token.text)
  const hasNumber = run.some(({ kind }) => kind === 'number')
  return (
    run.some((token, at) => isNamed(token) || (hasNumber && addressWordAt(run, at) !== null)) || hasPostcode(run, piece)
  )
}

function hasPostcode(run: readonly Token[], piece: Piece): boolean {
  const [first, last] = [run[0], run.at(-1)]
  return first !== undefined && last !== undefined && postcodeIn(textOf(first, last, piece))?.sure === true
}

export function sourceOf(token: Token, piece: Piece): string {
  return textOf(token, token, piece)
}

function textOf({ start }: Token, { end }: Token, piece: Piece): string {
  return piece.text.slice(start - piece.start, end - piece.start)
}
