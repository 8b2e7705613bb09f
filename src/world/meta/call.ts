import { createHmac } from 'node:crypto'
import { GraphError } from './graph-error.ts'
import type { MetaState, MetaToken } from './state.ts'

export type MetaApp = {
  appId: string
  appSecret: string
  /** How far back comments can be read (Meta's legacy limit was 150); none: all. */
  commentWindow?: number
  clock: () => Date
}

/** One call of the Graph API, taken apart and allowed. */
export type Call = {
  method: string
  /** The path without its version: `['1784...', 'media']`. */
  path: string[]
  params: URLSearchParams
  token: MetaToken
  state: MetaState
  app: MetaApp
  baseUrl: string
}

/** Takes a request apart; throws the GraphError a call without a good token gets. */
export async function readCall(request: Request, state: MetaState, app: MetaApp): Promise<Call> {
  const url = new URL(request.url)
  const params = await readParams(request, url)
  const path = url.pathname.split('/').filter((part) => part !== '' && !/^v\d+\.\d+$/.test(part))
  const value = readTokenValue(request, params)
  const token = path[0] === 'debug_token' ? readInspector(value, state, app) : readToken(value, state)
  checkProof(params.get('appsecret_proof'), value, app)
  return { method: request.method, path, params, token, state, app, baseUrl: url.origin }
}

async function readParams(request: Request, url: URL): Promise<URLSearchParams> {
  const params = new URLSearchParams(url.search)
  if (request.method === 'GET') return params
  const text = await request.text()
  const json = request.headers.get('content-type')?.includes('json')
  const fields = json ? Object.entries(JSON.parse(text) as Record<string, string>) : new URLSearchParams(text)
  for (const [name, value] of fields) params.set(name, value)
  return params
}

function readTokenValue(request: Request, params: URLSearchParams): string {
  const header = /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const value = header ?? params.get('access_token')
  if (!value) throw new GraphError(104, '(#104) An access token is required to request this resource.')
  return value
}

function readToken(value: string, state: MetaState): MetaToken {
  const token = state.tokens.find((known) => known.value === value)
  if (!token) throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token')
  if (token.expired) throw new GraphError(190, undefined, 463)
  return token
}

/** A token may be looked into with the app's own: `app-id|app-secret`. */
function readInspector(value: string, state: MetaState, app: MetaApp): MetaToken {
  if (value !== `${app.appId}|${app.appSecret}`) return readToken(value, state)
  return { value, userId: app.appId, accountIds: [], scopes: [], expired: false }
}

function checkProof(proof: string | null, token: string, app: MetaApp): void {
  if (proof === null) return
  if (proof !== createHmac('sha256', app.appSecret).update(token).digest('hex')) {
    throw new GraphError(100, 'Invalid appsecret_proof provided in the API argument')
  }
}
