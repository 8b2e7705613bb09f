import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { askGraph } from './graph.ts'
import { read } from './instagram-read.ts'

export type MetaLoginConfig = {
  graphUrl: string
  /** Where the consent page is: https://www.facebook.com */
  oauthUrl: string
  version: string
  appId: string
  appSecret: string
  /** Where Meta sends the person back, exactly as it is registered. */
  redirectUrl: string
}

/** `expiresInS`: null for a token that does not lapse, or whose end Meta does not tell. */
export type MetaToken = { token: string; expiresInS: number | null }

/** `igUserId`: null for a Page without a professional Instagram account. */
export type MetaPage = { id: string; name: string; igUserId: string | null }

export type MetaLogin = {
  /** The page where a person lets us in. */
  writeConsentUrl(state: string): string
  /** The code of the callback -> a token of an hour or two. */
  exchangeCode(code: string): Promise<MetaToken>
  /** A token that still works -> one of 60 days. The string may stay the same. */
  extendToken(token: string): Promise<MetaToken>
  /** The Pages this person manages, each with its Instagram account. One call, and one for each Page. */
  pages(token: string): Promise<MetaPage[]>
  /** Has Meta send us this account's notices. False when it says so. */
  subscribe(igUserId: string, token: string): Promise<boolean>
  /** Takes our permissions back at Meta. */
  revoke(token: string): Promise<void>
}

/** What we ask for, by Facebook Login. The last is for Pages owned by a Business. */
export const SCOPES = [
  'instagram_basic',
  'instagram_manage_comments',
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_metadata',
  'business_management',
]

const MOST_PAGES = 100
const tokenShape = z.object({ access_token: z.string(), expires_in: z.number().nullish().catch(null) })
const pagesShape = z.object({ data: z.array(z.object({ id: z.string(), name: z.string().catch('') })) })
const pageShape = z.object({ instagram_business_account: z.object({ id: z.string() }).nullish().catch(null) })
const doneShape = z.object({ success: z.boolean().catch(false) })

/**
 * Facebook Login for a professional Instagram account. Every call fails with an OutsideError('instagram').
 *
 * @see https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
 * @see https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived
 * @see https://developers.facebook.com/docs/graph-api/reference/user/accounts
 */
export function createMetaLogin(config: MetaLoginConfig): MetaLogin {
  const { appId, appSecret, version } = config
  const root = `${config.graphUrl.replace(/\/$/, '')}/${version}`
  const ask = async (
    path: string,
    token: string,
    query: Record<string, string>,
    method: 'GET' | 'POST' | 'DELETE' = 'GET',
  ) => {
    const url = new URL(`${root}/${path}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    if (token !== '')
      url.searchParams.set('appsecret_proof', createHmac('sha256', appSecret).update(token).digest('hex'))
    return (await askGraph(url, token, method)).data
  }
  const exchange = async (query: Record<string, string>): Promise<MetaToken> => {
    const data = await ask('oauth/access_token', '', { client_id: appId, client_secret: appSecret, ...query })
    const { access_token, expires_in } = read(tokenShape, data)
    return { token: access_token, expiresInS: expires_in || null }
  }
  return {
    writeConsentUrl(state) {
      const url = new URL(`${config.oauthUrl.replace(/\/$/, '')}/${version}/dialog/oauth`)
      const query = { client_id: appId, redirect_uri: config.redirectUrl, state, response_type: 'code' }
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      url.searchParams.set('scope', SCOPES.join(','))
      return url.href
    },
    exchangeCode: (code) => exchange({ redirect_uri: config.redirectUrl, code }),
    extendToken: (token) => exchange({ grant_type: 'fb_exchange_token', fb_exchange_token: token }),
    async pages(token) {
      const { data } = read(
        pagesShape,
        await ask('me/accounts', token, { fields: 'id,name', limit: String(MOST_PAGES) }),
      )
      return Promise.all(
        data.map(async (page) => {
          const fields = { fields: 'instagram_business_account' }
          const found = read(pageShape, await ask(encodeURIComponent(page.id), token, fields))
          return { ...page, igUserId: found.instagram_business_account?.id ?? null }
        }),
      )
    },
    async subscribe(igUserId, token) {
      const fields = { subscribed_fields: 'comments,mentions' }
      return read(doneShape, await ask(`${encodeURIComponent(igUserId)}/subscribed_apps`, token, fields, 'POST'))
        .success
    },
    async revoke(token) {
      await ask('me/permissions', token, {}, 'DELETE')
    },
  }
}
