import robots from 'robots-parser'
import type { Website } from '#entities/prices/website.ts'
import type { Needs } from '#src/app.ts'
import { OutsideError } from '#src/errors.ts'

// The package is a function of its own (CommonJS); its types put it below `default`.
const robotsParser = robots as unknown as typeof robots.default

const KEPT_MS = 24 * 60 * 60_000
const MAX_BYTES = 512 * 1024
const AGENT = 'Deskhand'

/**
 * Asks a site what it lets programs look at. A site without robots.txt (4xx) lets everything be looked at; one that
 * does not answer (5xx, a time-out) is held off: this fails with an OutsideError then.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9309#section-2.3.1
 */
export async function askRobots({ web, clock }: Needs<'web' | 'clock'>, origin: string): Promise<Partial<Website>> {
  const page = await web.get(`${origin}/robots.txt`, { accept: 'text/plain', maxBytes: MAX_BYTES })
  if (page.status >= 500 || page.status === 429) {
    const options = { retry: 'later', status: page.status, retryAfterS: page.retryAfterS } as const
    throw new OutsideError('web', `robots.txt answers ${page.status}`, options)
  }
  const text = page.status < 300 ? page.body.toString('utf8') : ''
  const delay = robotsParser(`${origin}/robots.txt`, text).getCrawlDelay(AGENT) ?? 0
  const crawlDelayMs = Math.min(Math.max(0, Math.round(delay * 1000)), KEPT_MS)
  return { robots: text, crawlDelayMs, robotsUntil: new Date(clock().getTime() + KEPT_MS) }
}

/** Whether a site lets this page be looked at. */
export function isAllowed(text: string | null, url: string): boolean {
  if (!text) return true
  return rulesOf(text, new URL(url).origin).isAllowed(url, AGENT) ?? true
}

type Rules = ReturnType<typeof robotsParser>

/** What was read last, of a few shops: thousands of pages are asked about one after another. */
const known = new Map<string, Rules>()
const MOST_KNOWN = 32

function rulesOf(text: string, origin: string): Rules {
  const key = `${origin} ${text}`
  const rules = known.get(key) ?? robotsParser(`${origin}/robots.txt`, text)
  if (!known.has(key) && known.size >= MOST_KNOWN) known.delete(known.keys().next().value ?? '')
  known.set(key, rules)
  return rules
}
