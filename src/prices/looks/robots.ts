import robots from 'robots-parser'
import type { Needs } from '#src/app.ts'
import { OutsideError } from '#src/errors.ts'

// The package is a function of its own (CommonJS); its types put it below `default`.
const robotsParser = robots as unknown as typeof robots.default

const LONGEST_DELAY_MS = 24 * 60 * 60_000
const MAX_BYTES = 512 * 1024
const AGENT = 'Deskhand'

export type Robots = { text: string; crawlDelayMs: number }

/**
 * Asks what programs may look at there. An origin without robots.txt (4xx) lets everything be looked at; one that does
 * not answer (5xx, a time-out) is held off: this fails with an OutsideError then.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9309#section-2.3.1
 */
export async function askRobots({ web }: Needs<'web'>, origin: string): Promise<Robots> {
  const page = await web.get(`${origin}/robots.txt`, { accept: 'text/plain', maxBytes: MAX_BYTES })
  if (page.status >= 500 || page.status === 429) {
    const options = { retry: 'later', status: page.status, retryAfterS: page.retryAfterS } as const
    throw new OutsideError(
      'web',
      `the shop does not say what may be looked at (robots.txt answers ${page.status})`,
      options,
    )
  }
  const text = page.status < 300 ? page.body.toString('utf8') : ''
  const delay = robotsParser(`${origin}/robots.txt`, text).getCrawlDelay(AGENT) ?? 0
  return { text, crawlDelayMs: Math.min(Math.max(0, Math.round(delay * 1000)), LONGEST_DELAY_MS) }
}

/** The robots.txt of an origin; or why it does not say it, so often in a row, and until when it rests (ISO 8601). */
export type Said = string | { why: string; status: number | null; tries: number; until: string }

/** What is kept of a shop, by origin: `http` and `https`, with and without `www`, have a robots.txt each. */
export type Kept = Record<string, Said>

export function readKept(text: string | null): Kept {
  try {
    const kept = JSON.parse(text ?? '{}')
    return kept !== null && typeof kept === 'object' ? kept : {}
  } catch {
    // As it was kept before: of one origin, and unsaid of which. It is asked again.
    return {}
  }
}

/** Whether a site lets this page be looked at. */
export function isAllowed(kept: string | null, url: string): boolean {
  return kept === null || (rulesOf(kept, new URL(url).origin).isAllowed(url, AGENT) ?? true)
}

type Rules = ReturnType<typeof robotsParser>

/** What was read last, of a few shops: thousands of pages are asked about one after another. */
const known = new Map<string, Rules>()
const MOST_KNOWN = 32

function rulesOf(kept: string, origin: string): Rules {
  const key = `${origin} ${kept}`
  const rules = known.get(key) ?? parse(origin, readKept(kept)[origin])
  if (!known.has(key) && known.size >= MOST_KNOWN) known.delete(known.keys().next().value ?? '')
  known.set(key, rules)
  return rules
}

function parse(origin: string, said: Said | undefined): Rules {
  return robotsParser(`${origin}/robots.txt`, typeof said === 'string' ? said : '')
}
