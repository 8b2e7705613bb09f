import { Website } from '#entities/prices/website.ts'
import { backOff } from '#src/basics/back-off.ts'
import { OutsideError } from '#src/errors.ts'
import { whyOf } from './failing/why-of.ts'
import { askRobots, type Kept, readKept, type Said } from './robots.ts'
import type { LookingApp } from './site.ts'

const KEPT_MS = 24 * 60 * 60_000
const [SHORTEST_WAIT_S, LONGEST_WAIT_S] = [30, 3_600]

/**
 * Asks for the robots.txt of these origins of a shop, where it is not known; it holds for a day. Returns those that
 * fail: they rest, longer each time, whoever wants to look.
 */
export async function knowRobots(
  app: LookingApp,
  site: Website,
  origins: string[],
): Promise<Map<string, OutsideError>> {
  const now = app.clock()
  const isFresh = site.robotsUntil !== null && site.robotsUntil > now
  const known = keptStill(site, isFresh, now)
  const delays = [isFresh ? site.crawlDelayMs : 0]
  for (const origin of new Set(origins)) {
    if (!isDue(known[origin], now)) continue
    const { said, crawlDelayMs } = await ask(app, origin, known[origin])
    known[origin] = said
    delays.push(crawlDelayMs)
  }
  const isNews = delays.length > 1
  if (isNews) await keep(app, site, { robots: JSON.stringify(known), crawlDelayMs: Math.max(...delays) }, isFresh)
  return new Map(origins.flatMap((origin) => silent(origin, known[origin], now)))
}

/** Whether any origin of the shop says what may be looked at. */
export function hasSpoken({ robots }: Pick<Website, 'robots'>): boolean {
  return Object.values(readKept(robots)).some((said) => typeof said === 'string')
}

/** Why origins of a shop that were asked lately do not say what may be looked at; null: all of them do. */
export function whySilent({ robots }: Pick<Website, 'robots'>, now: Date): string | null {
  const silent = Object.entries(readKept(robots)).flatMap(([origin, said]) =>
    typeof said === 'object' && isLate(said, now) ? `${origin}: ${said.why}` : [],
  )
  return silent.join(' · ') || null
}

function keptStill({ robots }: Website, isFresh: boolean, now: Date): Kept {
  const kept = Object.entries(readKept(robots))
  return Object.fromEntries(kept.filter(([, said]) => (typeof said === 'string' ? isFresh : isLate(said, now))))
}

/** Nobody has asked an origin for a day that rests an hour at most: its pages are watched no longer. */
function isLate({ until }: Exclude<Said, string>, now: Date): boolean {
  return new Date(until).getTime() + KEPT_MS > now.getTime()
}

function isDue(said: Said | undefined, now: Date): boolean {
  return said === undefined || (typeof said === 'object' && new Date(said.until) <= now)
}

async function ask(app: LookingApp, origin: string, before?: Said): Promise<{ said: Said; crawlDelayMs: number }> {
  try {
    const { text, crawlDelayMs } = await askRobots(app, origin)
    return { said: text, crawlDelayMs }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    const tries = typeof before === 'object' ? before.tries + 1 : 1
    const waitS = Math.max(error.retryAfterS ?? 0, backOff(tries, SHORTEST_WAIT_S, LONGEST_WAIT_S))
    const until = new Date(app.clock().getTime() + waitS * 1000).toISOString()
    return { said: { why: whyOf(error), status: error.status, tries, until }, crawlDelayMs: 0 }
  }
}

function silent(origin: string, said: Said | undefined, now: Date): [string, OutsideError][] {
  if (typeof said !== 'object') return []
  const retryAfterS = Math.ceil((new Date(said.until).getTime() - now.getTime()) / 1000)
  const status = said.status === null ? {} : { status: said.status }
  return [[origin, new OutsideError('web', said.why, { retry: 'later', retryAfterS, ...status })]]
}

async function keep(
  { em, clock }: LookingApp,
  site: Website,
  kept: Pick<Website, 'robots' | 'crawlDelayMs'>,
  isFresh: boolean,
): Promise<void> {
  const known = { ...kept, ...(!isFresh && { robotsUntil: new Date(clock().getTime() + KEPT_MS) }) }
  await em.fork().nativeUpdate(Website, { id: site.id }, known)
  Object.assign(site, known)
}
