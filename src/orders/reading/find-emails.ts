import { distance } from 'fastest-levenshtein'
import { parse } from 'tldts'
import { loadLexicon } from '#src/reading/lexicon.ts'
import { fold, pieceOf, type Text } from '#src/reading/text.ts'

/** An address of a text, or what is meant for one. `flaw`: why it must not be written to before a person looked. */
export type EmailFound = { address: string; start: number; end: number; flaw: 'repaired' | 'typo' | 'broken' | null }

const MOST = 40
const hosts = [...loadLexicon('mail-hosts').all()].map(({ word }) => word)
const providers = [...new Set(hosts.map((host) => host.split('.')[0] ?? ''))].filter(
  (name) => name.length > 3 && name !== 'example',
)
const RESERVED = /\.(?:example|test|invalid|localhost)$/
const GLUE = '\u2060'

/**
 * The e-mail addresses of a text, lower case, as far as they can be read for certain: plain, spaced, spelt letter by
 * letter, or spoken ("at", "arroba", "[dot]"). A slip with one obvious mending is mended and marked; a look-alike
 * letter, a quoted name and a missing host are `broken`. Ends are checked by the public suffix list. Linear.
 */
export function findEmails(text: Text): EmailFound[] {
  const found: EmailFound[] = []
  const literal = scan(unspelt(text.text))
  const taken = literal.reduce((rest, { start, end }) => blankOut(rest, start, end), text.text)
  for (const one of [...literal, ...scan(unspoken(taken))]) {
    if (found.length >= MOST) break
    found.push({ ...one, flaw: isOdd(text, one) ? 'broken' : one.flaw })
  }
  return [...found, ...hostless(text.text, found)].sort((a, b) => a.start - b.start)
}

function blankOut(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)
}

/** "s i l a s . p e n @ g m a i l . c o m": single letters closed up, each space a glue so that places stay. */
function unspelt(text: string): string {
  return text.replace(/(?<![^\s])(?:[a-z\d._@-] ){6,80}[a-z\d](?![^\s])/g, (run) =>
    run.includes('@') ? run.replaceAll(' ', GLUE) : run,
  )
}

const AT = '(?:at|arroba|arobase|arobas|chiocciola|klammeraffe|kwenye|apenstaartje)'
const DOT = '(?:dot|punto|punkt|point|ponto|punt|nukta|nukuta|doti)'
const OPEN = '[([{<]\\s?'
const SHUT = '\\s?[)\\]}>]'
const SIGNS: [RegExp, string][] = [
  [new RegExp(`\\s?${OPEN}(?:${AT}|@|a)${SHUT}\\s?|\\s[-_*~]+at[-_*~]+\\s`, 'g'), '@'],
  [new RegExp(`\\s?${OPEN}(?:${DOT}|\\.|d)${SHUT}\\s?|\\s[-_*~]+dot[-_*~]+\\s`, 'g'), '.'],
  [new RegExp(`\\s${DOT}\\s(?=[a-z\\d])`, 'g'), '.'],
  [/\s(?:underscore|under score|guion bajo|tiret bas|unterstrich|underline)\s/g, '_'],
  [/\s(?:dash|hyphen|guion|tiret|bindestrich|trattino)\s/g, '-'],
  [/ @ /g, '@'],
  [/ \. (?=[a-z]{2,})/g, '.'],
]
const SPOKEN_AT = new RegExp(`\\s${AT}\\s(?=([a-z\\d${GLUE}.-]{2,80})(?:\\s([a-z]{2,3}))?)`, 'g')

/** Words and brackets that stand for the signs become the signs; what they are longer by is glue. */
function unspoken(text: string): string {
  const signed = SIGNS.reduce((rest, [way, sign]) => rest.replace(way, (run) => pad(run, sign)), text)
  const closed = signed.replace(/ @(?=([a-z\d.-]{4,40}))/g, (run, host: string) =>
    hosts.includes(host) ? pad(run, '@') : run,
  )
  return closed.replace(SPOKEN_AT, (run: string, host: string, top: string | undefined, at: number) => {
    const bare = host.replaceAll(GLUE, '')
    const isName =
      host.includes(GLUE) ||
      hosts.includes(bare) ||
      RESERVED.test(bare) ||
      /[._\d\u2060][^\s]*$/.test(closed.slice(Math.max(0, at - 70), at))
    return (isHost(bare) && isName) || (top !== undefined && providers.includes(bare)) ? pad(run, '@') : run
  })
}

function pad(run: string, sign: string): string {
  return GLUE + sign + GLUE.repeat(Math.max(0, run.length - 2))
}

/** Every `@` with a name before and a host after it. */
function scan(view: string): EmailFound[] {
  const found: EmailFound[] = []
  for (let at = view.indexOf('@'); at >= 0 && found.length < MOST; ) {
    const signs = /^[@\u2060]+/.exec(view.slice(at, at + 20))?.[0].replace(/\u2060+$/, '').length ?? 1
    const one = readAround(view, at, signs)
    if (one) found.push(one)
    at = view.indexOf('@', one ? one.end : at + signs)
  }
  return found
}

function readAround(view: string, at: number, signs: number): EmailFound | null {
  const before =
    /[a-z\d._%+'\u2060-]+$/.exec(view.slice(Math.max(0, at - 90), at))?.[0].replace(/^[\u2060.'%-]+/, '') ?? ''
  const gap = /^ (?=[a-z\d-]+\.[a-z])/.test(view.slice(at + signs, at + signs + 40)) ? 1 : 0
  const after = view.slice(at + signs + gap, at + signs + gap + 260)
  const local = before.replaceAll(GLUE, '')
  const host = readHost(after)
  if (!/[a-z\d]/.test(local) || local.length > 64 || !host) return null
  const repaired = signs > 1 || gap > 0 || local.includes('..') || local.endsWith('.')
  const name = local.replace(/\.{2,}/g, '.').replace(/\.$/, '')
  const flaw = host.flaw ?? (repaired ? 'repaired' : null)
  const start = at - before.length
  return { address: `${name}@${host.host}`, start, end: at + signs + gap + host.length, flaw }
}

type Host = { host: string; length: number; flaw: EmailFound['flaw'] }

function readHost(after: string): Host | null {
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

function isHost(host: string): boolean {
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

/** Not what it looks like: letters of another alphabet or with accents, a quoted name, letters glued before it. */
function isOdd(text: Text, { start, end }: EmailFound): boolean {
  const before = text.text.slice(Math.max(0, start - 1), start)
  if (/\p{L}|\p{M}/u.test(before) || (before === '"' && text.text[end] !== '"')) return true
  const piece = pieceOf(text, start, end)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
  return fold(piece) !== piece.replaceAll('。', '.').replace(/ ät /, ' at ')
}

/** "cyrus.vance.gmail.com": a provider's host with a name before it and no sign. */
function hostless(text: string, found: EmailFound[]): EmailFound[] {
  const broken: EmailFound[] = []
  for (const { 0: run, index } of text.matchAll(
    /(?<![a-z\d@._-])[a-z\d_-]{1,40}(?:\.[a-z\d_-]{1,40}){2,6}(?![a-z\d@])/g,
  )) {
    const end = index + run.length
    const host = run.split('.').slice(-2).join('.')
    const isTaken = found.some((one) => one.start < end && index < one.end)
    if (!isTaken && hosts.includes(host) && !run.startsWith('www.'))
      broken.push({ address: run, start: index, end, flaw: 'broken' })
  }
  return broken
}
