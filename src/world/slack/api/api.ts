import type { Bag } from '../bag.ts'
import { asText } from '../bag.ts'
import type { Core } from '../core.ts'
import { deleteMessage, getPermalink, postEphemeral, postMessage, updateMessage } from './api-chat.ts'
import { completeUpload, getUploadUrl } from './api-files.ts'
import { infoOfBot, infoOfPerson, listPeople, lookUpByEmail, testAuth } from './api-people.ts'
import * as places from './api-places.ts'
import { openView, publishView, pushView, updateView } from './api-views.ts'
import { readArgs } from './args.ts'
import type { RateLimits } from './rate-limits.ts'
import { Rejection } from './rejection.ts'

type Method = (core: Core, args: Bag) => Bag

const methods: Record<string, Method> = {
  'auth.test': testAuth,
  'bots.info': infoOfBot,
  'chat.postMessage': postMessage,
  'chat.update': updateMessage,
  'chat.delete': deleteMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
  'conversations.list': places.listPlaces,
  'conversations.info': places.infoOfPlace,
  'conversations.members': places.membersOfPlace,
  'conversations.join': places.joinPlace,
  'conversations.history': places.historyOfPlace,
  'conversations.replies': places.repliesInPlace,
  'conversations.open': places.openPlace,
  'users.info': infoOfPerson,
  'users.list': listPeople,
  'users.lookupByEmail': lookUpByEmail,
  'views.open': openView,
  'views.push': pushView,
  'views.update': updateView,
  'views.publish': publishView,
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
}

/** The scopes of the bot's token, named on every answer as Slack does. */
const scopes = [
  'app_mentions:read,channels:history,channels:read,chat:write,commands,files:read,files:write',
  'groups:history,groups:read,im:history,im:write,users:read',
].join(',')

/** One call of the Web API: `POST /api/<method>`. */
export async function answerCall(core: Core, limits: RateLimits, name: string, request: Request): Promise<Response> {
  try {
    const args = await readArgs(request)
    const token = readToken(request, args)
    if (name === 'apps.connections.open') return answer(openConnection(core, token))
    checkToken(token, core.botToken, core.appToken)
    const method = methods[name]
    if (!method) throw new Rejection('unknown_method')
    limits.check(name, asText(args.channel))
    const refusal = core.refuses.get(name)
    if (refusal) throw new Rejection(refusal)
    return answer(method(core, args))
  } catch (error) {
    if (error instanceof Rejection) return refuse(error)
    throw error
  }
}

/** Slack's no as an answer. */
function refuse(rejection: Rejection): Response {
  const { retryAfterS } = rejection
  if (retryAfterS === null) return Response.json(rejection.answer)
  return Response.json(rejection.answer, { status: 429, headers: { 'retry-after': String(retryAfterS) } })
}

function answer(body: Bag): Response {
  return Response.json({ ok: true, ...body }, { headers: { 'x-oauth-scopes': scopes } })
}

function openConnection(core: Core, token: string): Bag {
  checkToken(token, core.appToken, core.botToken)
  return { url: `${core.url.replace('http', 'ws')}/link?ticket=${encodeURIComponent(token)}` }
}

function checkToken(token: string, wanted: string, other: string): void {
  if (token === wanted) return
  if (token === '') throw new Rejection('not_authed')
  throw new Rejection(token === other ? 'not_allowed_token_type' : 'invalid_auth')
}

function readToken(request: Request, args: Bag): string {
  return request.headers.get('authorization')?.replace(/^Bearer /i, '') ?? asText(args.token)
}
