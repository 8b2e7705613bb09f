import { distance } from 'fastest-levenshtein'
import { parse } from 'tldts'
import { loadLexicon } from '#src/reading/lexicon.ts'

export const hosts = [...loadLexicon('mail-hosts').all()].map(({ word }) => word)
export const providers = [...new Set(hosts.map((host) => host.split('.')[0] ?? ''))].filter(
  (name) => name.length > 3 && name !== 'example',
)
export const RESERVED = /\.(?:example|test|invalid|localhost)$/
/** Stands for a sign that was closed up, so that places stay. */
export const GLUE = '\u2060'

export type Flaw = 'repaired' | 'typo' | 'broken' | null
type Host = { host: string; length: number; flaw: Flaw }

/** What stands behind the sign: a host, one slip mended, or what is meant for one; null for a price or a name. */
export function readHost(after: string): Host | null {
  const run = /^[\u2060.]*[a-z\d][a-z\d.,\u2060-]*/.exec(after)?.[0].replace(/[.,\u2060-]+$/, '') ?? ''
  // "2 tees @ 20": no host, a price.
  if (!/[a-z]/.test(run)) return null
  const upToComma = run.slice(0, run.indexOf(',') < 0 ? run.length : run.indexOf(','))
  const plain = upToComma.replaceAll(GLUE, '')
  if (isHost(plain)) return { host: plain, length: upToComma.length, flaw: isTypo(plain) ? 'typo' : null }
  const sentence = plain.split('.').slice(0, -1).join('.')
  // "kit@example.com.Thanks"
  if (isHost(sentence) && !isTypo(sentence)) return { host: sentence, length: upToComma.lastIndexOf('.'), flaw: null }
  return mend(run, after) ?? brokenHost(plain, upToComma.length)
}

/** One slip with one obvious mending: a comma for the dot, two dots, no dot, a space within the host. */
function mend(run: string, after: string): Host | null {
  const dotted = run.replaceAll(GLUE, '').replace(/[.,]+/g, '.').replace(/^\./, '')
  if (isHost(dotted) && !isTypo(dotted)) return { host: dotted, length: run.length, flaw: 'repaired' }
  // "kit@example.complease"
  const [, glued] = /^((?:[a-z\d-]+\.)+(?:com|net|org|co\.uk|de|fr|es))[a-z\d]{3,}$/.exec(dotted) ?? []
  if (glued && isHost(glued)) return { host: glued, length: glued.length, flaw: 'repaired' }
  const [spaced = '', first = '', second = ''] =
    /^([a-z\d]{1,12}) ?\.? ?([a-z\d]{0,12}\.?[a-z]{2,4})(?![a-z\d])/.exec(after.replace(/^\u2060+/, '')) ?? []
  const lead = /^\u2060*/.exec(after)?.[0].length ?? 0
  const joined = [first + second, `${first}.${second}`].find((host) => hosts.includes(host))
  if (joined) return { host: joined, length: lead + spaced.length, flaw: 'repaired' }
  const known = hosts.find((host) => host.replace('.', '') === dotted)
  return known ? { host: known, length: run.length, flaw: 'repaired' } : null
}

/** "tess@gmail" and "ann@gmail.cmo" are meant for addresses, "@friend" and "me@home" are not. */
function brokenHost(plain: string, length: number): Host | null {
  if (plain.includes('.')) return { host: plain, length, flaw: 'typo' }
  return { host: plain, length, flaw: 'broken' }
}

export function isHost(host: string): boolean {
  if (!/^[a-z\d](?:[a-z\d.-]{0,250})[a-z\d]$/.test(host) || !host.includes('.') || host.includes('..')) return false
  if (RESERVED.test(host)) return true
  const { domain, isIcann } = parse(host)
  return domain !== null && isIcann === true
}

/** One or two letters off a well-known host, and no well-known host itself. */
function isTypo(host: string): boolean {
  const [name = ''] = host.split('.')
  if (hosts.includes(host) || RESERVED.test(host) || name === 'example') return false
  if (providers.includes(name) && !/\.[a-z\d-]{4,}|[a-z\d-]{4,}\./.test(host.slice(name.length)))
    return !isCountryOf(name, host.slice(name.length + 1))
  return hosts.some(
    (known) => Math.abs(known.length - host.length) < 3 && distance(known, host) <= (known.length > 8 ? 2 : 1),
  )
}

/** "live.dk": providers of several countries have more of them than any list; "yahoo.co" is a slip. */
function isCountryOf(name: string, ending: string): boolean {
  const others = hosts.filter((host) => host.startsWith(`${name}.`)).length
  return (
    /^[a-z]{2}$/.test(ending) &&
    !['co', 'cm', 'om'].includes(ending) &&
    (others > 2 || name.length < 8) &&
    !ONLY_COM.has(name)
  )
}

const ONLY_COM = new Set(['gmail', 'icloud', 'ymail', 'comcast', 'verizon', 'fastmail'])
