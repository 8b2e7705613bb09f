import { z } from 'zod'
import { askGraph } from './graph.ts'
import { read } from './instagram-read.ts'

/**
 * `userId`: whose it is, as Meta names them to our app. `expiresAt`: null for a token that never does. `scopes`: null
 * when Meta does not tell, which is not 'none'.
 */
export type TokenFacts = { isValid: boolean; expiresAt: Date | null; scopes: string[] | null; userId: string | null }

type Asking = { graphUrl: string; version: string; appId: string; appSecret: string }

const shape = z.object({
  data: z.object({
    is_valid: z.boolean(),
    user_id: z.coerce.string().nullish().catch(null),
    expires_at: z.number().catch(0),
    data_access_expires_at: z.number().catch(0),
    scopes: z.array(z.string()).nullish().catch(null),
  }),
})

/**
 * What Meta knows of a token. Fails with an OutsideError('instagram'); a dead token is an answer, not an error.
 *
 * @see https://developers.facebook.com/docs/graph-api/reference/debug_token
 */
export async function inspectToken(
  { graphUrl, version, appId, appSecret }: Asking,
  token: string,
): Promise<TokenFacts> {
  const url = new URL(`${graphUrl.replace(/\/$/, '')}/${version}/debug_token`)
  url.searchParams.set('input_token', token)
  const { data } = await askGraph(url, `${appId}|${appSecret}`)
  const { is_valid, user_id, expires_at, data_access_expires_at, scopes } = read(shape, data).data
  // Zero: never. Of the two ends the earlier one counts.
  const ends = [expires_at, data_access_expires_at].filter((seconds) => seconds > 0)
  return {
    isValid: is_valid,
    expiresAt: ends.length > 0 ? new Date(Math.min(...ends) * 1000) : null,
    scopes: scopes ?? null,
    userId: user_id ?? null,
  }
}
