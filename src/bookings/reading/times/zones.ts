import { readEntries } from '#src/reading/lexicon.ts'

/** A zone as the writer named it. `season` is set where the abbreviation claims one ('EST' in July is a slip). */
export type ZoneMention = { zone: string; season: 'standard' | 'daylight' | null; text: string }

type Named = { zone: string; season: ZoneMention['season']; isWeak: boolean; isShared: boolean }

/** `weak`: only counts right behind a time of day or with "time"; `shared`: other countries write it for theirs. */
const named = new Map<string, Named>(
  readEntries('zones').map(({ word, meaning }): [string, Named] => {
    const [zone = '', flag] = meaning.split(' ')
    const season = flag === 'standard' || flag === 'daylight' ? flag : null
    return [word, { zone, season, isWeak: flag === 'weak', isShared: flag === 'shared' }]
  }),
)

const longestFirst = [...named.keys()].sort((a, b) => b.length - a.length).join('|')
const suffix = "(?:'s)?(?: (?:standard|daylight|summer|local))?(?: (?:time(?: ?zone)?|tz))?"
/** Of "16 horas de la tarde" the article is no Los Angeles. */
const ARTICLES = new Set(['la', 'l.a'])
const romance = "(?:(?:hora|heure|ora|horario)s? (?:de (?:la ciudad de )?|del |du |di |do |da |d')?)"
const zonePattern = new RegExp(`(?:the |(${romance}))?\\b(${longestFirst})\\b\\.?(${suffix})(?![a-z])`, 'y')
const region = 'africa|america|asia|atlantic|australia|europe|indian|pacific|us|etc'
const iana = new RegExp(`\\b((?:${region})/[a-z_+\\-0-9]{2,30}(?:/[a-z_]{2,30})?)`, 'y')
const offset = /\b(?:utc|gmt) ?([+-]) ?(\d{1,2})(?::?([0-5]\d))?\b/y

/** The zone named at this place of a folded text; `afterClock`: short and everyday names count too. */
export function zoneAt(folded: string, at: number, afterClock: boolean): { mention: ZoneMention; end: number } | null {
  return ianaAt(folded, at) ?? offsetAt(folded, at) ?? namedAt(folded, at, afterClock)
}

/** "IST" is India's, Israel's and Ireland's. */
export function isShared({ text }: ZoneMention): boolean {
  return named.get(text)?.isShared ?? false
}

/** Every zone a folded text states: 'Pacific time', 'EST', 'America/Chicago', 'UTC+2'. */
export function readZones(folded: string): ZoneMention[] {
  const found: ZoneMention[] = []
  const words = /(?<![a-z/])[a-z]/g
  for (let word = words.exec(folded); word && found.length < 8; word = words.exec(folded)) {
    const zone = zoneAt(folded, word.index, false)
    if (!zone) continue
    found.push(zone.mention)
    words.lastIndex = zone.end
  }
  return found
}

/** A whole answer to 'time zone?': 'Pacific', 'LA', '(GMT-08:00) Pacific Time' . */
export function readZoneField(folded: string): ZoneMention | null {
  const stated = readZones(folded).sort((a, b) => Number(isOffset(a)) - Number(isOffset(b)))[0]
  return stated ?? namedAt(folded.trim(), 0, true)?.mention ?? null
}

function isOffset({ zone }: ZoneMention): boolean {
  return zone.startsWith('Etc/') || zone === 'UTC' || zone === 'Europe/London'
}

function namedAt(folded: string, at: number, afterClock: boolean): { mention: ZoneMention; end: number } | null {
  zonePattern.lastIndex = at
  const match = zonePattern.exec(folded)
  const [text, clockOf, said = '', behind = ''] = match ?? []
  const name = named.get(said)
  if (!match || text === undefined || !name || (clockOf && ARTICLES.has(said))) return null
  if (name.isWeak && !afterClock && !clockOf && !/time|tz/.test(behind)) return null
  const season = /standard/.test(behind) ? 'standard' : /daylight|summer/.test(behind) ? 'daylight' : name.season
  return { mention: { zone: name.zone, season, text: text.trim() }, end: at + text.length }
}

function ianaAt(folded: string, at: number): { mention: ZoneMention; end: number } | null {
  iana.lastIndex = at
  const match = iana.exec(folded)
  const zone = match && canonicalZone(match[1] ?? '')
  return match && zone ? { mention: { zone, season: null, text: match[0] }, end: at + match[0].length } : null
}

function offsetAt(folded: string, at: number): { mention: ZoneMention; end: number } | null {
  offset.lastIndex = at
  const match = offset.exec(folded)
  if (!match) return null
  const hours = Number(match[2])
  if (hours > 14 || (match[3] ?? '00') !== '00') return null
  // POSIX counts westwards: Etc/GMT+5 is five hours behind.
  const zone = hours === 0 ? 'UTC' : `Etc/GMT${match[1] === '+' ? '-' : '+'}${hours}`
  return { mention: { zone, season: null, text: match[0] }, end: at + match[0].length }
}

const canonical = new Map<string, string>()

/** The IANA name in its own spelling, or null where there is no such zone. */
export function canonicalZone(name: string): string | null {
  const known = canonical.get(name)
  if (known !== undefined) return known
  try {
    const zone = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
    canonical.set(name, zone)
    return zone
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
