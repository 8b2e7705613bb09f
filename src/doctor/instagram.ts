import type { Needs } from '#src/app.ts'
import { daysUntil } from '#src/basics/days-until.ts'
import { writeDay } from '#src/basics/write-day.ts'
import { inspectToken } from '#src/integrations/meta/instagram-token.ts'
import { off, ok, wrong } from './finding.ts'
import { endOfGraph } from './graph-versions.ts'

const NOTICE_DAYS = 14
const VERSION_NOTICE_DAYS = 30
const NEEDED = ['instagram_basic', 'instagram_manage_comments']

export async function checkInstagram({ instagram, settings, clock }: Needs<'instagram' | 'settings' | 'clock'>) {
  const { INSTAGRAM_ACCESS_TOKEN: accessToken, INSTAGRAM_USER_ID: userId } = settings
  const version = versionProblem(settings, clock())
  if (!instagram || !accessToken) {
    // Sellers may have connected accounts of their own.
    if (settings.META_APP_ID && version) return wrong(version)
    return off('comments are not read. See docs/accounts/instagram.md.')
  }
  if (!userId) return wrong('INSTAGRAM_USER_ID is missing: the number of the professional account.')
  const { username } = await instagram.account({ userId, accessToken })
  const problem = (await tokenProblem(settings, accessToken, clock())) ?? version
  return problem ? wrong(`@${username} is there, but ${problem}`) : ok(`comments of @${username} are read`)
}

async function tokenProblem(settings: Needs<'settings'>['settings'], token: string, now: Date): Promise<string | null> {
  const { META_APP_ID: appId, META_APP_SECRET: appSecret, META_GRAPH_URL, META_GRAPH_VERSION } = settings
  // Only the app itself may look into its tokens.
  if (!appId || !appSecret) return null
  const asking = { graphUrl: META_GRAPH_URL, version: META_GRAPH_VERSION, appId, appSecret }
  const { isValid, expiresAt, scopes } = await inspectToken(asking, token)
  if (!isValid) return 'Meta says the token is dead. Make a new one: docs/accounts/instagram.md.'
  const missing = NEEDED.filter((scope) => scopes !== null && !scopes.includes(scope))
  if (missing.length > 0) return `the token lacks ${missing.join(' and ')}. App review may be needed.`
  if (!expiresAt || daysUntil(expiresAt, now) >= NOTICE_DAYS) return null
  return `the token ends on ${writeDay(expiresAt)}. Make a new one before.`
}

function versionProblem({ META_GRAPH_VERSION: version }: Needs<'settings'>['settings'], now: Date): string | null {
  const end = endOfGraph(version)
  if (!end || daysUntil(end, now) >= VERSION_NOTICE_DAYS) return null
  const ends = end < now ? 'has ended' : `ends on ${writeDay(end)}`
  return `Graph ${version} ${ends}. Set META_GRAPH_VERSION to a newer one.`
}
