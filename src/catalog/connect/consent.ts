import type { App } from '#src/app.ts'
import { Refusal } from '#src/errors.ts'
import { inspectToken } from '#src/integrations/meta/instagram-token.ts'
import type { MetaPage } from '#src/integrations/meta/meta-login.ts'
import { describeMissing, readGrant } from './grant.ts'

/** A consent that went well so far: the long token, and the Pages with an Instagram account behind it. */
export type Consent = {
  token: string
  expiresAt: Date | null
  scopes: string[] | null
  userId: string | null
  pages: MetaPage[]
}

/** The code of the callback -> what it lets us do. Refuses, in plain words, what cannot work. */
export async function readConsent(app: App, code: string): Promise<Consent> {
  const { metaLogin, settings, clock } = app
  if (!metaLogin) throw new Refusal('Connecting is not set up: META_APP_ID and META_APP_SECRET are missing.')
  const short = await metaLogin.exchangeCode(code)
  const long = await metaLogin.extendToken(short.token)
  const { META_APP_ID: appId = '', META_APP_SECRET: appSecret = '', META_GRAPH_URL, META_GRAPH_VERSION } = settings
  const asking = { graphUrl: META_GRAPH_URL, version: META_GRAPH_VERSION, appId, appSecret }
  const facts = await inspectToken(asking, long.token)
  const grant = readGrant(facts.scopes)
  if (!grant.isEnough) {
    throw new Refusal(
      `Without these I cannot work: ${describeMissing(grant.missing)}. Connect again and leave all ticked.`,
    )
  }
  const pages = (await metaLogin.pages(long.token)).filter(({ igUserId }) => igUserId !== null)
  if (pages.length === 0) {
    throw new Refusal(
      'None of your Facebook Pages has a professional Instagram account. ' +
        'Make the account professional, link it to a Page, and connect again.',
    )
  }
  const expiresAt = long.expiresInS === null ? facts.expiresAt : new Date(clock().getTime() + long.expiresInS * 1000)
  return { token: long.token, expiresAt, scopes: facts.scopes, userId: facts.userId, pages }
}
